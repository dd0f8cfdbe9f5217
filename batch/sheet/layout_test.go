package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// recognizeLetters recognizes the columns a, b, c and d.
func recognizeLetters(cells []string) (named int, all bool) {
	all = true
	for _, cell := range cells {
		switch {
		case cell == "":
		case len(cell) == 1 && strings.Contains("abcdABCD", cell):
			named++
		default:
			all = false
		}
	}
	return named, all
}

// describe describes how a list is read: its records, the problems and the rows set aside, or the error code and line.
func describe(t *testing.T, list string, o Options) string {
	t.Helper()
	o.Recognize = recognizeLetters
	r, err := NewReader[row](strings.NewReader(list), o, sameNames)
	var format *FormatError
	if errors.As(err, &format) {
		return fmt.Sprintf("%s %d", format.Code, format.Line)
	}
	if err != nil {
		t.Fatal(err)
	}
	records := ""
	for {
		rec, row, err := r.Next()
		var bad *RecordError
		switch {
		case errors.Is(err, io.EOF):
			for _, a := range r.Aside() {
				records += fmt.Sprintf("; %d %s", a.Line, a.Why)
			}
			return strings.TrimPrefix(records, "; ")
		case errors.As(err, &bad):
			records += fmt.Sprintf("; %d %s: %s", bad.Line, bad.Code, bad.Reason)
		case errors.As(err, &format):
			return fmt.Sprintf("%s %d", format.Code, format.Line)
		case err != nil:
			t.Fatal(err)
		default:
			records += fmt.Sprintf("; %d %s|%s", rec.Line, row.A, row.B)
		}
	}
}

