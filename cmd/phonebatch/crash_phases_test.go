//go:build unix

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// The phases in which a process is killed, as far as the register and what the process said tell.
const (
	whileStarting  = "starting"
	whileAsking    = "asking" // or about to send, or settling and nothing found out yet
	whileSettling  = "settling"
	whileSending   = "sending"
	whileChanging  = "changing phones"
	whileRetiring  = "retiring phones"
	whileLinking   = "adding and changing aliases"
	whileVerifying = "verifying"
	whileWriting   = "writing results"
	afterAll       = "over"
)

// A glimpse is all that the register knows at one moment.
type glimpse struct {
	runs    []register.Run // the newest first
	objects map[string]map[object.Key]*register.Object
}

// look reads a copy of the register and its log, while no process runs: the next process finds both as the last one
// left them. A kill damages nothing.
func (k *killer) look() *glimpse {
	k.Helper()
	copied := filepath.Join(k.TempDir(), "register.db")
	for _, suffix := range []string{"", "-wal"} {
		text, err := os.ReadFile(k.register() + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(copied+suffix, text, 0o600)
		}
		if err != nil {
			k.Fatal(err)
		}
	}
	return glimpseOf(k.T, copied)
}

// glimpseOf reads the register at a path, which must be whole.
func glimpseOf(t *testing.T, path string) *glimpse {
	t.Helper()
	r, err := register.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	g := &glimpse{objects: make(map[string]map[object.Key]*register.Object)}
	if g.runs, err = r.Runs(0); err != nil || r.Aside != "" || r.Torn != "" {
		t.Fatalf("the register is damaged: %v, set aside %q, torn %q", err, r.Aside, r.Torn)
	}
	for _, run := range g.runs {
		known := make(map[object.Key]*register.Object)
		damaged, err := r.Objects(run.ID, func(o *register.Object) { known[o.Key] = o })
		if err != nil || damaged > 0 {
			t.Fatalf("run %s: %d objects are damaged, %v", run.ID, damaged, err)
		}
		g.objects[run.ID] = known
	}
	return g
}

// newest is the newest run of a command.
func (g *glimpse) newest(command string) (register.Run, bool) {
	i := slices.IndexFunc(g.runs, func(r register.Run) bool { return r.Command == command })
	if i < 0 {
		return register.Run{}, false
	}
	return g.runs[i], true
}

// about is what all runs know of an object, the newest first.
func (g *glimpse) about(key object.Key) string {
	var b strings.Builder
	for _, run := range g.runs {
		if o := g.objects[run.ID][key]; o != nil {
			b.WriteString("  run " + run.ID + ": " + state(o) + "\n")
		}
	}
	return b.String()
}

// state is what became of an object.
func state(o *register.Object) string {
	switch {
	case o == nil:
		return "unknown"
	case o.Outcome != nil:
		return string(o.Outcome.Status) + " " + string(o.Outcome.Code) + " " + string(o.Outcome.Verified)
	case o.Claimed:
		return "claimed"
	}
	return "asked"
}

// doubtful says that an object may have been sent, and that nobody knows what became of it.
func doubtful(o *register.Object) bool {
	return o != nil && o.Claimed && (o.Outcome == nil || o.Outcome.Status == object.Unconfirmed)
}

// phase is how far the last process had come when it was killed. before and after are what the register knew.
func (k *killer) phase(command string, before, after *glimpse) string {
	run, begun := after.newest(command)
	was, earlier := before.newest(command)
	ended := func(r register.Run) bool { return !r.Ended.IsZero() && !r.Open() && r.Unproved == 0 }
	nothing := whileStarting
	if k.holds() {
		nothing = whileAsking
	}
	switch {
	case !begun:
		return nothing
	case ended(run) && !(earlier && was.ID == run.ID && ended(was)):
		return afterAll
	case !run.Ended.IsZero() || earlier && was.ID == run.ID && len(k.changes(run.ID, before, after)) == 0:
		return nothing
	}
	if k.writes() {
		return whileWriting
	}
	changes := k.changes(run.ID, before, after)
	for _, phase := range []string{whileVerifying, whileLinking, whileRetiring, whileChanging, whileSending, whileSettling} {
		if slices.Contains(changes, phase) {
			return phase
		}
	}
	return whileSending
}

// holds says that the last process had the lock of the dialer when it was killed.
func (k *killer) holds() bool {
	locks, _ := filepath.Glob(k.path("locks/*.lock")) // the pattern is a good one
	return slices.ContainsFunc(locks, func(path string) bool {
		text, err := os.ReadFile(path)
		return err == nil && strings.Contains(string(text), fmt.Sprintf(`"pid":%d,`, k.pid))
	})
}

// changes are the phases that a process has come to, by what it changed of a run's objects.
func (k *killer) changes(run string, before, after *glimpse) (phases []string) {
	for key, o := range after.objects[run] {
		was := before.objects[run][key]
		switch {
		case state(was) == state(o):
		case was != nil && was.Outcome != nil && o.Outcome != nil && was.Outcome.Status == o.Outcome.Status,
			o.Outcome != nil && o.Outcome.Verified == object.VerifiedYes:
			phases = append(phases, whileVerifying)
		case doubtful(was) && o.Outcome != nil:
			phases = append(phases, whileSettling)
		case key.Kind == object.Alias:
			phases = append(phases, whileLinking)
		case o.Line == 0:
			phases = append(phases, whileRetiring)
		case o.Was == object.There:
			phases = append(phases, whileChanging)
		default:
			phases = append(phases, whileSending)
		}
	}
	return phases
}
