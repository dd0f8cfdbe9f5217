package assign

import (
	"path/filepath"
	"testing"

	"phonebatch/apiclient"
)

// A run that is taken back leaves the entry that counted before it, also after later runs were taken back.
func TestTheEntryBeforeARun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hr.credentials.csv")
	for _, run := range []string{"first", "second", "third", "second"} { // the third was taken back
		l := made(1)
		l.Run, l.PhonePass = run, apiclient.Secret("Pass"+run)
		addLines(t, path, l)
	}
	c, err := OpenCredentials(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		run, server string
		want        apiclient.Secret
		ok          bool
	}{
		{"second", "10.0.9.8", "Passfirst", true},
		{"third", "10.0.9.8", "", false}, // it is not the newest
		{"first", "10.0.9.8", "", false},
		{"second", "10.0.9.9", "", false},
	} {
		if was, ok := c.Before(phoneAt(tt.server, "2001"), tt.run); ok != tt.ok || was.PhonePass != tt.want {
			t.Errorf("before %s on %s: %q, %t", tt.run, tt.server, was.PhonePass.Reveal(), ok)
		}
	}
	alone := made(2)
	alone.Run = "fourth"
	addLines(t, path, alone)
	if c, err = OpenCredentials(path); err != nil {
		t.Fatal(err)
	}
	if was, ok := c.Before(phoneAt("10.0.9.8", "2002"), "fourth"); !ok || was.PhonePass+was.RegistrationPassword != "" || was.Extension != "2002" {
		t.Errorf("before the only run: %+v, %t", was, ok)
	}
}
