package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

// doctored runs a doctor on a dialer that is no story's, and returns its exit status and what it found, by check.
func doctored(t *testing.T, url string, args ...string) (int, map[string]finding) {
	t.Helper()
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("1234\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	status := phonebatch(append([]string{"doctor", "--json", "--rate", "0", "--timeout", "20s", "--url", url, "--user", "6666", "--password-file", password}, args...), strings.NewReader(""), &out, &errs)
	var document struct {
		Exit   int
		Checks []finding
	}
	if err := json.Unmarshal(out.Bytes(), &document); err != nil {
		t.Fatalf("%v: %s%s", err, &out, &errs)
	}
	if document.Exit != status {
		t.Errorf("exit status %d, in the document %d", status, document.Exit)
	}
	findings := make(map[string]finding)
	for _, f := range document.Checks {
		findings[f.Check] = f
		if (f.Verdict == verdictFail || f.Verdict == verdictWarning) && len(f.Remedies) == 0 {
			t.Errorf("%s has no remedy: %q", f.Check, f.Found)
		}
	}
	return status, findings
}

// TestDoctorPutsEachAnswerToItsCheck: of the checks from vicidial to server just one fails.
func TestDoctorPutsEachAnswerToItsCheck(t *testing.T) {
	var answer string
	var requests int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		fmt.Fprintln(w, answer)
	}))
	defer server.Close()
	for text, want := range map[string]struct{ check, remedy string }{
		"ERROR: Login incorrect, please try again: |6666|1234|BAD|":                                  {"login", "Admin → Users"},
		"ERROR: Login incorrect, please try again: |6666|1234|2FA|":                                  {"two-factor", "two-factor login"},
		"ERROR: Too many login attempts, try again in 15 minutes: |6666|LOCK|":                       {"lock", "15 minutes"},
		"ERROR: Your IP Address is not allowed: 192.0.2.9":                                           {"ip-list", "IP Lists"},
		"ERROR: Invalid Source: |x|":                                                                 {"source", "--source"},
		"ERROR: NO FUNCTION SPECIFIED":                                                               {"function", "too old"},
		"ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |6666|add_phone|":           {"function", "API Allowed Functions"},
		"ERROR: add_phone USER DOES NOT HAVE PERMISSION TO ADD PHONES: |6666|0":                      {"permission", "AGC Admin Access"},
		"ERROR: add_phone YOU MUST USE ALL REQUIRED FIELDS: |6666|":                                  {"permission", "proxy"},
		"SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|55000|10.0.9.8|SIP|00":                       {"permission", "delete that phone"},
		"ERROR: add_phone SERVER DOES NOT EXIST: |6666|10.0.9.99":                                    {"vicidial", "mixes up answers"},
		"ERROR: Login incorrect, please try again: |7777|1234|BAD|":                                  {"vicidial", "mixes up answers"},
		"MySQL connect ERROR:  Connection refused":                                                   {"vicidial", "database"},
		"VERSION: 2.14-194|BUILD: 241004-1518|TZ: -5.00|":                                            {"vicidial", "--url"},
		"<html><body>\x1b]0;owned\aERROR: Login incorrect, please try again: |6666|1234|BAD|</body>": {"vicidial", "--url"},
	} {
		answer, requests = text, 0
		status, findings := doctored(t, server.URL)
		var failing []string
		for name, f := range findings {
			if f.Verdict == verdictFail {
				failing = append(failing, name)
			}
		}
		if status != 5 || len(failing) != 1 || failing[0] != want.check || requests != 1 {
			t.Errorf("%q: exit %d, %v failed, %d requests; want %s and one", text, status, failing, requests, want.check)
		}
		if said := strings.Join(findings[want.check].Remedies, "\n"); !strings.Contains(said, want.remedy) {
			t.Errorf("%q: remedies %q, want %q", text, said, want.remedy)
		}
		for _, behind := range []string{"build", "clock", "zone"} {
			if f := findings[behind]; f.Verdict != verdictSkipped || !strings.HasSuffix(f.Found, "because "+want.check+" failed") {
				t.Errorf("%q: %+v", text, f)
			}
		}
	}
}

func TestDoctorWarnsOfPlainHTTPBeyondThisMachine(t *testing.T) {
	for url, want := range map[string]verdict{
		"http://dialer.example.com": verdictWarning, "https://dialer.example.com": verdictOK, "http://127.0.0.1:8089": verdictOK,
	} {
		endpoint, err := apiclient.ParseEndpoint(url)
		if err != nil {
			t.Fatal(err)
		}
		if f := (&examination{options: apiclient.Options{Endpoint: endpoint}}).address(); f.Verdict != want || (len(f.Remedies) > 0) != (want == verdictWarning) {
			t.Errorf("%s: %+v", url, f)
		}
	}
}
