package apiclient_test

import (
	"maps"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

// repeatedFields holds, for each refusal, the fields of the request that the refusal repeats.
var repeatedFields = map[apiclient.Code][]string{
	apiclient.CodeLogin: {"user"}, apiclient.CodeLocked: {"user"}, apiclient.CodeFunction: {"user"}, apiclient.CodeMayNot: {"user"},
	apiclient.CodeMayNotDelete: {"user"}, apiclient.CodeNothingToDo: {"user"}, apiclient.CodeRequired: {"user"},
	apiclient.CodeServer: {"user", "server_ip"}, apiclient.CodePhoneExists: {"user", "server_ip", "extension"},
	apiclient.CodePhoneAbsent: {"user", "server_ip", "extension"}, apiclient.CodeLoginExists: {"user", "phone_login"},
	apiclient.CodeTimezone: {"user", "local_gmt"}, apiclient.CodeTemplate: {"user", "phone_login", "template_id"},
	apiclient.CodeMemberAbsent: {"user", "phone_logins"}, apiclient.CodeAliasExists: {"user", "alias_id"}, apiclient.CodeAliasAbsent: {"user", "alias_id"},
	apiclient.CodeUserExists: {"user", "agent_user"}, apiclient.CodeUserGroup: {"user", "agent_user_group"}, apiclient.CodeUserLevel: {"user", "agent_user_level"},
}

func TestRecordedRefusalsOfAnotherRequestAreNotTaken(t *testing.T) {
	seen := make(map[apiclient.Code]bool)
	for _, e := range recorded(t) {
		code := e.reply().Code
		for _, name := range repeatedFields[code] {
			other := maps.Clone(e.Request)
			other[name] = "9" + strings.ReplaceAll(other[name], ",", ",9")
			r := apiclient.ParseReply(apiclient.Request{Function: e.function(), Values: other}, e.dialect, e.Status, []byte(e.Body))
			if r.Code != apiclient.CodeAnotherPhone || !r.Code.Unclear() || r.Code.Refuses() || r.Code.Absent() {
				t.Errorf("%s, asked with another %s: %q is %s", e, name, e.Body, r.Code)
			}
			if strings.Contains(r.Message(), "(") {
				t.Errorf("%s: the message shows details: %q", e, r.Message())
			}
			seen[code] = true
		}
	}
	for code := range repeatedFields {
		if !seen[code] {
			t.Errorf("no recorded answer is %s", code)
		}
	}
}

func TestRefusalMayRepeatAnyFormOfTheRequest(t *testing.T) {
	long := "agent-with-a-long-login"
	for _, tt := range []struct {
		name   string
		values map[string]string
		body   string
		code   apiclient.Code
	}{
		{"in capitals", nil, "PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|CC100", apiclient.CodePhoneExists},
		{"as documented", nil, "PHONE ALREADY EXISTS ON THIS SERVER - 6666|10.0.9.8|cc100", apiclient.CodePhoneExists},
		{"as sent", map[string]string{"extension": "cc 100!"}, "PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|cc 100!", apiclient.CodePhoneExists},
		{"as cleaned", map[string]string{"extension": "cc 100!"}, "PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|cc100", apiclient.CodePhoneExists},
		{"in the other letter mode", map[string]string{"phone_login": "josé"}, "PHONE LOGIN ALREADY EXISTS: |6666|josé", apiclient.CodeLoginExists},
		{"in either letter mode", map[string]string{"phone_login": "josé"}, "PHONE LOGIN ALREADY EXISTS: |6666|jos", apiclient.CodeLoginExists},
		{"cut to the column", map[string]string{"phone_login": long}, "PHONE LOGIN ALREADY EXISTS: |6666|agent-with-a-lo", apiclient.CodeLoginExists},
		{"not cut", map[string]string{"phone_login": long}, "PHONE LOGIN ALREADY EXISTS: |6666|" + long, apiclient.CodeLoginExists},
		{"with more than is known", nil, "SERVER DOES NOT EXIST: |6666|10.0.9.8|more|", apiclient.CodeServer},
		{"all that is required", nil, "YOU MUST USE ALL REQUIRED FIELDS - 6666|cc100|||||||||||", apiclient.CodeRequired},
		{"required, with little", nil, "YOU MUST USE ALL REQUIRED FIELDS: |6666|cc100", apiclient.CodeRequired},
		{"required, of another", nil, "YOU MUST USE ALL REQUIRED FIELDS: |6666|cc101", apiclient.CodeAnotherPhone},
		{"required, of nobody", nil, "YOU MUST USE ALL REQUIRED FIELDS: |6666|", apiclient.CodeRequired},

		{"required, on another server", nil, "YOU MUST USE ALL REQUIRED FIELDS: |6666|cc100||||x|10.0.9.9|SIP||", apiclient.CodeAnotherPhone},
		{"a part of the extension", nil, "PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|cc10", apiclient.CodeAnotherPhone},
		{"more than the extension", nil, "PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|cc1000", apiclient.CodeAnotherPhone},
		{"the wrong way round", nil, "PHONE ALREADY EXISTS ON THIS SERVER: |6666|cc100|10.0.9.8", apiclient.CodeAnotherPhone},
		{"no extension", nil, "PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|", apiclient.CodeAnotherPhone},
		{"no server", nil, "SERVER DOES NOT EXIST: |6666|", apiclient.CodeAnotherPhone},
		{"without the extension", nil, "PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8", apiclient.CodeUnclear},
		{"without details", nil, "PHONE ALREADY EXISTS ON THIS SERVER", apiclient.CodeUnclear},
		{"without the server", nil, "SERVER DOES NOT EXIST: |6666", apiclient.CodeUnclear},
		{"of another user", nil, "SERVER DOES NOT EXIST: |6667|10.0.9.8", apiclient.CodeAnotherPhone},
		{"the offset of a question", nil, "YOU MUST USE A VALID TIMEZONE: |6666|99.99", apiclient.CodeAnotherPhone},
		{"a permission without its user", nil, "USER DOES NOT HAVE PERMISSION TO ADD PHONES", apiclient.CodeMayNot},
		{"another user's permission", nil, "USER DOES NOT HAVE PERMISSION TO ADD PHONES: |6667|0", apiclient.CodeAnotherPhone},
	} {
		values := map[string]string{
			"user": "6666", "extension": "cc100", "dialplan_number": "100", "voicemail_id": "100", "phone_login": "cc100",
			"server_ip": "10.0.9.8", "protocol": "SIP", "phone_full_name": "Ann", "local_gmt": "-5.00", "outbound_cid": "7275551212",
		}
		maps.Copy(values, tt.values)
		req := apiclient.Request{Function: apiclient.AddPhone, Values: values}
		if r := apiclient.ParseReply(req, apiclient.Dialect{}, 200, []byte("ERROR: add_phone "+tt.body+"\n")); r.Code != tt.code {
			t.Errorf("%s: %q is %s, want %s", tt.name, tt.body, r.Code, tt.code)
		}
	}
}

// TestProbeAnsweredForAnotherPhone checks that only a success, which means that something was stored, stops everything.
func TestProbeAnsweredForAnotherPhone(t *testing.T) {
	for body, want := range map[string]apiclient.Code{
		"SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|9999|10.0.9.8|SIP|9999\n":          apiclient.CodeProbeAccepted,
		"ERROR: add_phone PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|9999\n":      apiclient.CodeAnotherPhone,
		"ERROR: add_phone PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|55000\n":     apiclient.CodePhoneExists,
		"ERROR: add_phone YOU MUST USE A VALID TIMEZONE: |6666|-5.00\n":                    apiclient.CodeAnotherPhone,
		"ERROR: add_phone YOU MUST USE A VALID TIMEZONE: |6666|99.99\n":                    apiclient.CodeTimezone,
		"ERROR: add_phone PHONE LOGIN ALREADY EXISTS: |6666|phonebatchprobe\n":             apiclient.CodeAnotherPhone,
		"ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |6666|version|\n": apiclient.CodeAnotherPhone,
	} {
		d := newDialer(t, says(body))
		if r := newClient(t, options(t, d.URL)).ProbePhone(t.Context(), phone); r.Code != want {
			t.Errorf("%q is %s, want %s", body, r.Code, want)
		}
	}
}
