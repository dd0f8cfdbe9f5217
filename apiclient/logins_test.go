package apiclient_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
)

// A sandbox with the phones of 50 logins tells which logins it knows, and stores no alias.
func TestLoginsAreAskedForAtOnce(t *testing.T) {
	f := sandbox.Default()
	few := f.State.Users[0]
	few.User, few.APIAllowedFunctions = "7777", "add_phone"
	f.State.Users = append(f.State.Users, few)
	s := sandbox.New(f)
	c := inProcess(t, s, "6666")
	logins := make([]string, apiclient.MaxLogins)
	for i := range logins {
		logins[i] = fmt.Sprintf("Agent_%d", i)
		p := phone
		p.Extension, p.PhoneLogin = fmt.Sprint(7000+i), logins[i]
		if r := c.AddPhone(t.Context(), p); r.Code != apiclient.CodeAdded {
			t.Fatal(r.Code, r.Message())
		}
	}
	for _, missing := range []int{0, 1, 17, 49, 50} {
		asked := append([]string{}, logins...)
		if missing < len(asked) {
			asked[missing] = "absent"
		}
		asked[0] = strings.ToUpper(asked[0])
		if r := c.ProbeLogins(t.Context(), "pb1", asked); r.Code != apiclient.CodeMemberAbsent || r.Known != missing {
			t.Errorf("login %d is missing: %s, %d known", missing, r.Code, r.Known)
		}
	}
	if aliases := s.Aliases(); len(aliases) > 0 {
		t.Errorf("%v", aliases)
	}
	if r := inProcess(t, s, "7777").ProbeLogins(t.Context(), "pb1", logins); r.Code != apiclient.CodeLoginsUntold {
		t.Errorf("a user who may not call add_phone_alias: %s", r.Code)
	}
}

// inProcess returns a client of a sandbox for a user with the password 1234.
func inProcess(t *testing.T, s http.RoundTripper, user string) *apiclient.Client {
	t.Helper()
	o := options(t, "https://dialer.example.com")
	o.User, o.Pass, o.Transport = user, "1234", s
	return newClient(t, o)
}

func TestEachAnswerAboutLogins(t *testing.T) {
	for body, want := range map[string]apiclient.Reply{
		"ERROR: add_phone_alias PHONE DOES NOT EXIST: |6666|b\n":                                   {Code: apiclient.CodeMemberAbsent, Known: 1},
		"ERROR: add_phone_alias PHONE DOES NOT EXIST: |6666|phonebatchnosuchuser\n":                {Code: apiclient.CodeMemberAbsent, Known: 3},
		"ERROR: add_phone_alias PHONE DOES NOT EXIST: |6666|z\n":                                   {Code: apiclient.CodeAnotherPhone},
		"ERROR: add_phone_alias PHONE DOES NOT EXIST: |6666|phonebatchnosuc\n":                     {Code: apiclient.CodeAnotherPhone},
		"ERROR: add_phone_alias PHONE ALIAS ALREADY EXISTS: |6666|pb1\n":                           {Code: apiclient.CodeLoginsUntold},
		"ERROR: add_phone_alias USER DOES NOT HAVE PERMISSION TO ADD PHONE ALIASES: |6666|0\n":     {Code: apiclient.CodeLoginsUntold},
		"ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |6666|add_phone_alias|\n": {Code: apiclient.CodeLoginsUntold},
		"ERROR: NO FUNCTION SPECIFIED\n":                                                           {Code: apiclient.CodeLoginsUntold},
		"ERROR: Login incorrect, please try again: |6666|1234|BAD|\n":                              {Code: apiclient.CodeLogin},
		"": {Code: apiclient.CodeEmpty},
		"SUCCESS: add_phone_alias PHONE ALIAS HAS BEEN ADDED - 6666|pb1|phonebatch probe|a,b,c,phonebatchnosuchuser\n":     {Code: apiclient.CodeProbeAccepted},
		"SUCCESS: add_phone_alias PHONE ALIAS HAS BEEN ADDED - 6666|another|phonebatch probe|a,b,c,phonebatchnosuchuser\n": {Code: apiclient.CodeProbeAccepted},
	} {
		d := newDialer(t, says(body))
		r := newClient(t, options(t, d.URL)).ProbeLogins(t.Context(), "pb1", []string{"a", "b", "c"})
		if r.Code != want.Code || r.Known != want.Known {
			t.Errorf("%q: %s, %d known, want %s, %d", body, r.Code, r.Known, want.Code, want.Known)
		}
		form := d.got()[0].form
		for name, sent := range map[string]string{"alias_id": "pb1", "phone_logins": "a,b,c,phonebatchnosuchuser", "source": "testprobe"} {
			if form.Get(name) != sent {
				t.Errorf("%s is %q", name, form.Get(name))
			}
		}
	}
}
