package preflight

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/sheet"
)

func TestTheTableOfCodesIsWhole(t *testing.T) {
	seen := make(map[apiclient.Code]bool)
	for _, k := range codes.Kinds() {
		if seen[k.Code] || !regexp.MustCompile(`^[a-z][a-z_0-9]*$`).MatchString(string(k.Code)) {
			t.Errorf("%q is no code, or stands in the table twice", k.Code)
		}
		seen[k.Code] = true
		if k.Meaning == "" || k.Remedy == "" || k.Scope.String() == "" || k.Meaning != codes.Meaning(k.Code) || k.Remedy != codes.Remedy(k.Code) {
			t.Errorf("%s is not explained: %+v", k.Code, k)
		}
		if strings.HasSuffix(k.Meaning, ".") || strings.HasSuffix(k.Remedy, ".") {
			t.Errorf("%s is explained with a full stop", k.Code)
		}
		if slices.Contains(codes.Ignorable, k.Code) == k.Fixed || k.Scope > codes.ListScope && !k.Fixed {
			t.Errorf("%s: can it be ignored?", k.Code)
		}
	}
	if codes.Meaning("no_such_code") != "" || codes.Remedy("no_such_code") != "" {
		t.Error("a code that is none has a meaning")
	}
}

// fixtureOptions are those with which a fixture shows its code; without, it takes none.
var fixtureOptions = map[apiclient.Code]Options{
	codes.FieldIgnored: {Dialect: apiclient.Dialect{Build: old}},
	codes.PJSIP:        {Asked: true},
	"too_many_rows":    {Sheet: sheet.Options{MaxRows: 1}},
	"no_such_sheet":    {Sheet: sheet.Options{Sheet: "Agents"}},
	"no_header_row":    {Sheet: sheet.Options{HeaderRow: 9}},
	codes.EmptyDefault: {Filling: must(ParseFilling(FillOptions{Defaults: []string{"phone_full_name={First Name} {Last Name}"}}))},
}

func must(f Filling, err error) Filling {
	if err != nil {
		panic(err)
	}
	return f
}

// A fixture shows the code that it is named after, and no other.
func TestEachFixtureShowsItsCode(t *testing.T) {
	paths, err := filepath.Glob("testdata/codes/*")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			o := fixtureOptions[apiclient.Code(name)]
			o.Problems = 100
			l, err := Read(t.Context(), bytes.NewReader(text), o)
			if err != nil {
				if codes := errorCodes(err); !slices.Equal(codes, []string{name}) {
					t.Errorf("the list is refused for %q: %v", codes, err)
				}
				return
			}
			if len(l.Counts) != 1 || l.Counts[apiclient.Code(name)] == 0 {
				t.Errorf("found %v", l.Counts)
			}
			explained(t, append(l.Errors, l.Warnings...))
		})
	}
}

// errorCodes are those for which a whole list is refused. A column can be ambiguous only where one is missing.
func errorCodes(err error) (list []string) {
	all := ErrorCodes(err)
	for _, code := range all {
		if code != codes.MissingColumn || !slices.Contains(all, codes.AmbiguousColumn) {
			list = append(list, string(code))
		}
	}
	return list
}

// everything is a list in which every code is found that rows can show, with the options that show the most of them.
func everything(t *testing.T) (list []byte, options []Options) {
	t.Helper()
	list, err := os.ReadFile("../../samples/mistakes.csv")
	if err != nil {
		t.Fatal(err)
	}
	return list, []Options{{}, {Dialect: apiclient.Dialect{Build: old}}, {Asked: true}}
}

func TestEveryCodeThatIsFoundCanBeIgnored(t *testing.T) {
	list, options := everything(t)
	for _, o := range options {
		all := mustRead(t, string(list), o)
		if len(all.Counts) < 30 {
			t.Errorf("only %d codes are found", len(all.Counts))
		}
		for code, n := range all.Counts {
			o.Ignore = ignoring(code)
			l := mustRead(t, string(list), o)
			if want := map[bool]int{true: n}[codes.Of(code).Fixed]; l.Counts[code] != want {
				t.Errorf("ignoring %s: %d of %d are found", code, l.Counts[code], n)
			}
			for other := range all.Counts {
				if other != code && l.Counts[other] < all.Counts[other] {
					t.Errorf("ignoring %s: %d of %d %s are found", code, l.Counts[other], all.Counts[other], other)
				}
			}
		}
		o.Ignore = ignoring(codes.All()...)
		if l := mustRead(t, string(list), o); l.NErrors != 4 || l.NWarned != 0 || l.Invalid != 4 {
			t.Errorf("ignoring all: %v", l.Counts)
		}
	}
}

// Under --strict every row that a warning is about is in error, and is not sent: those too at which it is not said.
func TestStrictLeavesNoWarning(t *testing.T) {
	list, options := everything(t)
	for _, o := range options {
		o.Keep = true
		mild := mustRead(t, string(list), o)
		o.Strict = true
		strict := mustRead(t, string(list), o)
		if mild.NWarned == 0 || strict.NWarned != 0 || strict.Invalid <= mild.Invalid {
			t.Errorf("%d and %d warnings, %d and %d rows invalid", mild.NWarned, strict.NWarned, mild.Invalid, strict.Invalid)
		}
		for code, n := range mild.Counts {
			if strict.Counts[code] < n || codes.Of(code).Scope == codes.RowScope && strict.Counts[code] != n {
				t.Errorf("%s: %d found, %d when strict", code, n, strict.Counts[code])
			}
		}
		if strict.Counts[codes.SharedPassword] != 2 || strict.Counts[codes.SharedVoicemail] != 2 {
			t.Errorf("strict: %v", strict.Counts)
		}
	}
}
