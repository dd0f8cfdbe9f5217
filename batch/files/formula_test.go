package files

import (
	"strings"
	"testing"
)

func TestFormulasAreDefused(t *testing.T) {
	for cell, want := range map[string]string{
		"":                    "",
		"Ann Keller":          "Ann Keller",
		"-5.00":               "-5.00",
		"+17275550100":        "+17275550100",
		"=cmd()":              "'=cmd()",
		"+1+2":                "'+1+2",
		"@SUM(A1)":            "'@SUM(A1)",
		"-2+3":                "'-2+3",
		"'=cmd()":             "''=cmd()",
		"'quoted":             "'quoted",
		"＝cmd()":              "'＝cmd()",
		"＋1":                  "'＋1",
		"－1":                  "'－1",
		"＠x":                  "'＠x",
		" =cmd()":             " '=cmd()",
		"\u3000=cmd()":        "\u3000'=cmd()",
		"a;=cmd":              "a;'=cmd",
		"a; =cmd":             "a; '=cmd",
		"a\t=cmd":             "a\t'=cmd",
		"a;＝cmd":              "a;'＝cmd",
		"=a;=b":               "'=a;'=b",
		";=b":                 ";'=b",
		`a;"=cmd"`:            `a;"'=cmd"`,
		"a;-5.00;b":           "a;-5.00;b",
		"a;'=b":               "a;''=b",
		"a;":                  "a;",
		";;":                  ";;",
		"mended; see line 4":  "mended; see line 4",
		"a;=b\t@c;d":          "a;'=b\t'@c;d",
		"extension = 2001; x": "extension = 2001; x",
	} {
		got := Defuse(cell)
		if got != want {
			t.Errorf("%q: got %q, want %q", cell, got, want)
		}
		if back := Armed(got); back != cell {
			t.Errorf("%q: comes back as %q", cell, back)
		}
	}
}

func FuzzDefusingCanBeUndone(f *testing.F) {
	for _, cell := range []string{"", "a;'=cmd", "''=x", "' =x", " '; -5;\t＝", "-5 ;-5", "'-5"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		safe := Defuse(cell)
		if back := Armed(safe); back != cell {
			t.Errorf("%q comes back from %q as %q", cell, safe, back)
		}
		for _, part := range strings.FieldsFunc(safe, func(r rune) bool { return r == ';' || r == '\t' }) {
			if part = strings.TrimLeft(part, "\" \u00a0\u3000"); strings.ContainsRune("=+-@＝＋－＠", []rune(part + "x")[0]) && !number().MatchString(part) {
				t.Errorf("%q is run in %q", part, safe)
			}
		}
	})
}
