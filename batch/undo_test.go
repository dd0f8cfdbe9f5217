package batch

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An undoable is a dialer on which a run has added 500 phones beside 20 that were there.
type undoable struct {
	*dialer
	state   ledger.State
	results string // of the run
	before  []string
}

// prepared is a dialer with 20 phones, and a place for a run's journal.
func prepared(t *testing.T) *undoable {
	t.Helper()
	state, err := ledger.StateIn(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	u := &undoable{dialer: newDialer(), state: state, results: filepath.Join(t.TempDir(), "results.csv")}
	if _, err := do(t, importing(t, u.dialer), listOf(20)); err != nil {
		t.Fatal(err)
	}
	u.before = u.phones()
	return u
}

// add is the run, with a journal on disk.
func (u *undoable) add(t *testing.T) (*Outcome, error) {
	t.Helper()
	job := importing(t, u.dialer)
	var err error
	if job.Session, err = Begin(Claim{State: u.state, Results: u.results, Said: true, Dialer: "stand-in"}); err != nil {
		t.Fatal(err)
	}
	defer job.Session.Close()
	out, stopped := do(t, job, listOf(520))
	if err := job.Session.End(out.Results); err != nil {
		t.Fatal(err)
	}
	return out, stopped
}

// ran is a dialer on which the run is over.
func ran(t *testing.T) *undoable {
	t.Helper()
	u := prepared(t)
	if out, err := u.add(t); err != nil || tally(out.Results)["added added yes"] != 500 {
		t.Fatal(err, tally(out.Results))
	}
	return u
}

// phones lists what the dialer holds.
func (u *undoable) phones() (list []string) {
	for _, p := range u.Phones() {
		list = append(list, p["server_ip"]+" "+p["extension"])
	}
	slices.Sort(list)
	return list
}

// undo takes the run back as far as it gets, and checks that every result tells the truth.
func (u *undoable) undo(t *testing.T, ctx context.Context, added int) ([]object.Result, error) {
	t.Helper()
	undoing, err := BeginUndo(u.state, ledger.Me("test"), u.results, "stand-in")
	if err != nil {
		t.Fatal(err)
	}
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

// proved says that a result calls a phone gone, and not by the dialer's word alone.
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
		calls := len(u.calls)
		if _, err := u.undo(t, t.Context(), 500); err != nil || len(u.calls) != calls {
			t.Errorf("again: %v, %d calls", err, len(u.calls)-calls)
		}
	})
}

// TestUndoGoesOnWhereItWasCutOff: by an interruption, or with its journal cut off anywhere, as a kill leaves it.
func TestUndoGoesOnWhereItWasCutOff(t *testing.T) {
	for seed := range uint64(6) {
		synctest.Test(t, func(t *testing.T) {
			u, random := ran(t), rand.New(rand.NewPCG(seed, 1))
			u.takes = 10 * time.Millisecond
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.IntN(1500))*time.Millisecond)
			defer cancel()
			if _, err := u.undo(t, ctx, 500); err != nil && !errors.Is(err, run.ErrInterrupted) {
				t.Fatal(err)
			}
			cutOff(t, strings.TrimSuffix(u.results, ".csv")+".undo.csv"+ledger.Suffix, random)
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

// cutOff cuts a file off at a random byte.
func cutOff(t *testing.T, path string, random *rand.Rand) {
	t.Helper()
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return // it was cut off before
	}
	if err == nil {
		err = os.Truncate(path, random.Int64N(info.Size()+1))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestUndoOfARunThatWasStopped: of a run whose user was locked in the midst, only what it added is taken back.
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
	for seed := range uint64(3) {
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

func TestUndoTellsWhatItCannotDo(t *testing.T) {
	u := ran(t)
	for results, want := range map[string]string{
		filepath.Join(t.TempDir(), "none.csv"): "no journal",
		u.results:                              "with the dialer stand-in, not another",
	} {
		if _, err := BeginUndo(u.state, ledger.Me("test"), results, "another"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", results, err)
		}
	}
	if _, err := ledger.SetAside(u.results + ledger.Suffix); err != nil {
		t.Fatal(err)
	}
	var none *NoJournalError
	if _, err := BeginUndo(u.state, ledger.Me("test"), u.results, "stand-in"); !errors.As(err, &none) || none.Aside != u.results+ledger.Suffix+".1" {
		t.Errorf("got %v", err)
	}
	lock, err := u.state.Lock("dialer", "stand-in", ledger.Me("somebody"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	var held *ledger.HeldError
	if _, err := BeginUndo(u.state, ledger.Me("test"), u.results, "stand-in"); !errors.As(err, &held) || held.Holder.Command != "somebody" {
		t.Errorf("got %v", err)
	}
}
