package batch

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// An undoable is a dialer with 20 old phones and 500 phones that the run r1 added.
type undoable struct {
	*desk
	*dialer
	before []string
}

// prepared returns a dialer with 20 phones, and a desk for a run.
func prepared(t *testing.T) *undoable {
	t.Helper()
	u := &undoable{desk: newDesk(t), dialer: newDialer()}
	if _, err := do(t, importing(t, u.dialer), listOf(20)); err != nil {
		t.Fatal(err)
	}
	u.before = u.phones()
	return u
}

// add runs the import r1.
func (u *undoable) add(t *testing.T) (*Outcome, error) {
	t.Helper()
	return u.desk.run(t, importing(t, u.dialer), listOf(520))
}

// ran returns a dialer after the run.
func ran(t *testing.T) *undoable {
	t.Helper()
	u := prepared(t)
	if out, err := u.add(t); err != nil || tally(out.Results)["added added yes"] != 500 {
		t.Fatal(err, tally(out.Results))
	}
	return u
}

// phones lists the phones of the dialer.
func (u *undoable) phones() (list []string) {
	for _, p := range u.Phones() {
		list = append(list, p["server_ip"]+" "+p["extension"])
	}
	slices.Sort(list)
	return list
}

// begin begins an undo of a run.
func (u *undoable) begin(t *testing.T, id string) *Undo {
	t.Helper()
	this, known, err := u.register.Run(id)
	if err != nil || !known {
		t.Fatal(id, known, err)
	}
	undoing, err := BeginUndo(u.register, register.Me("test"), this, this.Dialer)
	if err != nil {
		t.Fatal(err)
	}
	return undoing
}

// undo undoes the run r1 as far as possible, and checks every result against the dialer.
func (u *undoable) undo(t *testing.T, ctx context.Context, added int) ([]object.Result, error) {
	t.Helper()
	undoing := u.begin(t, "r1")
	defer undoing.Close()
	o := run.Options{Workers: 8, Retries: 3, GiveUp: 5 * time.Minute, Run: "u1"}
	results, err := undoing.Do(ctx, u.client(t, "1234"), o, func(run.Plan) error { return nil })
	there := u.phones()
	for _, r := range results {
		_, still := slices.BinarySearch(there, r.ServerIP+" "+r.Extension)
		if proved(r) && still || r.Status == object.NotVisible || r.Status == "" || r.Line == 0 {
			t.Errorf("%+v, still there: %t", r, still)
		}
	}
	if len(results) != added {
		t.Errorf("%d results", len(results))
	}
	if err := undoing.End(results); err != nil {
		t.Fatal(err)
	}
	return results, err
}

// proved says whether a result says that a phone is gone and the dialer was asked again.
func proved(r object.Result) bool { return r.Status == object.Gone || r.Verified == object.VerifiedYes }

func TestUndoRestoresWhatWasThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := ran(t)
		results, err := u.undo(t, t.Context(), 500)
		if err != nil || tally(results)["deleted deleted yes"] != 500 {
			t.Error(err, tally(results))
		}
		if d := cmp.Diff(u.before, u.phones()); d != "" {
			t.Error(d)
		}
		if was, _, err := u.register.Run("r1"); err != nil || !was.Undone || was.Undoing || was.Open() {
			t.Errorf("the register has %+v, %v", was, err)
		}
		calls := len(u.calls)
		results, err = u.undo(t, t.Context(), 500)
		if err != nil || len(u.calls) != calls || tally(results)["deleted deleted yes"] != 500 {
			t.Errorf("again: %v, %d calls, %v", err, len(u.calls)-calls, tally(results))
		}
	})
}

// TestUndoGoesOnWhereItWasCutOff: the undo is interrupted, and the register is that of a kill shortly before.
func TestUndoGoesOnWhereItWasCutOff(t *testing.T) {
	for seed := range uint64(seeds(6)) {
		synctest.Test(t, func(t *testing.T) {
			u, random := ran(t), rand.New(rand.NewPCG(seed, 1))
			u.takes = 10 * time.Millisecond
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.IntN(1500))*time.Millisecond)
			defer cancel()
			left := u.snapshot(t)
			moment := time.AfterFunc(time.Duration(random.IntN(700))*time.Millisecond, func() { left = u.snapshot(t) })
			defer moment.Stop()
			if _, err := u.undo(t, ctx, 500); err != nil && !errors.Is(err, run.ErrInterrupted) {
				t.Fatal(err)
			}
			u.restore(t, left)
			results, err := u.undo(t, t.Context(), 500)
			if n := tally(results); err != nil || n["deleted deleted yes"]+n["gone extension_absent"] != 500 {
				t.Error(err, n)
			}
			if d := cmp.Diff(u.before, u.phones()); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestUndoOfARunThatWasStopped: if the API user was locked in the middle of the run, the undo deletes only the added
// phones.
func TestUndoOfARunThatWasStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := prepared(t)
		u.instead = func(function string, form url.Values) (int, string) {
			if form.Get("source") == "add" && form.Get("extension") == "1200" {
				return 200, "ERROR: Too many login attempts, try again in 15 minutes: |6666|LOCK|\n"
			}
			return 0, ""
		}
		var stop *run.StopError
		if _, err := u.add(t); !errors.As(err, &stop) {
			t.Fatal(err)
		}
		added := len(u.Phones()) - len(u.before)
		u.instead = nil
		results, err := u.undo(t, t.Context(), added)
		if err != nil || tally(results)["deleted deleted yes"] != added || added < 100 || added > 300 {
			t.Errorf("%v, %d added, %v", err, added, tally(results))
		}
		if d := cmp.Diff(u.before, u.phones()); d != "" {
			t.Error(d)
		}
	})
}

func TestUndoThroughFaults(t *testing.T) {
	for seed := range uint64(seeds(3)) {
		synctest.Test(t, func(t *testing.T) {
			u := ran(t)
			faults, err := sandbox.ParseFaults("reset=8%,lost-reply=8%,http500=8%,empty500-stored=8%,html=4%,silent-loss=8%,slow=5%:800ms")
			if err != nil {
				t.Fatal(err)
			}
			u.Inject(faults, seed)
			for rounds := 0; ; rounds++ {
				results, err := u.undo(t, t.Context(), 500)
				if err == nil && !slices.ContainsFunc(results, func(r object.Result) bool { return !proved(r) }) {
					break
				}
				if rounds > 10 {
					t.Fatal(err, tally(results))
				}
			}
			if d := cmp.Diff(u.before, u.phones()); d != "" {
				t.Error(d)
			}
		})
	}
}
