package columns

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"url", "user", "sandbox", "password-file", "on-existing", "no-probe", "no-verify", "rate"}
	for word, want := range map[string]string{
		"urll": "url", "usr": "user", "sanbox": "sandbox", "SANDBOX": "sandbox", "passwordfile": "password-file", "on-exsiting": "on-existing",
		"no-prob": "no-probe", "pass": "password-file", "no": "", "xyzzy": "", "": "", "x": "", "rat": "rate", "ulr": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}
