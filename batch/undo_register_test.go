package batch

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// A damaged entry does not say which phone the run added. The undo deletes neither the phone that the entry names now
// nor the phone that it named before.
func TestUndoDeletesNothingForADamagedRow(t *testing.T) {
	for what, tt := range map[string]struct {
		change string
		kept   string // the extension of the phone that the undo must leave alone
	}{
		"another name":       {"UPDATE objects SET name = '1001' WHERE name = '1100'", "1100"},
		"another server":     {"UPDATE objects SET server_ip = '10.0.9.9' WHERE name = '1100'", "1100"},
		"another run's":      {"UPDATE objects SET id = id + 4096 WHERE name = '1100'", "1100"},
		"without its mac":    {"UPDATE objects SET mac = x'00' WHERE name = '1100'", "1100"},
		"with another's mac": {"UPDATE objects SET mac = (SELECT mac FROM objects WHERE name = '1102') WHERE name = '1100'", "1100"},
		"called added":       {"UPDATE objects SET claimed = 1, sums = x'00', status = 'added', code = 'added' WHERE name = '1001'", ""},
	} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u, deleted := ran(t), 500
				if tt.kept != "" {
					u.before, deleted = append(u.before, "10.0.9.8 "+tt.kept), 499
					slices.Sort(u.before)
				}
				if n := u.alter(t, tt.change); n != 1 {
					t.Fatalf("%d rows were changed", n)
				}
				undoing := u.begin(t, "r1")
				damaged := undoing.Damaged
				undoing.Close()
				results, err := u.undo(t, t.Context(), deleted)
				if err != nil || damaged != 1 || tally(results)["deleted deleted yes"] != deleted {
					t.Errorf("%v, %d damaged, %v", err, damaged, tally(results))
				}
				if d := cmp.Diff(u.before, u.phones()); d != "" {
					t.Error(d)
				}
			})
		})
	}
}

// A phone that a later run added again belongs to that run.
func TestUndoLeavesAloneWhatALaterRunAdded(t *testing.T) {
	u := ran(t)
	c := u.client(t, "1234")
	defer c.Close()
	c.DeletePhone(t.Context(), "1100", "10.0.9.8")
	claim := u.claim()
	claim.Resume = false
	if out, err := u.runAs(t, importing(t, u.dialer), claim, listOf(520)); err != nil || tally(out.Results)["added added yes"] != 1 {
		t.Fatal(err, tally(out.Results))
	}
	undoing := u.begin(t, "r1")
	defer undoing.Close()
	results, err := undoing.Do(t.Context(), u.client(t, "1234"), run.Options{Workers: 8, Run: "u1"}, func(run.Plan) error { return nil })
	if n := tally(results); err != nil || n["deleted deleted yes"] != 499 || n["gone extension_absent yes"] != 1 {
		t.Error(err, n)
	}
	if n := len(u.Phones()); n != 21 {
		t.Errorf("%d phones are there", n)
	}
}

// If a phone is on the dialer that an earlier undo deleted without proof, an undo reports that the phone is there again
// and leaves the phone alone. A further undo deletes it.
func TestUndoAsksBeforeItDeletesAPhoneTwice(t *testing.T) {
	u := ran(t)
	undo := func(noVerify bool, want ...string) {
		t.Helper()
		undoing := u.begin(t, "r1")
		defer undoing.Close()
		undoing.NoVerify = noVerify
		c := u.client(t, "1234")
		defer c.Close()
		results, err := undoing.Do(t.Context(), c, run.Options{Workers: 8, Run: "u1"}, func(run.Plan) error { return nil })
		if err == nil {
			err = undoing.End(results)
		}
		n := tally(results)
		for _, one := range want {
			if err != nil || n[one] == 0 || len(n) != len(want) {
				t.Errorf("%v: %v", err, n)
			}
		}
	}
	undo(true, "deleted deleted")
	occupy(t, u.dialer, "1100")
	undo(false, "deleted deleted yes", "unconfirmed there_again no")
	if n := len(u.Phones()); n != 21 {
		t.Errorf("%d phones are there", n)
	}
	undo(false, "deleted deleted yes")
	if n := len(u.Phones()); n != 20 {
		t.Errorf("%d phones are there", n)
	}
}

