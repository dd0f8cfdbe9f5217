package preflight

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// fixtureOptions are the options with which a fixture shows its code. Other fixtures take none.
var fixtureOptions = map[apiclient.Code]Options{
	codes.FieldIgnored: {Dialect: apiclient.Dialect{Build: old}},
	codes.UpdateLimits: {Updates: true},
	codes.PJSIP:        {Asked: true},
	codes.TooManyRows:  {Sheet: sheet.Options{MaxRows: 1}},
	"no_such_sheet":    {Sheet: sheet.Options{Sheet: "Agents"}},
	"no_header_row":    {Sheet: sheet.Options{HeaderRow: 9}},
	codes.EmptyDefault: {Filling: must(columns.ParseFilling(columns.FillOptions{Defaults: []string{"phone_full_name={First Name} {Last Name}"}}))},
}

func must(f columns.Filling, err error) columns.Filling {
	if err != nil {
		panic(err)
	}
	return f
}

// A fixture shows the code in its name, and no other.
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

// errorCodes are the codes that refuse a whole list. A column can be ambiguous only if a column is missing.
func errorCodes(err error) (list []string) {
	all := codes.OfError(err)
	for _, code := range all {
		if code != codes.MissingColumn || !slices.Contains(all, codes.AmbiguousColumn) {
			list = append(list, string(code))
		}
	}
	return list
}

// everything is a list with every code that rows can show, with the options that show the most of them.
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
		o.Ignore = ignoring(codes.Found()...)
		if l := mustRead(t, string(list), o); l.NErrors != 4 || l.NWarned != 0 || l.Invalid != 4 {
			t.Errorf("ignoring all: %v", l.Counts)
		}
	}
}

// Under --strict, every row that a warning is about is invalid, including the rows that the warning does not name.
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
