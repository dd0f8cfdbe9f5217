package preflight

import (
	"bytes"
	"encoding/csv"
	"errors"
	stdflag "flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

var update = stdflag.Bool("update", false, "write what the corpus is expected to be read as anew")

const (
	corpusFolder  = "testdata/corpus"
	casesFolder   = "testdata/cases"
	corpusWant    = ".want"
	producersFile = "PRODUCERS.md"
	asItIs        = "$ check" // reads a file without a flag
)

// The files of the corpus were written by programs that call centers use for their lists: PRODUCERS.md names the
// program and the steps for each file. The file beside each one holds the expected result. A line in it that begins
// with a dollar sign holds the flags for reading, so that one file can be read in several ways; the lines below hold
// the result.
func TestCorpus(t *testing.T) { readFolder(t, corpusFolder) }

// The cases are small lists with mistakes of people and programs. The expected results were checked by hand.
func TestCases(t *testing.T) { readFolder(t, casesFolder) }

// readFolder reads each file of a folder with the flags in the file beside it, and compares the results.
func readFolder(t *testing.T, folder string) {
	for _, name := range listFolder(t, folder) {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			beside := filepath.Join(folder, name+corpusWant)
			want, err := os.ReadFile(beside)
			if err != nil && !(*update && errors.Is(err, os.ErrNotExist)) {
				t.Fatal(err)
			}
			var got bytes.Buffer
			for _, command := range commands(string(want)) {
				got.WriteString(command + "\n" + readAs(t, data, command))
			}
			if *update {
				if err := os.WriteFile(beside, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(string(want), got.String()); d != "" && !*update {
				t.Error(d)
			}
		})
	}
}

// listFolder returns the files of a folder that are lists.
func listFolder(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, e := range entries {
		if name := e.Name(); !strings.HasSuffix(name, corpusWant) && name != producersFile && !strings.HasPrefix(name, ".") {
			files = append(files, name)
		}
	}
	return files
}

func TestCorpusIsWholeAndSaysWhereItComesFrom(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(corpusFolder, producersFile))
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for line := range strings.Lines(string(text)) {
		if name, isFile := strings.CutPrefix(line, "| `"); isFile {
			name, _, _ = strings.Cut(name, "`")
			told = append(told, name)
		}
	}
	slices.Sort(told)
	files := listFolder(t, corpusFolder)
	if d := cmp.Diff(files, told); d != "" {
		t.Errorf("files of the corpus, and those that %s tells of: %s", producersFile, d)
	}
	if len(files) < 40 {
		t.Errorf("there are %d files", len(files))
	}
	wants, err := filepath.Glob(filepath.Join(corpusFolder, "*"+corpusWant))
	if err != nil || len(wants) != len(files) {
		t.Errorf("%d files, but %d expectations, %v", len(files), len(wants), err)
	}
}

// commands returns the commands that read a file.
func commands(want string) []string {
	var list []string
	for line := range strings.Lines(want) {
		if strings.HasPrefix(line, asItIs) {
			list = append(list, strings.TrimSpace(line))
		}
	}
	if len(list) == 0 {
		list = []string{asItIs}
	}
	return list
}

// readAs reads a file with the flags of a command, and returns the result as text.
func readAs(t *testing.T, data []byte, command string) string {
	t.Helper()
	l, err := Read(t.Context(), bytes.NewReader(data), corpusOptions(t, strings.TrimPrefix(command, asItIs)))
	var b strings.Builder
	if err != nil {
		tellError(t, &b, err)
		return b.String()
	}
	tellList(&b, l)
	if l.Total != len(l.Rows) || l.NErrors != len(l.Errors) || l.NWarned != len(l.Warnings) {
		t.Errorf("%d rows of which %d are kept, %d errors and %d, %d warnings and %d", l.Total, len(l.Rows), l.NErrors, len(l.Errors), l.NWarned, len(l.Warnings))
	}
	explained(t, append(l.Errors, l.Warnings...))
	for _, row := range l.Rows {
		for _, secret := range []string{string(row.Phone.PhonePass), string(row.Phone.RegistrationPassword)} {
			if len(secret) > 6 { // the value of a damaged row may be any word
				tells(t, l, secret)
			}
		}
	}
	return b.String()
}

// corpusOptions parses flags as the program does.
func corpusOptions(t *testing.T, given string) Options {
	t.Helper()
	words := csv.NewReader(strings.NewReader(strings.TrimSpace(given))) // a word with a space is quoted
	words.Comma = ' '
	args, err := words.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	o := Options{Keep: true, Problems: 1000}
	var maps, where []string
	var fill columns.FillOptions
	f := stdflag.NewFlagSet("check", stdflag.ContinueOnError)
	f.Func("encoding", "", func(v string) (err error) { o.Sheet.Encoding, err = sheet.ParseEncoding(v); return })
	f.Func("delimiter", "", func(v string) (err error) { o.Sheet.Delimiter, err = sheet.ParseDelimiter(v); return })
	f.StringVar(&o.Sheet.Sheet, "sheet", "", "")
	f.IntVar(&o.Sheet.HeaderRow, "header-row", 0, "")
	f.Func("where", "", func(v string) error { where = append(where, v); return nil })
	f.Func("from", "", func(v string) (err error) { o.From, err = columns.ParseOrigin(v); return })
	f.Func("map", "", func(v string) error { maps = append(maps, v); return nil })
	f.Func("default", "", func(v string) error { fill.Defaults = append(fill.Defaults, v); return nil })
	f.BoolVar(&fill.Usual, "usual-defaults", false, "")
	f.Func("spread", "", func(v string) error { fill.Spread = append(fill.Spread, v); return nil })
	f.Func("number", "", func(v string) error { fill.Number = append(fill.Number, v); return nil })
	f.Func("generate", "", func(v string) error { fill.Generate = append(fill.Generate, strings.Split(v, ",")...); return nil })
	f.BoolVar(&o.Dialect.NonLatin, "non-latin", false, "")
	if err := f.Parse(args); err != nil {
		t.Fatal(err)
	}
	if o.Mapping, err = columns.ParseMapping(maps); err != nil {
		t.Fatal(err)
	}
	if o.Where, err = columns.ParseWhere(where); err != nil {
		t.Fatal(err)
	}
	if o.Filling, err = columns.ParseFilling(fill); err != nil {
		t.Fatal(err)
	}
	o.Filling = o.Filling.With("", new(plainChooser))
	return o
}

// plainChooser gives each row the next number from 2001, one server, and passwords that belong to nobody.
type plainChooser struct{ line, numbered int }

func (c *plainChooser) Choose(r *columns.Leaving, f apiclient.Field, _ *apiclient.Phone) string {
	if r.Line != c.line {
		c.line = r.Line
		c.numbered++
	}
	switch f {
	case apiclient.Extension:
		return fmt.Sprint(2000 + c.numbered)
	case apiclient.ServerIP:
		return "10.0.9.8"
	}
	return fmt.Sprintf("Gx7kPq2wRv4m%03d", c.numbered)
}
