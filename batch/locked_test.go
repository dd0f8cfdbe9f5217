package batch

import (
	"errors"
	"fmt"
	"net/url"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// A lockout is a series of ten bad logins by another program, which lock the API user in the middle of a run.
type lockout struct {
	at     int64 // the number of the first request that is refused
	lossy  bool  // every tenth earlier answer is lost
	before int64 // calls that the dialer answered before the lock
	came   atomic.Int64
}

// hit locks the API user when its request comes in. Calls take 20 to 320 ms, and each call takes the same time in
// every run.
func (l *lockout) hit(t *testing.T, d *dialer) {
	if l.lossy {
		faults, err := sandbox.ParseFaults("lost-reply=10%")
		if err != nil {
			t.Fatal(err)
		}
		d.Inject(faults, 1)
	}
	d.takes = 20 * time.Millisecond
	d.instead = func(string, url.Values) (int, string) {
		n := l.came.Add(1)
		time.Sleep(time.Duration(n*7919%301) * time.Millisecond)
		if n == l.at {
			d.Inject(sandbox.Faults{}, 1)
			for range 10 {
				d.Call(url.Values{"function": {"add_phone"}, "source": {"other"}, "user": {"6666"}, "pass": {"wrong"}})
			}
			l.before = int64(d.Requests())
		}
		return 0, ""
	}
}

// told returns the number of calls that were answered after the lock.
func (l *lockout) told(d *dialer) int64 { return int64(d.Requests()) - l.before }

// A run of 200 rows asks for the version and 200 times, adds 200 times, and asks four times for 50 logins.
var lockouts = []struct {
	during string
	at     int64
	lossy  bool
}{
	{"asking", 90, false}, {"adding", 290, false}, {"verifying", 402, false}, {"asking in trouble", 90, true}, {"adding in trouble", 350, true},
}

func TestAUserLockedInMidRunCostsARequestAWorker(t *testing.T) {
	list := listOf(200)
	want := wanted(t, list)
	for _, tt := range lockouts {
		for _, workers := range []int{4, 8, 1}[:seeds(3)] {
			t.Run(fmt.Sprintf("%s/%d workers", tt.during, workers), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					l := &lockout{at: tt.at, lossy: tt.lossy}
					l.lockAndResume(t, list, want, workers)
				})
			})
		}
	}
}

func (l *lockout) lockAndResume(t *testing.T, list string, want rows, workers int) {
	d, k := newDialer(), newDesk(t)
	l.hit(t, d)
	out, err := k.run(t, patient(t, d, workers), list)
	var stop *run.StopError
	if !errors.As(err, &stop) || stop.Reply.Code != apiclient.CodeLocked || stop.First {
		t.Fatalf("got %v", err)
	}
	if further := l.told(d) - 1; further > int64(workers) {
		t.Errorf("%d requests were made after the first that was told of the lock", further)
	}
	x := truth{now: held(d.Server), want: want}
	checkTruth(t, x, out.Results)
	if len(out.Results) != 200 || !l.lossy && tally(out.Results)["unconfirmed in_doubt"] > 0 {
		t.Errorf("got %v", tally(out.Results))
	}
	k.checkKnown(t, out.Results)

	time.Sleep(16 * time.Minute)
	d.instead = nil
	if out, err = k.run(t, patient(t, d, workers), list); err != nil {
		t.Error(err)
	}
	x.now = held(d.Server)
	checkTruth(t, x, out.Results)
	k.checkRegister(t, x)
	if got := tally(out.Results)["added added yes"]; got != 200 {
		t.Errorf("the run that was resumed has %v", tally(out.Results))
	}
}

// checkKnown compares the register with the results of a stopped run: both have the same rows in doubt and the same
// rows added.
func (k *desk) checkKnown(t *testing.T, results []object.Result) {
	t.Helper()
	entries, _ := k.entries(t, k.last.ID())
	for i := range results {
		r := &results[i]
		o := entries[r.Extension]
		if o == nil {
			if r.Status == object.Added || r.Status == object.Unconfirmed {
				t.Errorf("the register does not know line %d, which is %s %s", r.Line, r.Status, r.Code)
			}
			continue
		}
		doubt := o.Claimed && (o.Outcome == nil || o.Outcome.Status == object.Unconfirmed)
		if o.Added() != (r.Status == object.Added) || doubt != (r.Status == object.Unconfirmed) {
			t.Errorf("line %d is %s %s; the register calls it added: %v, in doubt: %v", r.Line, r.Status, r.Code, o.Added(), doubt)
		}
	}
}
