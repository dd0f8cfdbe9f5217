package apiclient_test

import (
	"strings"
	"testing"

	"phonebatch/apiclient"
)

// requestValues are the fields of the request that knownAnswers belong to.
var requestValues = map[string]string{
	"source": "test", "user": "6666", "pass": "1234", "extension": "55000", "dialplan_number": "55000", "server_ip": "10.0.9.8",
	"protocol": "SIP", "phone_login": "55000", "local_gmt": "-5.00", "template_id": "NOPE", "alias_id": "x100", "alias_name": "X 100",
	"phone_logins": "1,2", "email": "a@b", "active": "X", "agent_user": "1001", "agent_user_level": "9", "agent_full_name": "Ann", "agent_user_group": "AGENTS",
}

func parse(fn apiclient.Function, status int, body string) apiclient.Reply {
	return apiclient.ParseReply(apiclient.Request{Function: fn, Values: requestValues}, apiclient.Dialect{}, status, []byte(body))
}

var knownAnswers = []struct {
	fn     apiclient.Function
	answer string // the text before the separator
	detail string // the text after the separator
	code   apiclient.Code
}{
	{"add_phone", "SUCCESS: add_phone PHONE HAS BEEN ADDED", "6666|55000|10.0.9.8|SIP|55000", apiclient.CodeAdded},
	{"update_phone", "SUCCESS: update_phone PHONE HAS BEEN UPDATED", "6666|55000|10.0.9.8|", apiclient.CodeUpdated},
	{"update_phone", "SUCCESS: update_phone PHONE HAS BEEN DELETED", "6666|55000|10.0.9.8|", apiclient.CodeDeleted},
	{"add_phone_alias", "SUCCESS: add_phone_alias PHONE ALIAS HAS BEEN ADDED", "6666|x100|X 100|1,2", apiclient.CodeAdded},
	{"update_phone_alias", "SUCCESS: update_phone_alias PHONE ALIAS HAS BEEN UPDATED", "6666|x100|", apiclient.CodeUpdated},
	{"update_phone_alias", "SUCCESS: update_phone_alias PHONE ALIAS HAS BEEN DELETED", "6666|x100", apiclient.CodeDeleted},
	{"add_user", "SUCCESS: add_user USER HAS BEEN ADDED", "6666|1001|Secret12|9|Ann|AGENTS", apiclient.CodeAdded},
	{"server_refresh", "SUCCESS: server_refresh SERVER REFRESH HAS BEEN TRIGGERED", "6666|0", apiclient.CodeRefreshed},

	{"add_phone", "ERROR: Login incorrect, please try again", "6666|1234|BAD|", apiclient.CodeLogin},
	{"add_phone", "ERROR: Login incorrect, please try again", "6666|1234|2FA|", apiclient.CodeTwoFactor},
	{"add_phone", "ERROR: Too many login attempts, try again in 15 minutes", "6666|LOCK|", apiclient.CodeLocked},
	{"add_phone", "ERROR: Your IP Address is not allowed", "192.0.2.7", apiclient.CodeAddress},
	{"add_phone", "ERROR: Invalid Source", "x|", apiclient.CodeSource},
	{"add_phone", "ERROR: NO FUNCTION SPECIFIED", "", apiclient.CodeNoFunction},
	{"add_phone", "ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION", "6666|add_phone|", apiclient.CodeFunction},
	{"add_phone", "ERROR: add_phone USER DOES NOT HAVE PERMISSION TO ADD PHONES", "6666|0", apiclient.CodeMayNot},
	{"update_phone", "ERROR: update_phone USER DOES NOT HAVE PERMISSION TO UPDATE PHONES", "6666|0", apiclient.CodeMayNot},
	{"add_phone_alias", "ERROR: add_phone_alias USER DOES NOT HAVE PERMISSION TO ADD PHONE ALIASES", "6666|0", apiclient.CodeMayNot},
	{"update_phone_alias", "ERROR: update_phone_alias USER DOES NOT HAVE PERMISSION TO UPDATE PHONE ALIASES", "6666|0", apiclient.CodeMayNot},
	{"add_user", "ERROR: add_user USER DOES NOT HAVE PERMISSION TO ADD USERS", "6666|0", apiclient.CodeMayNot},
	{"add_user", "ERROR: add_user USER DOES NOT HAVE PERMISSION TO ADD USERS IN THIS USER LEVEL", "6666|9|9", apiclient.CodeUserLevel},
	{"server_refresh", "ERROR: server_refresh USER DOES NOT HAVE PERMISSION TO REFRESH SERVERS", "6666|0", apiclient.CodeMayNot},
	{"update_phone", "NOTICE: update_phone USER DOES NOT HAVE PERMISSION TO DELETE PHONES", "6666|0", apiclient.CodeMayNotDelete},
	{"update_phone_alias", "NOTICE: update_phone_alias USER DOES NOT HAVE PERMISSION TO DELETE PHONE ALIASES", "6666|0", apiclient.CodeMayNotDelete},
	{"update_phone", "NOTICE: update_phone NO UPDATES DEFINED", "6666|", apiclient.CodeNothingToDo},

	{"add_phone", "ERROR: add_phone YOU MUST USE ALL REQUIRED FIELDS", "6666|55000|55000", apiclient.CodeRequired},
	{"add_phone", "ERROR: add_phone SERVER DOES NOT EXIST", "6666|10.0.9.8", apiclient.CodeServer},
	{"add_phone", "ERROR: add_phone PHONE ALREADY EXISTS ON THIS SERVER", "6666|10.0.9.8|55000", apiclient.CodePhoneExists},
	{"add_phone", "ERROR: add_phone PHONE LOGIN ALREADY EXISTS", "6666|55000", apiclient.CodeLoginExists},
	{"add_phone", "ERROR: add_phone YOU MUST USE A VALID TIMEZONE", "6666|-5.00", apiclient.CodeTimezone},
	{"add_phone", "ERROR: add_phone TEMPLATE ID DOES NOT EXIST, THIS IS AN OPTIONAL FIELD", "6666|55000|NOPE", apiclient.CodeTemplate},
	{"update_phone", "ERROR: update_phone PHONE DOES NOT EXIST ON THIS SERVER", "6666|10.0.9.8|55000", apiclient.CodePhoneAbsent},
	{"update_phone", "ERROR: update_phone LOGIN ALREADY EXISTS", "6666|55000", apiclient.CodeLoginExists},
	{"update_phone", "ERROR: update_phone YOU MUST USE A VALID EMAIL", "6666|a@b", apiclient.CodeField},
	{"update_phone", "ERROR: update_phone ACTIVE MUST BE Y OR N, THIS IS AN OPTIONAL FIELD", "6666|X", apiclient.CodeField},
	{"add_phone_alias", "ERROR: add_phone_alias PHONE DOES NOT EXIST", "6666|2", apiclient.CodeMemberAbsent},
	{"add_phone_alias", "ERROR: add_phone_alias PHONE ALIAS ALREADY EXISTS", "6666|x100", apiclient.CodeAliasExists},
	{"update_phone_alias", "ERROR: update_phone_alias PHONE ALIAS DOES NOT EXIST", "6666|x100", apiclient.CodeAliasAbsent},
	{"add_user", "ERROR: add_user USER ALREADY EXISTS", "6666|1001", apiclient.CodeUserExists},
	{"add_user", "ERROR: add_user USER GROUP DOES NOT EXIST", "6666|AGENTS", apiclient.CodeUserGroup},
}

