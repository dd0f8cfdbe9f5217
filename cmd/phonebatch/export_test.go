package main

import (
	"bytes"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"phonebatch/apiclient/sandbox"
)

// A list that export writes is what the dialer has, also where a spreadsheet would take a value for a formula.
func TestAnExportIsReadAsTheDialerHasIt(t *testing.T) {
	phone := func(n, pass, secret, name string) map[string]string {
		return map[string]string{
			"extension": n, "server_ip": "10.0.9.8", "dialplan_number": n, "voicemail_id": n, "login": n, "pass": pass,
			"conf_secret": secret, "fullname": name, "protocol": "SIP", "local_gmt": "-5.00", "outbound_cid": "7275551212",
			"phone_context": "default", "active": "Y", "status": "ACTIVE", "user_group": "---ALL---",
		}
	}
	full, empty := sandbox.Default(), sandbox.Default()
	full.State.Phones = []map[string]string{
		phone("5001", "-Abc12345", "-Rv4mTz9s", "-Ann Lee"), phone("5002", "Kx8mQz2p", "Hx8kQz2m", "Bo Moss"),
	}
	empty.State.Phones = nil
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("XDG_STATE_HOME", dir)
	for key, value := range map[string]string{"USER": "6666", "PASSWORD": "1234"} {
		t.Setenv("PHONEBATCH_"+key, value)
	}
	run := func(url string, args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		t.Setenv("PHONEBATCH_URL", url)
		if status := phonebatch(args, strings.NewReader(""), &out, &errs); status != 0 {
			t.Fatalf("%v ends with %d\n%s%s", args, status, &out, &errs)
		}
	}
	exported := func(f sandbox.Fixture, list string, between ...string) string {
		server := httptest.NewServer(sandbox.New(f))
		defer server.Close()
		if len(between) > 0 {
			run(server.URL, between...)
		}
		run(server.URL, "export", "--rate", "0", "--secrets", "--out", list)
		run(server.URL, "check", list)
		run(server.URL, "compare", "--rate", "0", list)
		text, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := exported(full, "first.csv")
	if !strings.Contains(first, ",'-Abc12345,") {
		t.Errorf("a spreadsheet runs the password: %s", first)
	}
	second := exported(empty, "second.csv", "import", "--yes", "--rate", "0", "first.csv")
	if second != first {
		t.Errorf("the export of what was imported is another one:\n%s\n%s", first, second)
	}
}
