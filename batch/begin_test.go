package batch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// begun returns a desk with a run that added the first three of ten rows, and the dialer of the run.
func begun(t *testing.T) (*desk, *dialer) {
	t.Helper()
	k, d := newDesk(t), newDialer()
	j := patient(t, d, 4)
	j.First = 3
	c := k.claim()
	c.SHA256 = "ab12"
	out, err := k.runAs(t, j, c, listOf(10))
	if d := cmp.Diff(map[string]int{"added added yes": 3, "not_sent beyond_first": 7}, tally(out.Results)); d != "" || err != nil {
		t.Fatal(d, err)
	}
	return k, d
}

func TestAPilotIsGoneOnWith(t *testing.T) {
	k, d := begun(t)
	out, err := k.run(t, patient(t, d, 4), listOf(10))
	if d := cmp.Diff(map[string]int{"added added yes": 10}, tally(out.Results)); d != "" || err != nil || out.Done != 3 {
		t.Error(d, err, out.Done)
	}
	if n := d.count(adds); n != 10 || k.runs != 2 || k.last.ID() != "r1" || filepath.Base(k.last.Results) != "agents.results.1.csv" {
		t.Errorf("%d adds, run %s, results %s", n, k.last.ID(), k.last.Results)
	}
	k.checkRegister(t, truth{now: held(d.Server)})
	out, err = k.run(t, patient(t, d, 4), listOf(10)) // nothing is left to resume
	if d := cmp.Diff(map[string]int{"exists extension_exists": 10}, tally(out.Results)); d != "" || err != nil || k.last.Earlier != nil {
		t.Error(d, err)
	}
}

func TestAnOpenRunIsNeitherForgottenNorMistaken(t *testing.T) {
	other := func(k *desk) string { return filepath.Join(k.dir, "other.csv") }
	for name, tt := range map[string]struct {
		claim func(k *desk, c *Claim)
		want  func(k *desk) error
	}{
		"without --resume": {
			func(_ *desk, c *Claim) { c.Resume = false },
			func(*desk) error { return &OpenRunError{"r1", true, 7} },
		},
		"the same content elsewhere, without --resume": {
			func(k *desk, c *Claim) { c.Resume, c.List, c.SHA256 = false, other(k), "ab12" },
			func(*desk) error { return &OpenRunError{"r1", true, 7} },
		},
		"another dialer": {
			func(_ *desk, c *Claim) { c.Dialer = "https://other.example.com" },
			func(*desk) error {
				return &OtherRunError{What: "dialer", Was: "https://dialer.example.com", Is: "https://other.example.com"}
			},
		},
		"another dialer, by the run's id": {
			func(_ *desk, c *Claim) { c.Resume, c.RunID, c.Dialer = false, "r1", "https://other.example.com" },
			func(*desk) error {
				return &OtherRunError{What: "dialer", Was: "https://dialer.example.com", Is: "https://other.example.com"}
			},
		},
		"other results": {
			func(k *desk, c *Claim) { c.Results, c.Said = other(k), true },
			func(k *desk) error { return &OtherRunError{What: "results", Was: k.last.Results, Is: other(k)} },
		},
		"a run that nobody knows": {
			func(_ *desk, c *Claim) { c.RunID = "r7" },
			func(*desk) error { return &NoRunError{"r7"} },
		},
		"a run that is being taken back": {
			func(k *desk, c *Claim) { c.Resume = k.register.Undoing("r1") != nil },
			func(*desk) error { return &UndoingError{"r1"} },
		},
	} {
		k, _ := begun(t)
		c := k.claim()
		tt.claim(k, &c)
		s, err := Begin(c)
		if diff := cmp.Diff(fmt.Sprintf("%T %[1]v", tt.want(k)), fmt.Sprintf("%T %[1]v", err)); s != nil || diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		c = k.claim() // the lock was released
		c.StartOver = true
		k.begin(t, importing(t, nil), c)
		k.last.Close()
	}
}

// A list that was moved and renamed is the same list as long as nobody has edited it.
func TestARunIsFoundByTheListsContent(t *testing.T) {
	k, d := begun(t)
	c := k.claim()
	c.List, c.SHA256 = filepath.Join(k.dir, "elsewhere.csv"), "ab12"
	out, err := k.runAs(t, patient(t, d, 4), c, listOf(10))
	if err != nil || out.Done != 3 || k.last.ID() != "r1" || d.count(adds) != 10 {
		t.Errorf("%v, %d done, run %s, %d adds", err, out.Done, k.last.ID(), d.count(adds))
	}
}

