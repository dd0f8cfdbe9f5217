//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"phonebatch/batch/exit"
	"phonebatch/batch/register"
)

// A pair is two commands that run at once, in processes of their own, with one register.
type pair struct {
	*testing.T
	dir  string
	urls [2]string // of two dialers
}

func newPair(t *testing.T) *pair {
	p := &pair{T: t, dir: t.TempDir()}
	for i := range p.urls {
		p.urls[i], _ = startSandbox(t, "phonebatch")
	}
	return p
}

func (p *pair) path(name string) string { return filepath.Join(p.dir, name) }

// command is one of the commands on a dialer. Each list has rows of its own.
func (p *pair) command(what, list string, dialer int) *exec.Cmd {
	args := []string{what, "--register", p.path("register.db")}
	switch what {
	case "import":
		args = append(args, "--yes", "--rate", "0", "--url", p.urls[dialer], "--results", p.path(list+".r.csv"), p.path(list))
	case "undo":
		args = append(args, "--yes", "--rate", "0", "--url", p.urls[dialer], p.path(list+".r.csv"))
	case "verify":
		args = append(args, "--rate", "0", "--url", p.urls[dialer], p.path(list+".r.csv"))
	}
	cmd := exec.Command("phonebatch", args...)
	cmd.Env = append(os.Environ(), "PHONEBATCH_USER=6666", "PHONEBATCH_PASSWORD=1234")
	return cmd
}

// list writes a list of its own, and imports it where a later command needs a run.
func (p *pair) list(name, what string, from, dialer int) {
	if err := os.WriteFile(p.path(name), []byte(plainList(from, pairRows)), 0o600); err != nil {
		p.Fatal(err)
	}
	if what != "undo" && what != "verify" {
		return
	}
	if said, err := p.command("import", name, dialer).CombinedOutput(); err != nil {
		p.Fatalf("%v: %s", err, said)
	}
}

// pairRows is how many rows each list has.
const pairRows = 24

// TestPairs: of two commands at once, on one dialer or on two, each does its work or is told who holds the dialer, and
// the register knows of both.
func TestPairs(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	commands, from := []string{"import", "undo", "verify", "runs"}, 5000
	if testing.Short() {
		commands = commands[:2]
	}
	for i, a := range commands {
		for _, b := range commands[i:] {
			for dialers := range 2 {
				t.Run(fmt.Sprintf("%s and %s on %d", a, b, dialers+1), func(t *testing.T) {
					p.T = t
					lists := strings.Join([]string{a, b, []string{"together", "apart"}[dialers]}, "-")
					one, other := lists+"-first.csv", lists+"-second.csv"
					p.list(one, a, from, 0)
					p.list(other, b, from+pairRows, dialers)
					from += 2 * pairRows
					first, second := p.together(p.command(a, one, 0), p.command(b, other, dialers))
					hold := dialers == 0 && (a == "import" || a == "undo") && (b == "import" || b == "undo")
					p.ended(first, hold)
					p.ended(second, hold)
					if hold && first.status == exit.Held && second.status == exit.Held {
						t.Error("neither has done its work")
					}
					p.truth(a, one, 0, first.status)
					p.truth(b, other, dialers, second.status)
				})
			}
		}
	}
}

// An outing is how a command ended: its exit status, and what it said.
type outing struct {
	what   string
	status int
	said   string
}

// together runs two commands at once.
func (p *pair) together(a, b *exec.Cmd) (first, second outing) {
	var said [2]bytes.Buffer
	both := []*exec.Cmd{a, b}
	for i, cmd := range both {
		cmd.Stderr = &said[i]
		if err := cmd.Start(); err != nil {
			p.Fatal(err)
		}
	}
	var ends [2]outing
	for i, cmd := range both {
		var failed *exec.ExitError
		if err := cmd.Wait(); err != nil && !errors.As(err, &failed) {
			p.Fatal(err)
		}
		ends[i] = outing{cmd.Args[1], cmd.ProcessState.ExitCode(), said[i].String()}
	}
	return ends[0], ends[1]
}

// ended checks how a command ended. Where both want the dialer one may be told that the other holds it.
func (p *pair) ended(e outing, hold bool) {
	held := e.status == exit.Held && strings.Contains(e.said, "another run works on the dialer")
	if e.status != exit.Done && !(hold && held) {
		p.Errorf("%s ends with %d: %s", e.what, e.status, e.said)
	}
	for _, bad := range []string{"locked", "damaged", "busy"} {
		if strings.Contains(e.said, bad) {
			p.Errorf("%s says: %s", e.what, e.said)
		}
	}
}

// truth compares what the register says of a command's run with what the dialer holds.
func (p *pair) truth(what, list string, dialer, status int) {
	if what == "runs" {
		return
	}
	stored := make(map[string]bool)
	for _, phone := range storedPhones(p, p.urls[dialer]) {
		stored[phone["extension"]] = true
	}
	g := glimpseOf(p.T, p.path("register.db"))
	i := slices.IndexFunc(g.runs, func(r register.Run) bool {
		return r.Command == register.CommandImport && r.Results == p.path(list+".r.csv")
	})
	if what == "import" && status == exit.Held {
		if i >= 0 {
			p.Errorf("the register knows a run that was not let in: %+v", g.runs[i])
		}
		return
	}
	if i < 0 || g.runs[i].Ended.IsZero() || g.runs[i].Undone != (what == "undo" && status == exit.Done) {
		p.Fatalf("%s: the register knows %+v", what, g.runs)
	}
	rows := 0
	for id, o := range g.objects[g.runs[i].ID] {
		rows++
		if !o.Added() || stored[id.Name] == g.runs[i].Undone {
			p.Errorf("%s: extension %s is there: %t; %s", what, id.Name, stored[id.Name], g.about(id))
		}
	}
	if rows != pairRows {
		p.Errorf("%s: the register knows %d rows", what, rows)
	}
}
