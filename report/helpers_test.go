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

// phone returns a record without problems.
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

// fataler has the methods that testing.TB and rapid.T share.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// settled returns the results of a list whose valid rows were not sent.
func settled(l *preflight.List, code apiclient.Code, message string) []object.Result {
	objects := make([]*object.Object, len(l.Rows))
	for i, row := range l.Rows {
		objects[i] = object.ForPhone(row.Line, &row.Phone)
		objects[i].Shown = row.ShownServer()
	}
	e := run.New(objects, run.Options{Workers: 1, Run: "r1"})
	for i, row := range l.Rows {
		if row.Invalid {
			code, message, hint := row.Refusal()
			e.Refuse(i, code, message, hint)
		}
	}
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

// writeFailed returns the file of failed rows of a list whose rows were not sent.
func writeFailed(t fataler, list string) string {
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
