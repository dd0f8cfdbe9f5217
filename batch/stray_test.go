package batch

import (
	"errors"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// strays lists answers to other requests: for another phone, another user or another call.
var strays = []string{
	"ERROR: add_phone SERVER DOES NOT EXIST: |6666|10.0.9.99\n",
	"ERROR: add_phone PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|1999\n",
	"ERROR: add_phone PHONE ALREADY EXISTS ON THIS SERVER - 6666|10.0.9.99|1001\n",
	"ERROR: add_phone PHONE LOGIN ALREADY EXISTS: |6666|L1999\n",
	"ERROR: add_phone YOU MUST USE A VALID TIMEZONE: |6666|-4.50\n",
	"ERROR: add_phone TEMPLATE ID DOES NOT EXIST, THIS IS AN OPTIONAL FIELD: |6666|L1999|SIPTMPL\n",
	"ERROR: add_phone YOU MUST USE ALL REQUIRED FIELDS: |6666|1999|1999||L1999|x|10.0.9.8|SIP|x|Ann Lee|-5.00|7275551212\n",
	"ERROR: add_phone USER DOES NOT HAVE PERMISSION TO ADD PHONES: |7777|0\n",
	"ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |6666|server_refresh|\n",
	"ERROR: Login incorrect, please try again: |7777|x|BAD|\n",
	"ERROR: Too many login attempts, try again in 15 minutes: |7777|LOCK|\n",
}

// phases says when the strays come, and which other faults are needed for that phase.
var phases = map[string]struct {
	question bool   // strays answer questions; otherwise they answer requests that store
	add      string // the answer to requests that store, which are then not carried out; if empty, they are carried out
	after    bool   // strays come only after the first request that stores
}{
	"asking":    {question: true},
	"adding":    {},
	"settling":  {question: true, after: true, add: "<html>"},
	"verifying": {question: true, after: true, add: "SUCCESS"},
}

// TestAnswersToOtherRequestsSettleNothing: the refusal of another request settles no row as added, existing or
// refused, and excludes no server.
func TestAnswersToOtherRequestsSettleNothing(t *testing.T) {
	for name, phase := range phases {
		for _, stray := range strays {
			t.Run(name+"/"+strings.Fields(stray)[2]+" "+strings.Fields(stray)[3], func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					d := newDialer()
					sent := 0
					d.instead = func(_ string, f url.Values) (int, string) {
						question := f.Get("local_gmt") == "99.99"
						switch {
						case f.Get("function") != "add_phone":
							return 0, ""
						case !question && phase.add == "SUCCESS":
							sent++
							return 200, "SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|" + f.Get("extension") + "|" + f.Get("server_ip") + "|SIP|" + f.Get("dialplan_number") + "\n"
						case !question && phase.add != "":
							sent++
							return 200, phase.add
						case question != phase.question, phase.after && sent == 0, name == "asking" && f.Get("extension") == "1001":
							return 0, ""
						}
						return 200, stray
					}
					j := importing(t, d)
					j.Run.Workers, j.Run.Retries, j.Run.GiveUp = 1, 2, time.Minute
					list := header + line(1001) + line(1002) + line(1003, "10.0.9.8", "10.0.9.9") + line(1004, "10.0.9.8", "10.0.9.9")
					if name == "asking" {
						j.NoVerify = true
					}
					out, err := do(t, j, list)
					if err != nil {
						t.Error(err)
					}
					results := out.Results
					if name == "asking" { // the question about the first row was answered before
						results = results[1:]
					}
					for _, r := range results {
						if r.Status != object.NotSent && r.Status != object.Unconfirmed {
							t.Errorf("line %d is %s %s, verified %q", r.Line, r.Status, r.Code, r.Verified)
						}
						if r.Verified == object.VerifiedYes || r.Hint == "" || strings.Contains(r.Message, "1999") || strings.Contains(r.Message, "7777") {
							t.Errorf("line %d: %+v", r.Line, r)
						}
						if name != "settling" && r.Code != apiclient.CodeAnotherPhone {
							t.Errorf("line %d: %s", r.Line, r.Code)
						}
					}
				})
			})
		}
	}
}

