package report

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func added(line int, v object.Verified) object.Result {
	return object.Result{Line: line, Status: object.Added, Code: apiclient.CodeAdded, Verified: v, FinishedAt: noon.Add(-time.Duration(line) * time.Minute)}
}

func refused(line int, code apiclient.Code, message string) object.Result {
	return object.Result{Line: line, Status: object.Refused, Code: code, Message: message, Hint: "mend " + string(code), FinishedAt: noon.Add(time.Hour)}
}

// The results of summaryTests.
var (
	invalid   = object.Result{Line: 9, Status: object.Invalid, Code: codes.Cut, Message: "email: too long", Hint: "shorten it"}
	unsent    = object.Result{Line: 10, Status: object.NotSent, Code: codes.ListHasErrors, Message: "other rows have errors", Hint: "mend them"}
	there     = object.Result{Line: 11, Status: object.Exists, Code: apiclient.CodePhoneExists, Message: "ERROR: EXISTS", Hint: "skip it"}
	rehearsed = object.Result{Line: 2, Status: object.Added, Code: apiclient.CodeAdded, Verified: object.VerifiedYes, FinishedAt: noon.Add(-2 * time.Minute), Dialer: batch.Rehearsal}
	ready     = object.Result{Line: 12, Status: object.Ready, Code: codes.Ready}
)

// summaryTests lists summaries and their texts.
var summaryTests = []struct {
	name string
	s    Summary
	want string
}{
	{"all added", Summary{
		Results: []object.Result{added(2, object.VerifiedYes), added(3, object.VerifiedYes)}, Now: noon,
		ResultsPath: "r.csv", Next: Step{Command: "phonebatch verify r.csv"},
	}, `2 rows: 2 added
asked again, the dialer has every phone that was added

results: r.csv
next: phonebatch verify r.csv
`},
	{"imported a minute ago", Summary{Results: []object.Result{added(3, ""), added(1, "")}, Now: noon, Import: true, Registering: true}, `2 rows: 2 added
nobody asked the dialer again whether they are there
the servers rebuild their configuration within two minutes, by 12:01 UTC, if they are active and set to build it; until then no new phone registers
` + lacks},
	{"phones that do not register", Summary{Results: []object.Result{added(3, ""), added(1, "")}, Now: noon, Import: true}, `2 rows: 2 added
nobody asked the dialer again whether they are there
` + lacks},
	{"imported an hour ago", Summary{Results: []object.Result{added(61, "")}, Now: noon, Import: true, Registering: true}, `1 row: 1 added
nobody asked the dialer again whether they are there
` + lacks},
	{"a rehearsal", Summary{Results: []object.Result{rehearsed}, Now: noon, Import: true, Registering: true}, `1 row: 1 added
asked again, the dialer has every phone that was added
`},
	{"shown again", Summary{Results: []object.Result{added(1, "")}, Now: noon, Registering: true}, `1 row: 1 added
nobody asked the dialer again whether they are there
`},
	{"nobody asked, one in doubt", Summary{Results: []object.Result{added(1, ""), {Line: 3, Status: object.Unconfirmed, Code: codeLost}}, Now: noon}, `2 rows: 1 added, 1 unconfirmed
nobody asked the dialer again whether they are there; for 1 row in doubt this is not known

  1 row unconfirmed, answer_lost (first at line 3)
`},
	{"some are not known", Summary{Results: []object.Result{added(2, object.VerifiedYes), added(3, object.VerifiedUnknown), added(4, object.NotAsked)}, Now: noon}, `3 rows: 3 added
asked again, the dialer has 1 of them; for the others this is not known
`},
	{"of each", Summary{Results: []object.Result{
		refused(5, apiclient.CodeServer, "no server \x1b[2J\u202e"), added(2, object.VerifiedYes), refused(3, apiclient.CodeLoginExists, "in use"), invalid, unsent,
		there, ready, refused(4, apiclient.CodeServer, "another"),
		{Line: 13, Status: object.Unconfirmed, Code: codeLost},
	}, Now: noon, ResultsPath: "r\x1b.csv", FailedPath: "r.failed\u202e.csv"}, `9 rows: 1 added, 1 ready to be added, 1 there already, 3 refused by the dialer, 1 invalid, 1 unconfirmed, 1 not sent
asked again, the dialer has the phones that were surely added; for 1 row in doubt this is not known

  2 rows refused, unknown_server (first at line 5)
    no server \x1b[2J\u{202e}
    → mend unknown_server

  1 row refused, login_exists (first at line 3)
    in use
    → mend login_exists

  1 row invalid, cut_off (first at line 9)
    email: too long
    → shorten it

  1 row not_sent, list_has_errors (first at line 10)
    other rows have errors
    → mend them

  1 row exists, extension_exists (first at line 11)
    ERROR: EXISTS
    → skip it

  1 row unconfirmed, answer_lost (first at line 13)

results: r\x1b.csv
rows not done, to be mended and imported again: r.failed\u{202e}.csv
`},
	{"told already", Summary{Results: []object.Result{invalid, unsent, there}, SkipExisting: true, ProblemsTold: true, Now: noon}, "3 rows: 1 there already, 1 invalid, 1 not sent\n"},
	{"one ready row", Summary{Results: []object.Result{ready}, Now: noon}, "1 row: 1 ready to be added\n"},
}

