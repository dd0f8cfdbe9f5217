package columns

import (
	"strings"
	"testing"
)

// A shell must pass on quoted flags unchanged.
func TestFlagsAreQuotedForAShell(t *testing.T) {
	for value, want := range map[string]string{
		"Login=phone_login": `--map Login=phone_login`, "Fone Pass=phone_pass": `--map "Fone Pass=phone_pass"`, "Ext=": `--map "Ext="`,
		`5" desk=email`: `--map '5" desk=email'`, `it's $5=email`: `--map 'it'\''s $5=email'`, "it's=email": `--map "it's=email"`, "{a}=email": `--map "{a}=email"`,
		"a\\b=email": `--map 'a\b=email'`, "#1=email": `--map "#1=email"`, "Tél=email": "--map Tél=email",
	} {
		column, field, _ := strings.Cut(value, "=")
		if got := mapFlag(column, field); got != want {
			t.Errorf("%q: got %s, want %s", value, got, want)
		}
	}
	if got := mapFlag(" Ext\u200b\n Number\xff ", "extension"); got != `--map "Ext Number=extension"` {
		t.Error(got)
	}
}
