package main

import (
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch"
)

// TestEveryTrialThatFailsHasItsRemedy: whoever may have a phone left behind is told where.
func TestEveryTrialThatFailsHasItsRemedy(t *testing.T) {
	for _, tt := range []struct {
		end  batch.TrialEnd
		code apiclient.Code
		hint string
	}{
		{batch.TrialNotAdded, apiclient.CodeLoginExists, "try again"},
		{batch.TrialNotAdded, apiclient.CodeServer, "Admin → Servers"},
		{batch.TrialNotAdded, apiclient.CodeMayNot, "API user needs"},
		{batch.TrialNotAdded, apiclient.CodeNeverSent, "--url"},
		{batch.TrialNotStored, apiclient.CodeAdded, "web server log"},
		{batch.TrialUnclear, apiclient.CodeEmpty, ""},
		{batch.TrialMayNotDelete, apiclient.CodeMayNotDelete, "AGC Delete Phones 1 (Admin → Users)"},
		{batch.TrialNotDeleted, apiclient.CodeFunction, "update_phone"},
		{batch.TrialNotDeleted, apiclient.CodePhoneAbsent, "user group"},
		{batch.TrialNotDeleted, apiclient.CodeLocked, "15 minutes"},
		{batch.TrialNotDeleted, apiclient.CodeLost, ""},
		{batch.TrialInDoubt, apiclient.CodeDeleted, ""},
	} {
		e := &batch.TrialError{End: tt.end, Extension: "phonebatchtry1", ServerIP: "10.0.9.8", Reply: apiclient.Reply{Code: tt.code}}
		said := strings.Join(trialRemedies(e), "\n")
		where := strings.Contains(said, "Admin → Phones") && strings.Contains(said, "extension phonebatchtry1 on server 10.0.9.8")
		if said == "" || !strings.Contains(said, tt.hint) || where != e.Left() {
			t.Errorf("%s, %s: %q", tt.end, tt.code, said)
		}
	}
}