func TestSummary(t *testing.T) {
	for _, tt := range summaryTests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			if err := tt.s.Write(&b); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, b.String()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestGroupsAreOrderedByHowManyRowsTheyHave(t *testing.T) {
	results := []object.Result{
		added(2, ""), refused(3, "b", "third"), refused(4, "a", "fourth"), refused(5, "c", "fifth"), refused(6, "c", "sixth"),
		{Line: 7, Status: object.Unconfirmed, Code: "c"},
		{Line: 8, Status: object.Ready},
		{Line: 9, Status: object.Exists, Code: "e"},
	}
	want := []Group{
		{"", "c", object.Refused, 2, 5, "fifth", "mend c"},
		{"", "b", object.Refused, 1, 3, "third", "mend b"},
		{"", "a", object.Refused, 1, 4, "fourth", "mend a"},
		{"", "c", object.Unconfirmed, 1, 7, "", ""},
		{"", "e", object.Exists, 1, 9, "", ""},
	}
	if d := cmp.Diff(want, Groups(results, false)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want[:4], Groups(results, true)); d != "" {
		t.Error(d)
	}
	if got := Groups(nil, false); got == nil || len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

func TestVerdict(t *testing.T) {
	for _, tt := range []struct {
		l    preflight.List
		want string
	}{
		{preflight.List{}, "0 rows: 0 ready"},
		{preflight.List{Total: 1}, "1 row: 1 ready"},
		{preflight.List{Total: 25, NWarned: 1}, "25 rows: 25 ready (0 errors, 1 warning)"},
		{preflight.List{Total: 25, Invalid: 3, NErrors: 1, NWarned: 2}, "25 rows: 22 ready, 3 invalid (1 error, 2 warnings)"},
	} {
		if got := Verdict(&tt.l); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestPlan(t *testing.T) {
	many := map[string]int{}
	for _, s := range strings.Fields("l k j i h g f e d c b a") {
		many[s] = 1
	}
	for _, tt := range []struct {
		dialer string
		p      run.Plan
		want   string
	}{
		{"sandbox", run.Plan{Add: 1, Servers: map[string]int{"10.0.9.8": 1}}, "about to add 1 phone on sandbox: 1 on 10.0.9.8"},
		{
			"https://d\x1b.example.com",
			run.Plan{Add: 25, Exists: 1, Refused: 2, Invalid: 3, NotSent: 4, Servers: map[string]int{"10.0.9.9\u202e": 12, "10.0.9.8": 13}, Takes: 5 * time.Second},
			`about to add 25 phones on https://d\x1b.example.com: 13 on 10.0.9.8, 12 on 10.0.9.9\u{202e}; 1 there already; 2 refused; 3 invalid; 4 not to be sent; it will take about 5 seconds`,
		},
		{"x", run.Plan{Add: 12, Servers: many, Takes: time.Hour}, "about to add 12 phones on x: 1 on a, 1 on b, 1 on c, 1 on d, 1 on e, 1 on f, 1 on g, 1 on h, 1 on i, 1 on j and more on 2 other servers; it will take about 60 minutes"},
	} {
		if d := cmp.Diff(tt.want, Plan(tt.dialer, tt.p)); d != "" {
			t.Error(d)
		}
	}
}

func TestVerified(t *testing.T) {
	gone := object.Result{Line: 4, Extension: "81\x1b01", ServerIP: "10.0.9.8\u202e", Verified: object.VerifiedNo}
	for _, tt := range []struct {
		results []object.Result
		want    string
	}{
		{[]object.Result{added(2, object.VerifiedYes)}, "1 phone added by that run, or left unconfirmed: 1 there, 0 not there\n"},
		{
			[]object.Result{added(2, object.VerifiedYes), gone, added(5, object.VerifiedUnknown), added(6, object.NotAsked)},
			`  line 4: extension 81\x1b01 on 10.0.9.8\u{202e} is not there` + "\n4 phones added by that run, or left unconfirmed: 1 there, 1 not there, 2 unknown\n",
		},
	} {
		var b strings.Builder
		if err := Verified(&b, tt.results); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(tt.want, b.String()); d != "" {
			t.Error(d)
		}
	}
}

func TestMends(t *testing.T) {
	list := lines(strings.Replace(header, "local_gmt", "Local GMT", 1)+",Note\x1b[J,Desk\u202e",
		strings.Replace(phone(1001), passOne, passOne+" ", 1)+",,", strings.Replace(phone(1002), "-5.00", "-5", 1)+",,", strings.Replace(phone(1003), "-5.00", "-6", 1)+",,")
	var b strings.Builder
	if err := Mends(&b, read(t, list)); err != nil {
		t.Fatal(err)
	}
	want := "phone_pass: trimmed in 1 row\n" +
		`Local GMT: written with two decimals in 2 rows, first at line 3: "-5" → "-5.00"` + "\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
	b.Reset()
	if err := Mends(&b, read(t, lines(header, phone(1001)))); err != nil || b.Len() > 0 {
		t.Errorf("of a list without any: %q, %v", b.String(), err)
	}
}
