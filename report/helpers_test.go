package report

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

const (
	header   = "extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt,outbound_cid"
	passOne  = "Gx7kPq2w"
	passTwo  = "Rv4mTz9s"
	codeLost = apiclient.CodeLost
)

// phone is a record of a list in which there is nothing to find.
func phone(n int) string {
	return fmt.Sprintf("%d,%[1]d,%[1]d,%[1]d,%s,10.0.9.8,SIP,%s,Ann Lee,-5.00,7275551212", n, passOne, passTwo)
}

func read(t fataler, list string) *preflight.List {
	t.Helper()
	l, err := preflight.Read(context.Background(), strings.NewReader(list), preflight.Options{Keep: true, Problems: TableRows})
	if err != nil {
		t.Fatalf("%v\n%s", err, list)
	}
	return l
}

// fataler is what testing.TB and rapid.T share.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// settled are the results of a list of which no valid row was sent.
func settled(l *preflight.List, code apiclient.Code, message string) []object.Result {
	e := run.New(l.Rows, run.Options{Workers: 1, Run: "r1"})
	e.SettleRest(object.NotSent, code, message)
	return e.Results()
}

func failedFile(t fataler, l *preflight.List, results []object.Result, skipExisting bool) string {
	t.Helper()
	var b strings.Builder
	if _, err := WriteFailed(&b, "agents.csv", l.Header, l.Rows, results, skipExisting); err != nil {
		t.Fatalf("%v", err)
	}
	return b.String()
}

// again writes the failed rows of a list none of which was sent.
func again(t fataler, list string) string {
	t.Helper()
	l := read(t, list)
	return failedFile(t, l, settled(l, codeLost, "no answer"), false)
}

func lines(text ...string) string { return strings.Join(text, "\n") + "\n" }

func holdsNoPassword(t testing.TB, what, text string, secrets ...string) {
	t.Helper()
	for _, s := range secrets {
		if strings.Contains(text, s) {
			t.Errorf("a password can be read in %s:\n%s", what, text)
		}
	}
}
