package apiclient_test

import (
	"strings"
	"testing"

	"phonebatch/apiclient"
)

func TestTextsOfOtherFunctionsNeverPanic(t *testing.T) {
	for _, fn := range []apiclient.Function{
		apiclient.AddPhone, apiclient.UpdatePhone, apiclient.AddPhoneAlias, apiclient.UpdatePhoneAlias,
		apiclient.AddUser, apiclient.ServerRefresh, apiclient.Version, "", "add_phonex",
	} {
		for _, tt := range knownAnswers {
			_, text, _ := strings.Cut(tt.answer, " ") // without the verdict
			if _, rest, found := strings.Cut(text, " "); found && strings.Contains(text, "_") {
				text = rest
			}
			for _, verdict := range []string{"SUCCESS: ", "ERROR: ", "NOTICE: ", "VERSION: "} {
				for _, details := range []string{"", ": |", " - ", ": |6666", ": |6666|55000", " - 6666|x100", " - 6666|55000|10.0.9.8", ": ||||||||||"} {
					r := parse(fn, 200, verdict+string(fn)+" "+text+details)
					if success(r.Code) && verdict != "SUCCESS: " {
						t.Errorf("%s: %s%s%s is %s", fn, verdict, text, details, r.Code)
					}
				}
			}
		}
	}
}

func TestSuccessMustBelongToTheFunction(t *testing.T) {
	tests := []struct {
		name string
		fn   apiclient.Function
		body string
	}{
		{"a phone's success of the login check", apiclient.AddPhone, strings.Replace(added, "add_phone", "auth", 1)},
		{"an alias's success for a phone", apiclient.AddPhone, "SUCCESS: add_phone PHONE ALIAS HAS BEEN ADDED - 6666|55000|10.0.9.8|x\n"},
		{"a phone added by an update", apiclient.UpdatePhone, strings.Replace(added, "add_phone", "update_phone", 1)},
		{"a success behind a bad source", apiclient.AddPhone, "ERROR: Invalid Source - x\n" + added},
		{"another user's success", apiclient.AddUser, "SUCCESS: add_user USER HAS BEEN ADDED - 6666|9999|x|9|Ann|AGENTS\n"},
		{"a success that ends before its last detail", apiclient.AddPhone, strings.Replace(added, "|55000\n", "|", 1)},
		{"a success in the middle of a page", apiclient.AddPhone, "<html><pre>\n" + added + "</pre></html>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if r := parse(tt.fn, 200, tt.body); !r.Code.Unclear() {
				t.Errorf("%q is %s", tt.body, r.Code)
			}
		})
	}
}
