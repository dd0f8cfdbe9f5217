//go:build unix

package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"phonebatch/batch/codes"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/report"
)

var (
	crashes   = flag.Int("crashes", 4, "how many imports TestCrash kills and resumes until they are over")
	crashFrom = flag.Int("crash-from", 0, "the number of the first of them, which all that is drawn in it hangs on")
)

// How the imports of TestCrash are called, and what they meet. The number of an import chooses of both: each mode meets
// all faults in turn. The first ones take the least time.
var (
	crashModes  = []crashMode{{}, {there: 20}, {noProbe: true}, {there: 20, noProbe: true}, {first: 120}}
	crashFaults = []string{
		"lost-reply=3%",
		"silent-loss=3%,lost-reply=2%",
		"http500=4%,empty500-stored=4%",
		"lost-reply=2%,reset=2%,http500=2%,empty500-stored=2%,html=1%,slow=5%:300ms,silent-loss=2%",
		"reset=5%,lost-reply=3%,slow=10%:300ms",
		"html=3%,slow=5%:300ms,empty500-stored=2%",
		"lost-reply=8%,reset=8%,empty500-stored=4%",
	}
)

// crashSeed is one with which the first imports, which are always run, are soon over and are yet killed everywhere.
const crashSeed = 5

// A crashMode is a way to import: with phones of the list there beforehand, unasked, or so many at a time.
type crashMode struct {
	there, first int
	noProbe      bool
}

// skip says whether phones that exist already are to be called done.
func (m crashMode) skip() bool { return m.there > 0 || m.noProbe }

// TestCrash: an import that is killed at any moment, and resumed until it is over, loses no row and adds none twice.
//
//	go test ./cmd/phonebatch -run Crash -v -crashes 200 -timeout 60m
func TestCrash(t *testing.T) {
	killed := make(chan string)
	var lanes errgroup.Group
	lanes.SetLimit(8) // an import mostly waits
	go func() {
		defer close(killed)
		for n := range *crashes {
			lanes.Go(func() error {
				n += *crashFrom
				t.Run(strconv.Itoa(n), func(t *testing.T) { newCrash(t, n, killed).play() })
				return nil
			})
		}
		_ = lanes.Wait()
	}()
	phases, total := make(map[string]int), 0
	for phase := range killed {
		phases[phase]++
		total++
	}
	t.Logf("%d imports were killed %d times: %v", *crashes, total, phases)
}

// A crash is one import that is killed again and again.
type crash struct {
	*testing.T
	crashMode
	lossy  bool // SUCCESS may be a lie
	random *rand.Rand
	killed chan<- string // is told in which phase
	kills  int
	dir    string
	url    string
	rows   []string // what they are known by, in the order of the list
	before map[string]bool
	said   strings.Builder // what the processes have said
}

func newCrash(t *testing.T, n int, killed chan<- string) *crash {
	faults := crashFaults[n/len(crashModes)%len(crashFaults)]
	c := &crash{
		T: t, crashMode: crashModes[n%len(crashModes)], lossy: strings.Contains(faults, "silent-loss"),
		random: rand.New(rand.NewPCG(uint64(n), crashSeed)), killed: killed, dir: t.TempDir(), before: make(map[string]bool),
	}
	t.Logf("import %d: %+v, faults %s", n, c.crashMode, faults)
	c.writeList()
	c.url, _ = startSandbox(t, "phonebatch", "--fault", faults, "--seed", strconv.Itoa(n), "--fixture", c.writeFixture())
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(c.said.String())
		}
	})
	return c
}

// maxRounds is how often an import is resumed at most once nobody kills it any more: faults go on.
const maxRounds = 12

// play kills processes until one ends of itself, and then finishes the job.
func (c *crash) play() {
	exit := c.cutOff()
	for exit < 0 {
		exit = c.cutOff()
	}
	for range maxRounds {
		c.check(exit)
		if exit == exitDone {
			return
		}
		exit = c.resume(c.Context())
	}
	c.Fatalf("after %d rounds the exit status is still %d", maxRounds, exit)
}