func TestStartingOverLeavesTheOldRunAsItIs(t *testing.T) {
	k, d := begun(t)
	before, _, err := k.register.Run("r1")
	if err != nil {
		t.Fatal(err)
	}
	c := k.claim()
	c.Resume, c.StartOver = false, true
	out, err := k.runAs(t, patient(t, d, 4), c, listOf(10))
	if d := cmp.Diff(map[string]int{"exists extension_exists": 3, "added added yes": 7}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
	after, _, err := k.register.Run("r1")
	if d := cmp.Diff(before, after); d != "" || err != nil || k.last.ID() != "r2" || k.last.Results != c.Results {
		t.Errorf("%s, %v; the new run is %s", d, err, k.last.ID())
	}
	for id, want := range map[string]int{"r1": 3, "r2": 7} {
		entries, _ := k.entries(t, id)
		for _, o := range entries {
			if o.Added() {
				want--
			}
		}
		if want != 0 {
			t.Errorf("of run %s the register calls %d too few added", id, want)
		}
	}
}

func TestADialerHasOneRunAtATime(t *testing.T) {
	k := newDesk(t)
	c := k.claim()
	first, err := Begin(c)
	if err != nil {
		t.Fatal(err)
	}
	other := k.claim()
	other.Dialer = "https://other.example.com"
	elsewhere, err := Begin(other)
	if err != nil {
		t.Errorf("another dialer: %v", err)
	}
	elsewhere.Close()
	c.List, c.Results = c.List+".other", c.Results+".other"
	var held *register.HeldError
	if s, err := Begin(c); s != nil || !errors.As(err, &held) || held.Name != c.Dialer || held.Holder.PID != os.Getpid() {
		t.Errorf("got %v", err)
	}
	first.Close()
	second, err := Begin(c)
	if err != nil {
		t.Error(err)
	}
	second.Close()
}

// unended returns a desk whose run of ten rows was killed just before its end, and the dialer that has all ten phones.
func unended(t *testing.T) (*desk, *dialer) {
	t.Helper()
	k, d := newDesk(t), newDialer()
	j := patient(t, d, 4)
	k.begin(t, j, k.claim())
	defer j.Session.Close()
	if _, err := do(t, j, listOf(10)); err != nil {
		t.Fatal(err)
	}
	return k, d
}

// A damaged entry of the register tells nothing: its phone is on the dialer, and the result is not added.
func TestADamagedRowIsNotTrusted(t *testing.T) {
	for what, change := range map[string]string{
		"another name": "UPDATE objects SET name = '1999' WHERE name = '1004'",
		"an answer":    "UPDATE objects SET absent = NULL WHERE name = '1004'",
		"an outcome":   "UPDATE objects SET status = 'refused' WHERE name = '1004'",
		"no row":       "DELETE FROM objects WHERE name = '1004'",
	} {
		synctest.Test(t, func(t *testing.T) {
			k, d := unended(t)
			if n := k.alter(t, change); n != 1 {
				t.Fatalf("%d rows were changed", n)
			}
			out, err := k.run(t, patient(t, d, 4), listOf(10))
			if d := cmp.Diff(map[string]int{"added added yes": 9, "exists extension_exists": 1}, tally(out.Results)); d != "" || err != nil {
				t.Errorf("%s: %s, %v", what, d, err)
			}
			if out.Done != 9 || k.last.Damaged != 1 || d.count(adds) != 10 || out.Results[3].Code != apiclient.CodePhoneExists {
				t.Errorf("%s: %d rows are done, %d damaged, %d adds", what, out.Done, k.last.Damaged, d.count(adds))
			}
		})
	}
}

func TestARunThatWasCutOffIsOpen(t *testing.T) {
	k, _ := unended(t)
	c := k.claim()
	c.Resume = false
	var open *OpenRunError
	if s, err := Begin(c); s != nil || !errors.As(err, &open) || open.Ended || open.Run != "r1" {
		t.Errorf("got %v", err)
	}
}

// A run that was killed before its first request has no rows in doubt.
func TestARunThatSentNothingCannotBeResumed(t *testing.T) {
	k, d := newDesk(t), newDialer()
	j := patient(t, d, 4)
	j.Confirm = func(string, run.Plan) error { return ErrDeclined }
	k.begin(t, j, k.claim())
	if _, err := do(t, j, listOf(10)); !errors.Is(err, ErrDeclined) {
		t.Fatal(err)
	}
	k.last.Close()
	c := k.claim()
	c.Resume = false
	k.begin(t, j, c)
	defer k.last.Close()
	if k.last.Earlier != nil || k.last.Results != c.Results {
		t.Errorf("the run goes on with %v, in %s", k.last.Earlier, k.last.Results)
	}
}