// Without a confirmation, nothing is deleted and the run stays unchanged.
func TestAnUndoThatIsDeclinedLeavesTheRunAlone(t *testing.T) {
	u := ran(t)
	undoing := u.begin(t, "r1")
	defer undoing.Close()
	asked := 0
	confirm := func(p run.Plan) error {
		asked = p.Add
		return fmt.Errorf("no: %w", ErrDeclined)
	}
	results, err := undoing.Do(t.Context(), u.client(t, "1234"), run.Options{Workers: 4, Run: "u1"}, confirm)
	if !errors.Is(err, ErrDeclined) || tally(results)["not_sent not_confirmed"] != 500 || asked != 500 || undoing.Begun() {
		t.Errorf("%v, %v, %d", err, tally(results), asked)
	}
	if err := undoing.End(results); err != nil {
		t.Error(err)
	}
	if was, _, err := u.register.Run("r1"); err != nil || was.Undoing || was.Undone || len(u.Phones()) != 520 {
		t.Errorf("%+v, %v, %d phones", was, err, len(u.Phones()))
	}
	if runs, err := u.register.Runs(0); err != nil || len(runs) != 1 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}

// The undo counts the phones that the run may have added, and leaves them alone.
func TestUndoLeavesPhonesInDoubtAlone(t *testing.T) {
	k, d := newDesk(t), newDialer()
	d.lose = func(_ string, form url.Values) bool {
		return form.Get("source") == "add" && form.Get("extension") == "1002"
	}
	j := importing(t, d) // the import gives up at once
	if out, err := k.run(t, j, listOf(3)); err != nil || tally(out.Results)["unconfirmed answer_lost yes"]+tally(out.Results)["unconfirmed answer_lost"] != 1 {
		t.Fatal(err, tally(out.Results))
	}
	u := &undoable{desk: k, dialer: d}
	undoing := u.begin(t, "r1")
	inDoubt := undoing.InDoubt
	undoing.Close()
	results, err := u.undo(t, t.Context(), 2)
	if err != nil || inDoubt != 1 || tally(results)["deleted deleted yes"] != 2 || len(d.Phones()) != 1 {
		t.Errorf("%v, %d in doubt, %v", err, inDoubt, tally(results))
	}
}

func TestUndoTellsWhatItCannotDo(t *testing.T) {
	u := ran(t)
	this, _, err := u.register.Run("r1")
	if err != nil {
		t.Fatal(err)
	}
	var other *OtherRunError
	if undoing, err := BeginUndo(u.register, register.Me("test"), this, "another"); undoing != nil || !errors.As(err, &other) || other.Was != this.Dialer {
		t.Errorf("got %v", err)
	}
	lock, err := u.register.Lock(this.Dialer, register.Me("somebody"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	var held *register.HeldError
	if undoing, err := BeginUndo(u.register, register.Me("test"), this, this.Dialer); undoing != nil || !errors.As(err, &held) || held.Holder.Command != "somebody" {
		t.Errorf("got %v", err)
	}
}

// An import cannot continue a run that is being taken back, and a second undo keeps the results of the first.
func TestAnUndoIsGoneOnWithUnderItsFirstId(t *testing.T) {
	u := ran(t)
	undoing := u.begin(t, "r1")
	results, err := undoing.Do(t.Context(), u.client(t, "1234"), run.Options{Workers: 1, Run: "u1"}, func(run.Plan) error { return nil })
	undoing.Close() // without End: the undo was cut off
	if err != nil || tally(results)["deleted deleted yes"] != 500 {
		t.Fatal(err, tally(results))
	}
	again := u.begin(t, "r1")
	defer again.Close()
	results, err = again.Do(t.Context(), u.client(t, "1234"), run.Options{Workers: 1, Run: "u2"}, func(run.Plan) error { t.Error("asked"); return nil })
	if err != nil || !again.Resumed || !again.Begun() || slices.ContainsFunc(results, func(r object.Result) bool { return r.Status != object.Deleted }) {
		t.Errorf("%v, resumed %v, %v", err, again.Resumed, tally(results))
	}
	if err := again.End(results); err != nil {
		t.Error(err)
	}
	runs, err := u.register.Runs(0)
	if err != nil || len(runs) != 2 || runs[0].ID != "u1" || runs[0].Ended.IsZero() || !runs[1].Undone {
		t.Errorf("%+v, %v", runs, err)
	}
}
