package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
)

// A record with several phones stands in the file once. A problem of some of its phones names their servers.
func TestARecordWithSeveralPhonesFailsOnce(t *testing.T) {
	raw := map[int]string{2: "1,Ann", 3: "2,Bo", 4: "3,Cy", 5: "4,Di"}
	var rows []*preflight.Row
	var results []object.Result
	add := func(line int, server string, status object.Status, code string, problems ...preflight.Problem) {
		row := &preflight.Row{Line: line, Raw: []byte(raw[line]), Readable: true, Server: &columns.Server{IP: server}, Problems: problems, Invalid: len(problems) > 0}
		row.Phone.ServerIP = server
		rows = append(rows, row)
		results = append(results, object.Result{Line: line, Status: status, Code: codes.Code(code), Message: "no"})
	}
	cut := preflight.Problem{Line: 4, Column: "Login", Severity: codes.Error, Code: codes.Cut, Message: "too long"}
	missing := preflight.Problem{Line: 4, Column: "Name", Severity: codes.Error, Code: codes.Missing, Message: "empty"}
	const a, b, c = "10.0.9.8", "10.0.9.9", "10.0.9.10"
	for _, server := range []string{a, b, c} {
		add(2, server, object.Added, "added")
	}
	add(3, a, object.Refused, "login_exists")
	add(3, b, object.Added, "added")
	add(3, c, object.Refused, "login_exists")
	add(4, a, object.Invalid, "missing_value", missing)
	add(4, b, object.Invalid, "missing_value", missing, cut)
	add(5, a, object.NotSent, "interrupted")
	add(5, b, object.NotSent, "interrupted")
	var out bytes.Buffer
	h := sheet.Header{Names: []string{"No", "Name"}, Raw: []byte("No,Name"), Line: 1}
	h.Delimiter, h.Quote, h.EOL = ',', '"', "\n"
	n, err := WriteFailed(&out, "list.csv", h, rows, results, false)
	want := strings.Join([]string{
		"No,Name,problem",
		`2,Bo,"login_exists: no (10.0.9.8, 10.0.9.10)"`,
		`3,Cy,"missing_value: Name: empty; cut_off: Login: too long (10.0.9.9)"`,
		`4,Di,"interrupted: no"`, "",
	}, "\n")
	if d := cmp.Diff(want, out.String()); d != "" || err != nil || n != 3 {
		t.Error(d, err, n)
	}
}