// TestCodeOfEachText uses both separators for every answer: the documentation and the dialer differ (contract/API.md,
// "The answer").
func TestCodeOfEachText(t *testing.T) {
	for _, tt := range knownAnswers {
		for _, separator := range []string{" - ", ": |"} {
			for _, status := range []int{200, 500} {
				body := tt.answer + separator + tt.detail + "\n"
				if tt.detail == "" {
					body = tt.answer + "\n"
				}
				r := parse(tt.fn, status, body)
				if r.Code != tt.code || r.Status != status {
					t.Errorf("status %d, %q: %s, want %s", status, body, r.Code, tt.code)
				}
				if !strings.HasPrefix(r.Message(), tt.answer) {
					t.Errorf("%q is shown as %q", body, r.Message())
				}
			}
		}
	}
}

func TestRefusingCodesEndTheRun(t *testing.T) {
	refusing := map[apiclient.Code]bool{
		apiclient.CodeLogin: true, apiclient.CodeTwoFactor: true, apiclient.CodeLocked: true, apiclient.CodeAddress: true,
		apiclient.CodeSource: true, apiclient.CodeNoFunction: true, apiclient.CodeFunction: true, apiclient.CodeMayNot: true,
	}
	for _, tt := range knownAnswers {
		if tt.code.Refuses() != refusing[tt.code] || tt.code.Unclear() || tt.code.Foreign() {
			t.Errorf("%s: refuses %v, unclear %v, foreign %v", tt.code, tt.code.Refuses(), tt.code.Unclear(), tt.code.Foreign())
		}
	}
}

func TestMessageShowsTheDetailsThatWereAsked(t *testing.T) {
	for body, want := range map[string]string{
		"ERROR: add_phone PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|55000\n": "ERROR: add_phone PHONE ALREADY EXISTS ON THIS SERVER (server_ip 10.0.9.8, extension 55000)",
		"ERROR: add_phone PHONE LOGIN ALREADY EXISTS: |6666|other\n":                   "ERROR: add_phone PHONE LOGIN ALREADY EXISTS",
		"ERROR: Login incorrect, please try again: |6666|1234|BAD|\n":                  "ERROR: Login incorrect, please try again",
		"ERROR: add_phone YOU MUST USE ALL REQUIRED FIELDS: |6666|55000|55000\n":       "ERROR: add_phone YOU MUST USE ALL REQUIRED FIELDS",
	} {
		if got := parse(apiclient.AddPhone, 200, body).Message(); got != want {
			t.Errorf("%q is shown as %q, want %q", body, got, want)
		}
	}
	alias := apiclient.Request{Function: apiclient.UpdatePhoneAlias, Values: map[string]string{"user": "6666", "alias_id": "1x", "phone_logins": "1a,1b"}}
	body := "ERROR: update_phone_alias PHONE DOES NOT EXIST: |6666|1b\n"
	want := "ERROR: update_phone_alias PHONE DOES NOT EXIST (phone_login 1b)"
	if got := apiclient.ParseReply(alias, apiclient.Dialect{}, 200, []byte(body)).Message(); got != want {
		t.Errorf("%q is shown as %q, want %q", body, got, want)
	}
}
