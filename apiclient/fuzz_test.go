package apiclient_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"phonebatch/apiclient"
)

func FuzzParseReply(f *testing.F) {
	for i, e := range recorded(f) {
		if i%10 == 0 {
			f.Add([]byte(e.Body), e.Request["extension"], e.Request["server_ip"])
		}
	}
	for _, tt := range knownAnswers {
		f.Add([]byte(tt.answer+": |"+tt.detail), "55000", "10.0.9.8")
	}
	for _, body := range []string{loginPage, "<br />\n" + added, added + added, "\x1b[31m\u202e", "ERROR: Invalid Source - x\n"} {
		f.Add([]byte(body), "55000", "10.0.9.8")
	}
	f.Fuzz(func(t *testing.T, body []byte, extension, server string) {
		values := map[string]string{"user": "6666", "pass": "Hunter2Hunter2", "extension": extension, "server_ip": server}
		for _, d := range []apiclient.Dialect{{}, {NonLatin: true}, {Build: build2011}} {
			for _, fn := range []apiclient.Function{apiclient.AddPhone, apiclient.UpdatePhone, apiclient.AddPhoneAlias, apiclient.Version} {
				for _, status := range []int{200, 302, 500} {
					r := apiclient.ParseReply(apiclient.Request{Function: fn, Values: values}, d, status, body)
					if fn == apiclient.AddPhone && r.Code == apiclient.CodeAdded && !saysAdded(body, extension, server) {
						t.Errorf("%q is %s for %q on %q", body, r.Code, extension, server)
					}
					checkMessage(t, r, body)
				}
			}
		}
	})
}

// saysAdded reports whether the body has a success line of add_phone with the extension and server, cleaned in either
// letter mode.
func saysAdded(body []byte, extension, server string) bool {
	for line := range bytes.Lines(body) {
		rest, found := bytes.CutPrefix(line, []byte("SUCCESS: add_phone PHONE HAS BEEN ADDED"))
		if !found {
			continue
		}
		for _, d := range []apiclient.Dialect{{}, {NonLatin: true}} {
			keys := d.Stores(apiclient.Phone{})
			for f, v := range map[apiclient.Field]string{apiclient.Extension: extension, apiclient.ServerIP: server} {
				spec, _ := d.Spec(apiclient.AddPhone, f.String())
				keys.Set(f, spec.Clean(v))
			}
			if bytes.Contains(rest, []byte("|"+keys.Extension+"|"+keys.ServerIP+"|")) {
				return true
			}
		}
	}
	return false
}

func checkMessage(t *testing.T, r apiclient.Reply, body []byte) {
	t.Helper()
	message := r.Message()
	for _, c := range message {
		if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == unicode.ReplacementChar {
			t.Errorf("%q is shown as %q", body, message)
			break
		}
	}
	if strings.Contains(message, "Hunter2Hunter2") || strings.Contains(fmt.Sprintf("%+v", r), "Hunter2Hunter2") {
		t.Errorf("%q is shown as %q, with the password", body, message)
	}
	if message == "" {
		t.Errorf("%q is shown as nothing at all", body)
	}
}

func FuzzSpec(f *testing.F) {
	for i, e := range recorded(f, apiclient.AddPhone) {
		if i%10 == 0 {
			for _, field := range apiclient.Fields() {
				f.Add(e.Request[field.String()], uint8(field))
			}
		}
	}
	for field := range apiclient.Fields() {
		for _, v := range []string{"", "---ALL---", "--BLANK--", "a+b", "é\xff", "−5.00", strings.Repeat("é", 120), "y_api_launch"} {
			f.Add(v, uint8(field))
		}
	}
	f.Fuzz(func(t *testing.T, v string, n uint8) {
		field := apiclient.Fields()[int(n)%len(apiclient.Fields())]
		for _, build := range []apiclient.Build{notYetRead, build2018, build2011} {
			for _, nonLatin := range []bool{false, true} {
				spec, known := apiclient.Dialect{Build: build, NonLatin: nonLatin}.Spec(apiclient.AddPhone, field.String())
				if !known {
					continue
				}
				clean, stored := spec.Clean(v), spec.Stored(v)
				if again := spec.Clean(clean); again != clean {
					t.Errorf("%s, build %s, non-latin %v: %q is cleaned to %q, and that to %q", field, build, nonLatin, v, clean, again)
				}
				if again := spec.Stored(stored); again != stored {
					t.Errorf("%s, build %s, non-latin %v: %q is stored as %q, and that as %q", field, build, nonLatin, v, stored, again)
				}
				if spec.Width > 0 && len([]rune(stored)) > spec.Width {
					t.Errorf("%s: %q is wider than %d", field, stored, spec.Width)
				}
			}
		}
	})
}
