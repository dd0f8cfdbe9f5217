package apiclient_test

import (
	"strings"
	"testing"

	"phonebatch/apiclient"
)

const added = "SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|55000|10.0.9.8|SIP|55000\n"

const loginPage = `<!DOCTYPE html>
<html><head><title>Sign in</title></head>
<body><form action="/login"><input name="user"><input name="password" type="password"></form></body></html>
`

// unclearBodies are bodies that do not tell whether the dialer carried out add_phone, with their codes.
var unclearBodies = []struct {
	name   string
	status int
	body   string
	code   apiclient.Code
}{
	{"a login page", 200, loginPage, apiclient.CodeForeign},
	{"a login page where nothing was found", 404, loginPage, apiclient.CodeForeign},
	{"a page that asks for a login", 401, loginPage, apiclient.CodeForeign},
	{"a proxy's page", 502, loginPage, apiclient.CodeServerError},
	{"a redirect", 302, "", apiclient.CodeRedirect},
	{"a redirect with a page", 301, loginPage, apiclient.CodeRedirect},
	{"a redirect that keeps the method", 308, "", apiclient.CodeRedirect},
	{"nothing", 200, "", apiclient.CodeEmpty},
	{"white space", 200, " \r\n\t\n", apiclient.CodeEmpty},
	{"an INSERT that the database refused", 500, "", apiclient.CodeServerError},
	{"a database that is down", 200, "MySQL connect ERROR:  Connection refused", apiclient.CodeDatabase},
	{"a database that is down, with a status", 500, "MySQL connect ERROR:  Connection refused", apiclient.CodeDatabase},
	{"an answer inside a page", 200, "<html><body>" + strings.TrimSpace(added) + "</body></html>\n", apiclient.CodeForeign},
	{"an answer inside a sentence", 200, "The log says SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|55000|10.0.9.8|SIP|55000\n", apiclient.CodeForeign},
	{"an indented answer", 200, "  " + added, apiclient.CodeForeign},
	{"an answer in small letters", 200, strings.ToLower(added), apiclient.CodeForeign},
	{"an answer without its colon", 200, strings.Replace(added, ":", "", 1), apiclient.CodeForeign},
	{"two answers that contradict each other", 200, added + "ERROR: add_phone SERVER DOES NOT EXIST: |6666|10.0.9.8\n", apiclient.CodeForeign},
	{"a refusal before a success", 200, "ERROR: add_phone SERVER DOES NOT EXIST: |6666|10.0.9.8\n" + added, apiclient.CodeForeign},
	{"a success for each of two phones", 200, added + strings.ReplaceAll(added, "55000", "55001"), apiclient.CodeForeign},
	{"a success twice", 200, added + added, apiclient.CodeForeign},

	{"a success for another extension", 200, strings.Replace(added, "55000", "55001", 1), apiclient.CodeAnotherPhone},
	{"a success on another server", 200, strings.Replace(added, "10.0.9.8", "10.0.9.9", 1), apiclient.CodeAnotherPhone},
	{"a success of another function", 200, strings.Replace(added, "add_phone", "update_phone", 1), apiclient.CodeUnclear},
	{"a success without details", 200, "SUCCESS: add_phone PHONE HAS BEEN ADDED\n", apiclient.CodeUnclear},
	{"a success without the last detail", 200, strings.Replace(added, "|55000\n", "\n", 1), apiclient.CodeUnclear},
	{"a success with a longer text", 200, strings.Replace(added, "ADDED", "ADDED TWICE", 1), apiclient.CodeUnclear},
	{"a success that is called an error", 200, strings.Replace(added, "SUCCESS", "ERROR", 1), apiclient.CodeUnclear},
	{"an error that is called a success", 200, "SUCCESS: add_phone SERVER DOES NOT EXIST: |6666|10.0.9.8\n", apiclient.CodeUnclear},
	{"a refused login that is called a success", 200, "SUCCESS: Login incorrect, please try again: |6666|1234|BAD|\n", apiclient.CodeUnclear},
	{"a text that nobody knows", 200, "ERROR: add_phone THE MOON IS FULL: |6666|\n", apiclient.CodeUnclear},
	{"a version that nobody asked for", 200, "VERSION: 2.14-194|BUILD: 241004-1518|TZ: -5.00|\n", apiclient.CodeUnclear},
}