func TestLayouts(t *testing.T) {
	nine := strings.Repeat("Title\n", 9)
	for name, tt := range map[string]struct{ list, want string }{
		"a title":                              {"Agents\na,b,c\n1,2,3\n", "3 1|2; 1 above_header"},
		"titles, a blank line, a quote":        {"Agents, north\n\n12\" racks\na;b;c\n1;2;3\n", "5 1|2; 1 above_header; 3 above_header"},
		"nine titles":                          {nine + "a,b,c\n1,2,3\n", "11 1|2; 1 above_header; 2 above_header; 3 above_header; 4 above_header; 5 above_header; 6 above_header; 7 above_header; 8 above_header; 9 above_header"},
		"two columns, and all known":           {"Agents\na,b\n1,2\n", "3 1|2; 1 above_header"},
		"two of three known":                   {"Agents,x,y\na,b,z\n1,2,3\n", "2 |; 3 |"},
		"the first row is the header":          {"a,b,c\na,b,x\n", "2 a|b"},
		"sep= and a title":                     {"sep=;\nAgents\na;b;c\n1;2;3\n", "4 1|2; 2 above_header"},
		"sep= that is wrong":                   {"sep=;\na,b,c\n1,2,3\n", "3 1|2; 1 sep_line"},
		"sep= in a row of commas":              {"\"sep=,\",,\na,b,c\n1,2,3\n", "3 1|2"},
		"sep= with a space":                    {"sep= ;\na;b;c\n1;2;3\n", "3 1|2"},
		"sep= a tab":                           {"sep=\t\na\tb\tc\n1\t2\t3\n", "3 1|2"},
		"#TYPE":                                {"#TYPE Selected.Object\r\n\"a\",\"b\"\r\n\"1\",\"2\"\r\n", "3 1|2; 1 type_line"},
		"repeated header":                      {"a,b,c\n1,2,3\nA, b ,c\n4,5,6\n", "2 1|2; 4 4|5; 3 header_repeated"},
		"byte-order mark, repeated header":     {"\ufeff\ufeff\"a\",b,c\n1,2,3\n\ufeff\"a\",b,c\n4,5,6\n", "2 1|2; 4 4|5; 3 header_repeated"},
		"repeated header with one more column": {"a,b,c\n1,2,3\na,b,c,d\n4,5,6,7\n", "second_header 3"},
		"the columns in another order":         {"a,b,c\n1,2,3\nc,b,a\n6,5,4\n", "second_header 3"},
		"single quotes":                        {"'a','b'\n'1','O''Neil, \"B\"'\n", `2 1|O'Neil, "B"`},
		"single quotes, not closed":            {"'a','b'\n'1,2\n", "2 broken_quotes: a quote is not closed, or is inside a cell that does not start with a quote"},
		"one name in single quotes":            {"'a',b\n1,2\n", "2 |2"},
		"spaces before quotes":                 {"a, b\n1, \"2, 3\"\n", "2 1|2, 3"},
		"spaces after quotes":                  {"a,b\n\"1\" , \"2\"\n", "2 1|2"},
		"a formula that gives a text":          {"a,b\n=\"01\",2\n", `2 ="01"|2`},
		"a formula with a comma":               {"a,b\n=\"0,1\",2\n", "2 broken_quotes: a quote is not closed, or is inside a cell that does not start with a quote"},
		"CR CR LF":                             {"a,b\r\r\n1,2\r\r\n3,4\r\r\n", "2 1|2; 3 3|4"},
		"Ctrl-Z":                               {"a,b\n1,2\n\x1a", "2 1|2"},
		"lines in quotes":                      {"\"a,b,c\"\n\"1,2,3\"\n", "lines_in_quotes 1"},
		"a caret":                              {"a^b^c\n1^2^3\n", "wrong_delimiter 1"},
		"wide spaces":                          {"a   b   c\n1   2   3\n", "wrong_delimiter 1"},
		"U+2028":                               {"a,b,c\u20281,2,3\u2028", "odd_line_ends 1"},
		"NEL":                                  {"a,b,c\u00851,2,3\u0085", "odd_line_ends 1"},
		"record separators":                    {"a,b,c\x1e1,2,3\x1e", "odd_line_ends 1"},
		"line ends in letters":                 {`a,b,c\n1,2,3\n`, "odd_line_ends 1"},
		"vertical tabs below a title":          {"Agents\na,b,c,d\v1,2,3,4\v", "odd_line_ends 2"},
		"only a title":                         {"Agents\n", ""},
	} {
		if d := cmp.Diff(tt.want, describe(t, tt.list, Options{})); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestHeaderRowOption(t *testing.T) {
	list := "Agents\n\nx;y\n1;2\n"
	for row, want := range map[int]string{3: "4 |; 1 above_header", 2: "no_header_row 2", 4: "1 above_header; 3 above_header", 9: "no_header_row 9"} {
		if d := cmp.Diff(want, describe(t, list, Options{HeaderRow: row})); d != "" {
			t.Errorf("--header-row %d: %s", row, d)
		}
	}
}

func TestTextHasNoSheets(t *testing.T) {
	if got := describe(t, "a,b\n1,2\n", Options{Sheet: "Agents"}); got != "no_such_sheet 0" {
		t.Error(got)
	}
}

func TestForeignTexts(t *testing.T) {
	for text, want := range map[string]string{
		"\ufeff\n <!DOCTYPE html>\n<html>":       "a web page",
		"\n\n<table><tr>":                        "a web page",
		"\ufeff<?xml version=\"1.0\"?>\n<rows/>": "an XML file",
		"[\n  {\n \"a\": 1\n":                    "JSON",
		"{\"a\":1}\n{\"a\":2}\n":                 "JSON",
		"MIME-Version: 1.0\n":                    "a web archive",
		"ID;PWXL;N;E\n":                          "a SYLK file",
		"BEGIN:VCARD\n":                          "a file of contacts",
		"dn: cn=Ann,dc=example\n":                "an LDIF file",
		"-- MySQL dump 10.13\n":                  "a dump of a database",
		"INSERT INTO `phones` VALUES (1);\n":     "a dump of a database",
		"{\\rtf1\\ansi":                          "a text document",
		"\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00": "a web page",
	} {
		_, err := NewReader[row](strings.NewReader(text), Options{}, sameNames)
		var format *FormatError
		if !errors.As(err, &format) || format.Code != "foreign_file" || !strings.Contains(format.Reason, want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, list := range []string{"[a],b\n1,2\n", "ID,P\n1,2\n", "a,b\n{1},<2>\n"} {
		if _, err := NewReader[row](strings.NewReader(list), Options{}, sameNames); err != nil {
			t.Errorf("%q: %v", list, err)
		}
	}
}
