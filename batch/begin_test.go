package batch

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/ledger"
	"phonebatch/batch/run"
)

// begun is a desk where the first three rows of ten were added, and the dialer that has them.
func begun(t *testing.T) (*desk, *dialer) {
	t.Helper()
	k, d := newDesk(t), newDialer()
	j := patient(t, d, 4)
	j.First = 3
	out, err := k.run(t, j, listOf(10))
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
	if n := d.count(adds); n != 10 || k.runs != 2 || filepath.Base(k.journal()) != "agents.results.1.csv.journal" {
		t.Errorf("%d adds, journal %s", n, k.journal())
	}
	k.checkJournal(t, truth{now: held(d.Server)})
	out, err = k.run(t, patient(t, d, 4), listOf(10)) // there is nothing to go on with any more
	if d := cmp.Diff(map[string]int{"exists extension_exists": 10}, tally(out.Results)); d != "" || err != nil || k.last.Earlier != nil {
		t.Error(d, err)
	}
}

func TestAnOpenRunIsNeitherForgottenNorMistaken(t *testing.T) {
	other := func(k *desk) string { return filepath.Join(k.dir, "other.csv") }
	for name, tt := range map[string]struct {
		claim func(k *desk, c *Claim)
		want  func(k *desk, first string) error
	}{
		"without --resume": {
			func(_ *desk, c *Claim) { c.Resume = false },
			func(_ *desk, first string) error { return &OpenRunError{first + ledger.Suffix, true, 7} },
		},
		"another dialer": {
			func(_ *desk, c *Claim) { c.Dialer = "https://other.example.com" },
			func(*desk, string) error {
				return &OtherRunError{"dialer", "https://dialer.example.com", "https://other.example.com"}
			},
		},
		"another list": {
			func(k *desk, c *Claim) { c.List, c.Results, c.Said = other(k), k.last.Results, true },
			func(k *desk, _ string) error {
				return &OtherRunError{"list", filepath.Join(k.dir, "agents.csv"), other(k)}
			},
		},
		"other results": {
			func(k *desk, c *Claim) { c.Results, c.Said = other(k), true },
			func(k *desk, first string) error { return &OtherRunError{"results", first, other(k)} },
		},
	} {
		k, _ := begun(t)
		c := k.claim()
		tt.claim(k, &c)
		s, err := Begin(c)
		if diff := cmp.Diff(tt.want(k, k.last.Results).Error(), fmt.Sprint(err)); s != nil || diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		k.begin(t, importing(t, nil), k.claim()) // the locks are free again
		k.last.Close()
	}
}

func TestStartingOverKeepsTheOldJournal(t *testing.T) {
	k, d := begun(t)
	old := bytes.Join(k.lines(t), nil)
	j, c := patient(t, d, 4), k.claim()
	c.Resume, c.StartOver = false, true
	k.begin(t, j, c)
	defer j.Session.Close()
	out, err := do(t, j, listOf(10))
	if d := cmp.Diff(map[string]int{"exists extension_exists": 3, "added added yes": 7}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
	aside, err := os.ReadFile(j.Session.Aside)
	if err != nil || !bytes.Equal(aside, old) || j.Session.Results != c.Results {
		t.Errorf("set aside as %q, %v", j.Session.Aside, err)
	}
}

func TestTwoRunsAtOnceShareNothing(t *testing.T) {
	for what, claim := range map[string]func(c *Claim){
		"list":    func(c *Claim) { c.Dialer = "https://other.example.com" },
		"results": func(c *Claim) { c.List, c.Dialer, c.Said = c.List+".other", "https://other.example.com", true },
		"dialer":  func(c *Claim) { c.List, c.Results = c.List+".other", c.Results+".other" },
	} {
		k := newDesk(t)
		c := k.claim()
		first, err := Begin(c)
		if err != nil {
			t.Fatal(err)
		}
		claim(&c)
		var held *ledger.HeldError
		if s, err := Begin(c); s != nil || !errors.As(err, &held) || held.What != what || held.Holder.PID != os.Getpid() {
			t.Errorf("%s: got %v", what, err)
		}
		first.Close()
		second, err := Begin(c)
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		second.Close()
	}
}

// unended is a desk whose run of ten rows was killed before its end, and the dialer that has them all.
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

func TestWhatComesBehindACorruptLineIsNotTrusted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, d := unended(t)
		lines := k.lines(t)
		corrupt := slices.IndexFunc(lines, func(line []byte) bool { return bytes.Contains(line, []byte(`"kind":"outcome"`)) }) + 4
		lines[corrupt][5] ^= 1
		if err := os.WriteFile(k.journal(), bytes.Join(lines, nil), 0o600); err != nil {
			t.Fatal(err)
		}
		added := make(map[string]bool)
		for _, o := range k.history(t).Objects {
			added[o.Extension] = o.Added()
		}
		out, err := k.run(t, patient(t, d, 4), listOf(10))
		if d := cmp.Diff(map[string]int{"added added yes": 10}, tally(out.Results)); d != "" || err != nil || out.Done != 4 || len(added) != 10 {
			t.Error(d, err, out.Done)
		}
		if n := d.count(adds); n != 10 {
			t.Errorf("%d adds", n)
		}
		k.checkJournal(t, truth{now: held(d.Server)})
	})
}

func TestARunThatWasCutOffIsOpen(t *testing.T) {
	k, _ := unended(t)
	c := k.claim()
	c.Resume = false
	var open *OpenRunError
	if s, err := Begin(c); s != nil || !errors.As(err, &open) || open.Ended || open.Journal != k.journal() {
		t.Errorf("got %v", err)
	}
}

// A run that was killed before it sent anything left nothing to find out about.
func TestARunThatSentNothingIsNoneToResume(t *testing.T) {
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
		t.Errorf("it goes on with %v, in %s", k.last.Earlier, k.last.Results)
	}
}