func TestBodiesThatAreNotAnswers(t *testing.T) {
	for _, tt := range unclearBodies {
		t.Run(tt.name, func(t *testing.T) {
			r := parse(apiclient.AddPhone, tt.status, tt.body)
			if r.Code != tt.code {
				t.Errorf("%s, want %s", r.Code, tt.code)
			}
			if !r.Code.Unclear() || success(r.Code) || r.Code.Refuses() {
				t.Errorf("%s is not unclear", r.Code)
			}
			if foreign := tt.code != apiclient.CodeAnotherPhone; r.Code.Foreign() != foreign {
				t.Errorf("%s is foreign: %v", r.Code, r.Code.Foreign())
			}
			for _, word := range []string{"password", "MOON", "refused", "log says", "55001", "10.0.9.9"} {
				if strings.Contains(r.Message(), word) {
					t.Errorf("message %q repeats %q", r.Message(), word)
				}
			}
		})
	}
}

func TestAnswersAmongWarnings(t *testing.T) {
	html := "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/www/htdocs/vicidial/non_agent_api.php</b> on line <b>12</b><br />\n"
	plain := "\nWarning: Undefined variable $x in /srv/www/htdocs/vicidial/non_agent_api.php on line 12\n"
	tests := []struct {
		name   string
		status int
		body   string
		code   apiclient.Code
	}{
		{"behind a warning of PHP", 200, html + added, apiclient.CodeAdded},
		{"behind many warnings of PHP", 200, html + plain + html + added, apiclient.CodeAdded},
		{"before a warning of PHP", 200, added + html, apiclient.CodeAdded},
		{"with the status of a broken log", 500, added, apiclient.CodeAdded},
		{"with the status of a redirect", 302, added, apiclient.CodeAdded},
		{"with the lines of another system", 200, strings.Replace(added, "\n", "\r\n", 1), apiclient.CodeAdded},
		{"without an end of line", 200, strings.TrimSpace(added), apiclient.CodeAdded},
		{"with the documentation's separator", 200, strings.Replace(added, " - ", ": |", 1), apiclient.CodeAdded},
		{"a source in two lines", 200, "ERROR: Invalid Source - x\nERROR: Invalid Source: |x|\n", apiclient.CodeSource},
		{"a refusal behind a warning", 200, html + "ERROR: add_phone SERVER DOES NOT EXIST: |6666|10.0.9.8\n", apiclient.CodeServer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if r := parse(apiclient.AddPhone, tt.status, tt.body); r.Code != tt.code {
				t.Errorf("%s, want %s", r.Code, tt.code)
			}
		})
	}
}

func TestVersionAnswers(t *testing.T) {
	tests := []struct {
		body  string
		code  apiclient.Code
		build apiclient.Build
		zone  string
	}{
		{"VERSION: 2.14-194|BUILD: 241004-1518|DATE: 2024-10-04|EPOCH: 1|DST: 1|TZ: -5.00|TZNOW: -4.00|\n", apiclient.CodeVersion, 241004, "-5.00"},
		{"VERSION: 2.4-304|BUILD: 110614-0001|DATE: 2011-06-14|EPOCH: 1|\n", apiclient.CodeVersion, 110614, ""},
		{"VERSION: 2.14-194|BUILD: 241004-1518|TZ: \x1b[31m|\n", apiclient.CodeVersion, 241004, ""},
		{"VERSION: 2.14-768a|BUILD: 20201226-1|TZ: -5.00|\n", apiclient.CodeVersion, 0, "-5.00"},
		{"VERSION: 2.14-194|BUILD: soon|TZ: -5.00|\n", apiclient.CodeUnclear, 0, "-5.00"},
		{"VERSION: 2.14-194\n", apiclient.CodeUnclear, 0, ""},
		{added, apiclient.CodeUnclear, 0, ""},
		{loginPage, apiclient.CodeForeign, 0, ""},
	}
	for _, tt := range tests {
		r := parse(apiclient.Version, 200, tt.body)
		if r.Code != tt.code || r.Build != tt.build || r.Zone != tt.zone {
			t.Errorf("%q: %s, build %s, zone %q; want %s, %s, %q", tt.body, r.Code, r.Build, r.Zone, tt.code, tt.build, tt.zone)
		}
	}
}

func TestUnknownAnswersAreDescribed(t *testing.T) {
	for body, want := range map[string]string{
		"<p>Hunter2 \x1b[31m\u202esécret\u200b 42</p>": "HTTP 200 OK: an answer of 31 characters that is not VICIdial's",
		"x":                           "HTTP 200 OK: an answer of 1 character that is not VICIdial's",
		"\xff\xfe\x00":                "HTTP 200 OK: an answer of 3 bytes that is not VICIdial's",
		"ERROR: add_phone THE MOON\n": "HTTP 200 OK: an answer of 25 characters that is not one of this API's answers",
		"<title>Sign in</title>":      `HTTP 200 OK: an answer of 22 characters that is not VICIdial's, titled "Sign in"`,
	} {
		if got := parse(apiclient.AddPhone, 200, body).Message(); got != want {
			t.Errorf("%q is shown as %q, want %q", body, got, want)
		}
	}
}