// cutOff resumes the import and kills it. It returns the exit status where it was over before, and else -1.
func (c *crash) cutOff() int {
	begun := c.journal().begun
	ctx, cancel := c.doom()
	defer cancel()
	exit := c.resume(ctx)
	if exit >= 0 {
		return exit
	}
	c.kills++
	phase := c.phase(begun)
	fmt.Fprintln(&c.said, "-- killed:", phase)
	c.killed <- phase
	if phase == over && !c.journal().open {
		return exitDone // the next process would begin anew
	}
	return -1
}

// check compares the results of a process that ended with what the dialer holds.
func (c *crash) check(exit int) {
	if !slices.Contains([]int{exitDone, exitNotAll, exitRefused}, exit) {
		c.Fatalf("the exit status is %d", exit)
	}
	stored, results := c.stored(), c.results()
	if len(results) != len(c.rows) {
		c.Fatalf("there are %d results for %d rows", len(results), len(c.rows))
	}
	undone := false
	for i, r := range results {
		undone = undone || r.Undone(c.skip())
		key := r.ServerIP + " " + r.Extension
		if key != c.rows[i] || r.Line != i+2 || r.Run != results[0].Run {
			c.Errorf("result %d is of line %d, %s, run %s; want line %d, %s, run %s", i, r.Line, key, r.Run, i+2, c.rows[i], results[0].Run)
		}
		if !c.holds(&r, stored[key], c.before[key], exit) {
			c.Errorf("exit %d: %s is %s (%s, verified %q, %s); stored: %t, before: %t\n%s",
				exit, key, r.Status, r.Code, r.Verified, r.Message, stored[key], c.before[key], c.journal().about(&r))
		}
		delete(stored, key)
	}
	if len(stored) > 0 {
		c.Errorf("the dialer holds phones that the list does not name: %v", stored)
	}
	if _, err := os.Stat(report.FailedPath(c.resultsPath(), false)); (err == nil) != undone {
		c.Errorf("exit %d, some row is not done: %t, and of the file of failed rows: %v", exit, undone, err)
	}
	if undone && exit == exitDone {
		c.Errorf("exit %d, and some rows are not done", exit)
	}
}

// holds says whether a result tells the truth.
func (c *crash) holds(r *object.Result, stored, before bool, exit int) bool {
	switch r.Status {
	case object.Added:
		unproved := c.lossy && exit == exitRefused && r.Verified != object.VerifiedYes
		return (stored || unproved) && !before
	case object.Exists:
		return before || c.noProbe && stored && r.Code == codes.CannotTell
	case object.Unconfirmed:
		return exit != exitDone && (r.Code != codes.StoredNothing || c.lossy && !stored)
	case object.NotSent:
		return exit != exitDone && stored == before
	}
	return false
}

// stored asks what the dialer holds; nothing may be there twice.
func (c *crash) stored() map[string]bool {
	keys, logins := make(map[string]bool), make(map[string]bool)
	for _, p := range storedPhones(c, c.url) {
		key := p["server_ip"] + " " + p["extension"]
		if keys[key] || logins[p["login"]] {
			c.Errorf("%s, login %s, is stored twice", key, p["login"])
		}
		keys[key], logins[p["login"]] = true, true
	}
	return keys
}

// results reads the results file.
func (c *crash) results() []object.Result {
	f, err := os.Open(c.resultsPath())
	if err != nil {
		c.Fatal(err)
	}
	defer f.Close()
	results, err := report.ReadResults(f)
	if err != nil {
		c.Fatal(err)
	}
	return results
}

// resultsPath is where the results of the one run are: an import that is resumed begins no other.
func (c *crash) resultsPath() string {
	journals := c.journals()
	if len(journals) != 1 {
		c.Fatalf("the journals are %v; want one", journals)
	}
	return strings.TrimSuffix(journals[0], ledger.Suffix)
}
