package batch

import (
	"errors"
	"net/url"
	"testing"

	"phonebatch/batch/run"
)

// cutOff runs an import of n rows as the run r1. The dialer locks the API user after the first 14 phones: they are
// added and not verified.
func cutOff(t *testing.T, n int) *undoable {
	t.Helper()
	u := &undoable{desk: newDesk(t), dialer: newDialer()}
	u.instead = func(_ string, form url.Values) (int, string) {
		if form.Get("source") == "add" && form.Get("extension") == "1015" {
			return 200, "ERROR: Too many login attempts, try again in 15 minutes: |6666|LOCK|\n"
		}
		return 0, ""
	}
	j := importing(t, u.dialer)
	j.Run.Workers = 1
	var stop *run.StopError
	if out, err := u.run(t, j, listOf(n)); !errors.As(err, &stop) || tally(out.Results)["added added"] != 14 {
		t.Fatal(err, tally(out.Results))
	}
	if was, _, err := u.register.Run("r1"); err != nil || was.Unproved != 14 || !was.Open() {
		t.Fatalf("%+v, %v", was, err)
	}
	u.instead = nil
	return u
}

// takeBack undoes a run under the id of the undo, and ends the undo.
func (u *undoable) takeBack(t *testing.T, id, as string, noVerify bool) (*Undo, map[string]int) {
	t.Helper()
	undoing := u.begin(t, id)
	defer undoing.Close()
	undoing.NoVerify = noVerify
	c := u.client(t, "1234")
	defer c.Close()
	results, err := undoing.Do(t.Context(), c, run.Options{Workers: 4, Run: as}, func(run.Plan) error { return nil })
	if err == nil {
		err = undoing.End(results)
	}
	if err != nil {
		t.Fatal(err)
	}
	return undoing, tally(results)
}

// Whatever an undo has done to a run, the run is over: --resume begins a new one, and each undo tells the truth.
func TestARunThatWasTakenBackIsNeverContinued(t *testing.T) {
	for name, tt := range map[string]struct {
		before   func(*testing.T, *undoable) // what happens before the undo
		noVerify bool
		want     string // the result of each phone in the first undo
		stay     int    // phones that the first undo leaves on the dialer
	}{
		"deleted":            {nil, false, "deleted deleted yes", 0},
		"deleted, no proof":  {nil, true, "deleted deleted", 0},
		"gone":               {deleteAll, false, "gone extension_absent", 0},
		"undone twice":       {func(t *testing.T, u *undoable) { u.takeBack(t, "r1", "u0", false) }, false, "deleted deleted yes", 0},
		"one is not visible": {hideOne, false, "deleted deleted yes", 1},
		"undo killed before": {killedUndo, false, "deleted deleted yes", 0},
	} {
		t.Run(name, func(t *testing.T) {
			u := cutOff(t, 40)
			if tt.before != nil {
				tt.before(t, u)
			}
			if _, n := u.takeBack(t, "r1", "u1", tt.noVerify); n[tt.want] != 14-tt.stay || len(u.Phones()) != tt.stay {
				t.Fatalf("the undo: %v, %d phones", n, len(u.Phones()))
			}
			u.instead = nil
			if was, _, err := u.register.Run("r1"); err != nil || !was.Undone || was.Resumable() {
				t.Fatalf("%+v, %v", was, err)
			}
			u.resumeAnew(t, 40-tt.stay)
			again, n := u.takeBack(t, "r1", "u2", false)
			if n["gone extension_absent yes"] != 14-tt.stay || again.AddedLater != 14-tt.stay || len(u.Phones()) != 40-tt.stay {
				t.Errorf("the undo again: %v, %d added later, %d phones", n, again.AddedLater, len(u.Phones()))
			}
			if _, n = u.takeBack(t, "r2", "u3", false); n["deleted deleted yes"] != 40-tt.stay || len(u.Phones()) != 0 {
				t.Errorf("the undo of the new run: %v, %d phones", n, len(u.Phones()))
			}
		})
	}
}

// resumeAnew resumes the list twice. The first time begins the run r2 and adds phones; nothing is left for the second.
func (u *undoable) resumeAnew(t *testing.T, adds int) {
	t.Helper()
	for round, want := range []int{adds, 0} {
		c := u.claim()
		u.runs = 2 + round
		j := importing(t, u.dialer)
		out, err := u.runAs(t, j, c, listOf(40))
		if err != nil || tally(out.Results)["added added yes"] != want || j.Session.Earlier != nil {
			t.Fatalf("round %d: %v, %v, continues %+v", round, err, tally(out.Results), j.Session.Earlier)
		}
		if undone := j.Session.Undone; round == 0 && (undone == nil || undone.ID != "r1") || round == 1 && undone != nil {
			t.Errorf("round %d: undone is %+v", round, undone)
		}
	}
}

func deleteAll(t *testing.T, u *undoable) {
	c := u.client(t, "1234")
	defer c.Close()
	for _, p := range u.Phones() {
		c.DeletePhone(t.Context(), p["extension"], p["server_ip"])
	}
}

// hideOne lets the dialer say that one phone is not there, as if the API user could not see the phone.
func hideOne(_ *testing.T, u *undoable) {
	u.instead = func(_ string, form url.Values) (int, string) {
		if form.Get("delete_phone") == "Y" && form.Get("extension") == "1001" {
			return 200, "ERROR: update_phone PHONE DOES NOT EXIST ON THIS SERVER: |6666|10.0.9.8|1001\n"
		}
		return 0, ""
	}
}

// killedUndo deletes all phones in an undo that never ends.
func killedUndo(t *testing.T, u *undoable) {
	t.Helper()
	undoing := u.begin(t, "r1")
	defer undoing.Close()
	c := u.client(t, "1234")
	defer c.Close()
	if _, err := undoing.Do(t.Context(), c, run.Options{Workers: 1, Run: "u1"}, func(run.Plan) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

// An undo was killed while its first deletion was under way. The next undo may not delete and takes nothing back, but
// the phone of the first deletion may be gone: the import must not continue the run.
func TestARefusedUndoAfterAKilledOneDoesNotFreeTheRun(t *testing.T) {
	u := cutOff(t, 40)
	var left *shot
	u.instead = func(_ string, form url.Values) (int, string) {
		switch {
		case form.Get("delete_phone") != "Y":
			return 0, ""
		case left == nil:
			s := u.snapshot(t)
			left = &s
			return 0, ""
		}
		return 200, "NOTICE: update_phone USER DOES NOT HAVE PERMISSION TO DELETE PHONES: |6666|0\n"
	}
	refused := func() {
		t.Helper()
		undoing := u.begin(t, "r1")
		defer undoing.Close()
		c := u.client(t, "1234")
		defer c.Close()
		results, err := undoing.Do(t.Context(), c, run.Options{Workers: 1, Run: "u1"}, func(run.Plan) error { return nil })
		var stop *run.StopError
		if !errors.As(err, &stop) {
			t.Fatal(err, tally(results))
		}
		if err := undoing.End(results); err != nil {
			t.Fatal(err)
		}
	}
	refused()
	u.restore(t, *left)
	refused()
	var undoing *UndoingError
	if _, err := Begin(u.claim()); !errors.As(err, &undoing) || len(u.Phones()) != 13 {
		t.Errorf("%v, %d phones", err, len(u.Phones()))
	}
	u.instead = nil
	if _, n := u.takeBack(t, "r1", "u2", false); n["deleted deleted yes"]+n["gone extension_absent"] != 14 || len(u.Phones()) != 0 {
		t.Errorf("%v, %d phones", n, len(u.Phones()))
	}
}
