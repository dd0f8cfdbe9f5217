package samples

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/preflight"
)

func sample(t *testing.T, name string) []byte {
	t.Helper()
	list, _, err := Read(name)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func readList(t *testing.T, name string, strict bool) *preflight.List {
	t.Helper()
	l, err := preflight.Read(t.Context(), bytes.NewReader(sample(t, name)), preflight.Options{Keep: true, Strict: strict, Problems: 100})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Only the files of the table are embedded, and the embed pattern has no wildcards.
func TestFilesAreEmbeddedByName(t *testing.T) {
	source, err := os.ReadFile("samples.go")
	if err != nil {
		t.Fatal(err)
	}
	_, patterns, _ := strings.Cut(string(source), "\n//go:embed ")
	patterns, _, _ = strings.Cut(patterns, "\n")
	if strings.ContainsAny(patterns, "*?[") || strings.Contains(string(source), "\n//go:embed "+patterns+"\n//go:embed ") {
		t.Errorf("embedded by a pattern: %s", patterns)
	}
	named := []string{}
	for _, s := range samples {
		named = append(named, s.file)
	}
	if d := cmp.Diff(strings.Fields(patterns), named); d != "" {
		t.Error(d)
	}
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	embedded := []string{}
	for _, e := range entries {
		embedded = append(embedded, e.Name())
	}
	if d := cmp.Diff(slices.Sorted(slices.Values(named)), embedded); d != "" {
		t.Error(d)
	}
}

func TestEachSampleIsNamedDescribedAndRead(t *testing.T) {
	help := strings.Split(strings.TrimSuffix(Help(), "\n"), "\n")
	if len(help) != len(Names())+2 || !strings.Contains(help[len(Names())], "  "+Config+" ") || !strings.Contains(help[len(Names())+1], "  "+Nightly+" ") {
		t.Fatalf("help has %d lines:\n%s", len(help), Help())
	}
	for i, name := range Names() {
		if words := strings.Fields(help[i]); words[0] != name || len(words) < 2 {
			t.Errorf("help of %s: %q", name, help[i])
		}
		if list := sample(t, name); !slices.Contains([]string{"workbook", "european"}, name) &&
			(bytes.ContainsRune(list, '\r') || !bytes.HasSuffix(list, []byte("\n")) || bytes.HasPrefix(list, []byte("\ufeff"))) {
			t.Errorf("%s is not written plainly", name)
		}
	}
}

// The folder holds no other files than those that are embedded by name.
func TestTheNightlyFolderIsEmbeddedWhole(t *testing.T) {
	names := func(files fs.FS) (list []string) {
		entries, err := fs.ReadDir(files, ".")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			list = append(list, e.Name())
		}
		return list
	}
	if d := cmp.Diff(names(os.DirFS(Nightly)), names(NightlyFiles())); d != "" {
		t.Error(d)
	}
}

func TestASampleOfAnotherNameIsAnError(t *testing.T) {
	for _, name := range []string{"", "none", "agents.csv", "AGENTS", "../samples/agents", "samples.go"} {
		if list, _, err := Read(name); err == nil || list != nil {
			t.Errorf("%q: got %d bytes, %v", name, len(list), err)
		}
	}
}

func TestSamplesToImportHaveNoProblem(t *testing.T) {
	for name, rows := range map[string]int{"agents": 25, "minimal": 3} {
		l := readList(t, name, true)
		if l.Total != rows || l.NErrors+l.NWarned > 0 || len(l.Mends) > 0 || len(l.Unknown) > 0 {
			t.Errorf("%s: %d rows, %+v, %+v, %q", name, l.Total, l.Errors, l.Mends, l.Unknown)
		}
	}
}

func TestMinimalHasTheRequiredColumnsAlone(t *testing.T) {
	want := []string{}
	for _, f := range apiclient.Fields() {
		if f.Required() {
			want = append(want, f.String())
		}
	}
	if d := cmp.Diff(want, readList(t, "minimal", true).Header.Names); d != "" {
		t.Error(d)
	}
}

func TestAgentsAreOnTwoServersAndEachHasPasswordsOfItsOwn(t *testing.T) {
	servers, passwords := map[string]bool{}, map[apiclient.Secret]bool{}
	l := readList(t, "agents", true)
	for _, row := range l.Rows {
		servers[row.Phone.ServerIP], passwords[row.Phone.PhonePass], passwords[row.Phone.RegistrationPassword] = true, true, true
	}
	if len(servers) != 2 || len(passwords) != 2*l.Total {
		t.Errorf("%d servers, %d passwords", len(servers), len(passwords))
	}
}

// namedMistake returns the last cell of a row of mistakes.csv, even if the row is not valid CSV.
func namedMistake(t *testing.T, raw []byte) string {
	t.Helper()
	text := string(raw[bytes.LastIndexByte(raw, ',')+1:])
	if cells, err := csv.NewReader(bytes.NewReader(raw)).Read(); err == nil && cells[len(cells)-1] != text {
		t.Errorf("the last cell of %q is quoted", raw)
	} else if err != nil && !errors.Is(err, csv.ErrBareQuote) && !errors.Is(err, csv.ErrQuote) {
		t.Fatal(err)
	}
	return text
}

func TestEachMistakeIsTheOneThatItsRowNames(t *testing.T) {
	l := readList(t, "mistakes", false)
	if last := l.Header.Names[len(l.Header.Names)-1]; last != "Mistake" {
		t.Fatalf("the last column is %s", last)
	}
	mended := map[int]bool{}
	for _, row := range l.Rows {
		var want []string
		switch text := namedMistake(t, row.Raw); {
		case text == "mended":
			mended[row.Line] = true
		case strings.HasSuffix(text, " as a warning"):
			want = []string{"warning " + strings.TrimSuffix(text, " as a warning")}
		case text != "":
			want = []string{"error " + text}
		}
		var got []string
		for _, p := range row.Problems {
			got = append(got, p.Severity.String()+" "+string(p.Code))
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("line %d: %s", row.Line, d)
		}
		if invalid := len(want) > 0 && strings.HasPrefix(want[0], "error"); row.Invalid != invalid {
			t.Errorf("line %d: invalid is %v", row.Line, row.Invalid)
		}
	}
	if len(mended) == 0 || len(l.Mends) == 0 {
		t.Error("no cell is mended")
	}
	for _, m := range l.Mends {
		if !mended[m.Line] || m.Rows > len(mended) {
			t.Errorf("mended, but the row does not say so: %+v", m)
		}
	}
}

// testedIn holds the other codes, which neither a row of mistakes.csv nor a fixture shows, with the path of a test from
// the top folder of the project. A test file must contain the code.
var testedIn = map[apiclient.Code]string{
	"cell_too_long":      "batch/sheet/text_test.go", // these need large files
	"file_too_large":     "batch/sheet/text_test.go",
	"record_too_long":    "batch/sheet/sheet_test.go",
	"workbook_too_large": "batch/sheet/workbook_formats_test.go",
	"no_visible_sheet":   "batch/sheet/workbook_formats_test.go",
	"duplicate_person":   "batch/list_changed_test.go", // which take the choosing of numbers, or --key
	"unclear_person":     "batch/list_changed_test.go",
	"key_without_value":  "batch/list_changed_test.go",
	"server_inactive":    "cmd/phonebatch/testdata/surroundings.txt", // which take a dialer
	"template_not_shown": "cmd/phonebatch/testdata/surroundings.txt",
	"unknown_dialer":     "cmd/phonebatch/testdata/many_dialers.txt",
	"password_listed":    "cmd/phonebatch/testdata/regenerate.txt",
}

// A row of mistakes.csv, or a fixture that is named after the code (CODE.csv, CODE.xlsx …), must show each code of the
// table. Package preflight tests the fixtures.
func TestEveryCodeIsShown(t *testing.T) {
	shown := map[apiclient.Code]bool{}
	for _, row := range readList(t, "mistakes", false).Rows {
		shown[apiclient.Code(strings.TrimSuffix(namedMistake(t, row.Raw), " as a warning"))] = true
	}
	fixtures, err := os.ReadDir("../batch/preflight/testdata/codes")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fixtures {
		code, _, _ := strings.Cut(f.Name(), ".")
		shown[apiclient.Code(code)] = true
	}
	for _, code := range codes.Found() {
		switch place := testedIn[code]; {
		case shown[code] && place != "":
			t.Errorf("%s is shown, and testedIn names %s for it", code, place)
		case !shown[code] && place == "":
			t.Errorf("no row and no fixture shows %s", code)
		case !shown[code]:
			expectMention(t, filepath.Join("..", place), string(code))
		}
	}
}

// expectMention fails the test if a path does not exist, or if a test file at the path does not contain the code.
func expectMention(t *testing.T, path, code string) {
	t.Helper()
	if !strings.HasSuffix(path, "_test.go") {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
		return
	}
	if text, err := os.ReadFile(path); err != nil || !bytes.Contains(text, []byte(code)) {
		t.Errorf("%s does not test %s: %v", path, code, err)
	}
}