// TestTheGateTakesNoAnswerToAnotherRequest: the gate asks again, and then nothing else is sent.
func TestTheGateTakesNoAnswerToAnotherRequest(t *testing.T) {
	for _, stray := range strays {
		synctest.Test(t, func(t *testing.T) {
			d := newDialer()
			d.instead = func(string, url.Values) (int, string) { return 200, stray }
			j := importing(t, d)
			j.Run.Retries, j.Run.GiveUp = 2, time.Minute
			out, err := do(t, j, listOf(5))
			var stop *run.StopError
			if !errors.As(err, &stop) || stop.Reply.Code != apiclient.CodeAnotherPhone || !stop.First || len(d.calls) != 3 {
				t.Errorf("%q: %v after %d calls", stray, err, len(d.calls))
			}
			if n := tally(out.Results)["not_sent run_stopped"]; n != 5 {
				t.Errorf("%q: %v", stray, tally(out.Results))
			}
		})
	}
}

// TestOneAnswerToAnotherRequestIsAskedAgain: a single stray answer does no harm.
func TestOneAnswerToAnotherRequestIsAskedAgain(t *testing.T) {
	for _, stray := range strays {
		synctest.Test(t, func(t *testing.T) {
			d := newDialer()
			n := 0
			d.instead = func(_ string, f url.Values) (int, string) {
				if n++; f.Get("function") == "add_phone" && n%7 == 1 {
					return 200, stray
				}
				return 0, ""
			}
			j := importing(t, d)
			j.Run.Workers, j.Run.Retries, j.Run.GiveUp = 1, 2, 5*time.Minute
			out, err := do(t, j, listOf(20))
			if n := tally(out.Results)["added added yes"]; err != nil || n != 20 || len(d.Phones()) != 20 {
				t.Errorf("%q: %v, %v", stray, err, tally(out.Results))
			}
		})
	}
}

// TestAnswersToOtherRequestsUndoNothing: an answer to another request makes no phone deleted or gone.
func TestAnswersToOtherRequestsUndoNothing(t *testing.T) {
	for _, stray := range append([]string{
		"ERROR: update_phone PHONE DOES NOT EXIST ON THIS SERVER: |6666|10.0.9.8|1999\n",
		"SUCCESS: update_phone PHONE HAS BEEN DELETED - 6666|1999|10.0.9.8|\n",
		"SUCCESS: update_phone PHONE HAS BEEN DELETED - 7777|1001|10.0.9.8|\n",
		"ERROR: update_phone SERVER DOES NOT EXIST: |6666|10.0.9.99\n",
		"NOTICE: update_phone USER DOES NOT HAVE PERMISSION TO DELETE PHONES: |7777|0\n",
	}, strays...) {
		synctest.Test(t, func(t *testing.T) {
			d := newDialer()
			out, err := do(t, importing(t, d), listOf(4))
			if err != nil {
				t.Fatal(err)
			}
			var deletions atomic.Int32
			d.instead = func(function string, _ url.Values) (int, string) {
				if function == "update_phone" {
					deletions.Add(1)
				}
				other := map[string]string{"update_phone": " add_phone ", "add_phone": " update_phone "}[function]
				switch {
				case deletions.Load() == 0, function == "add_phone" && strings.Contains(stray, other):
					return 0, "" // the true answer
				case strings.Contains(stray, other):
					return 500, ""
				}
				return 200, stray
			}
			results := make([]object.Result, len(out.Results))
			for i, r := range out.Results {
				results[i] = object.Result{Line: r.Line, ServerIP: r.ServerIP, Extension: r.Extension}
			}
			e := run.Reopen(results, run.Options{Workers: 2, Retries: 1, GiveUp: time.Minute, Run: "u1"})
			e.Connect(d.client(t, "1234"), "stand-in", apiclient.Dialect{})
			if err := errors.Join(e.Enter(t.Context()), e.Undo(t.Context(), object.Phone), e.VerifyGone(t.Context())); err != nil {
				t.Errorf("%q: %v", stray, err)
			}
			for _, r := range e.Results() {
				if r.Status != object.Unconfirmed || len(d.Phones()) != 4 {
					t.Errorf("%q: line %d is %s %s, %d phones are there", stray, r.Line, r.Status, r.Code, len(d.Phones()))
				}
			}
		})
	}
}
