package batch

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/object"
)

// A departure is a list from which people are gone, or a list of people who leave, on a dialer with aliases.
type departure struct {
	*desk
	dialer  *dialer
	list    *roster
	gone    []string // extensions
	viewer  Viewer
	deletes bool
	blind   bool // a run could not read the pages
}

// aliasesBefore are the aliases before anybody leaves.
var aliasesBefore = map[string]string{"x1": "L1001,L1002", "x2": "L1003", "x3": "L1004,L1005,L1006", "x4": "L1020,L1021"}

func newDeparture(t *testing.T, seed int, viewer Viewer, deletes bool) *departure {
	random := rand.New(rand.NewPCG(uint64(seed), 3))
	l := &departure{desk: newDesk(t), dialer: newDialer(), list: rosterOf(25, random), viewer: viewer, deletes: deletes, blind: viewer == nil}
	if out, err := l.runAs(t, l.importing(t), l.claim(), l.list.csv()); err != nil || tally(out.Results)["added added yes"] != 25 {
		t.Fatal(err, tally(out.Results))
	}
	c := l.dialer.client(t, "1234")
	for id, logins := range aliasesBefore {
		if r := c.AddAlias(t.Context(), apiclient.Alias{AliasID: id, AliasName: "alias " + id, PhoneLogins: strings.Split(logins, ",")}); r.Code != apiclient.CodeAdded {
			t.Fatal(r.Message())
		}
	}
	leavers := []int{0, 2, 3, 4} // in aliases: one of two, the only one, two of three
	if seed%2 == 1 {
		leavers = random.Perm(25)[:5]
	}
	for _, i := range leavers {
		l.gone = append(l.gone, l.list.phones[i].Extension)
	}
	return l
}

func (l *departure) claim() Claim {
	c := l.desk.claim()
	c.RetireMissing = true
	return c
}

func (l *departure) importing(t *testing.T) *Import {
	j := patient(t, l.dialer, 4)
	j.Update, j.Delete = true, l.deletes
	l.look(&j.Job)
	return j
}

// look sets up a job to read the pages.
func (l *departure) look(j *Job) {
	if j.Viewer = l.viewer; l.viewer != nil {
		j.Lists = ReadLists()
	}
	j.Unreadable = func(error) { l.blind = true }
}

// reduced is the list without the people who are gone.
func (l *departure) reduced() string {
	stay := &roster{}
	for _, p := range l.list.phones {
		if !slices.Contains(l.gone, p.Extension) {
			stay.phones = append(stay.phones, p)
		}
	}
	return stay.csv()
}

// leavers is a list of the people who are gone.
func (l *departure) leavers() string {
	var b strings.Builder
	b.WriteString("extension,server_ip,phone_full_name\n")
	for _, e := range l.gone {
		fmt.Fprintf(&b, "%s,10.0.9.8,Agent %s\n", e, e)
	}
	return b.String()
}

// retire retires the list of leavers.
func (l *departure) retire(t *testing.T) (*Outcome, string, error) {
	t.Helper()
	c := l.desk.claim()
	c.List = filepath.Join(l.dir, "leavers.csv")
	j := patient(t, l.dialer, 4).Job
	l.look(&j)
	j.Run.Run = fmt.Sprintf("r%d", l.runs)
	r, err := BeginRetirement(j, c)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	r.Delete = l.deletes
	out, err := r.Do(t.Context(), strings.NewReader(l.leavers()))
	if out == nil {
		t.Fatal(err)
	}
	if err := r.End(out.Results); err != nil {
		t.Fatal(err)
	}
	return out, r.ID(), err
}

// aliases returns the dialer's aliases.
func (l *departure) aliases() map[string]string {
	found := make(map[string]string)
	for _, a := range l.dialer.Aliases() {
		found[a["alias_id"]] = a["logins_list"]
	}
	return found
}

// check compares the results of leavers with the dialer. open says that phones may be in doubt.
func (l *departure) check(t *testing.T, results []object.Result, open bool) {
	t.Helper()
	now := byPlace(l.dialer.Server)
	for i := range results {
		r := &results[i]
		row := now[r.ServerIP+" "+r.Extension]
		active := row != nil && row["active"] == "Y"
		switch {
		case !slices.Contains(l.gone, r.Extension):
			if !active {
				t.Errorf("%s stays, and is not active", r.Extension)
			}
		case r.Done(false) && active:
			t.Errorf("%s is %s %s, and active", r.Extension, r.Status, r.Code)
		case !r.Done(false) && !open:
			t.Errorf("%s is %s %s: %s", r.Extension, r.Status, r.Code, r.Message)
		case (r.Status == object.NotSent || r.Status == object.Refused) && !active && r.Attempts == 0:
			t.Errorf("%s is %s %s, and not active", r.Extension, r.Status, r.Code)
		}
	}
	if l.blind || open {
		return
	}
	for id, logins := range l.aliases() {
		for login := range strings.SplitSeq(logins, ",") {
			if row := now["10.0.9.8 "+strings.TrimPrefix(login, "L")]; row == nil || row["active"] != "Y" {
				t.Errorf("the alias %s (%s) has the phone %s, which is not active", id, logins, login)
			}
		}
	}
}

// undo takes a run back. It returns what became of the aliases that are not as they were before the run.
func (l *departure) undo(t *testing.T, id string) []string {
	t.Helper()
	this, known, err := l.register.Run(id)
	if err != nil || !known {
		t.Fatal(known, err)
	}
	results, aliases := l.undoRun(t, l.dialer, this)
	for _, r := range results {
		if r.Status != object.Restored && !l.blind {
			t.Errorf("undo: %+v", r)
		}
	}
	return aliases
}

// People leave while faults strike, by a list of leavers and by their absence from the list. Every result is true, no
// alias keeps an inactive phone, and undo restores every phone and every alias.
func TestRetirementsAreTrueAndCanBeUndone(t *testing.T) {
	mixes := []string{"", "reset=10%,lost-reply=10%,http500=10%", "empty500-stored=20%,html=10%,slow=10%:90s", "lost-reply=40%"}
	for seed := range seeds(8) {
		for _, mix := range mixes {
			for _, reading := range readings[1:] {
				for _, way := range []string{"inactive", "delete"} {
					name := fmt.Sprintf("seed=%d/%s/%s/%s", seed, mix, reading.name, way)
					t.Run("missing/"+name, func(t *testing.T) {
						t.Parallel()
						synctest.Test(t, func(t *testing.T) {
							newDeparture(t, seed, reading.viewer(), way == "delete").miss(t, mix, uint64(seed))
						})
					})
					t.Run("leavers/"+name, func(t *testing.T) {
						t.Parallel()
						synctest.Test(t, func(t *testing.T) {
							newDeparture(t, seed, reading.viewer(), way == "delete").name(t, mix, uint64(seed))
						})
					})
				}
			}
		}
	}
}

// strike lets faults strike during do.
func (l *departure) strike(t *testing.T, mix string, seed uint64, do func()) {
	t.Helper()
	faults, err := sandbox.ParseFaults(mix)
	if err != nil {
		t.Fatal(err)
	}
	l.dialer.Inject(faults, seed+1)
	do()
	l.dialer.Wait()
	l.dialer.Inject(sandbox.Faults{}, 1)
}

// miss imports the list without the people who are gone.
func (l *departure) miss(t *testing.T, mix string, seed uint64) {
	before := byPlace(l.dialer.Server)
	l.strike(t, mix, seed, func() {
		out, err := l.runAs(t, l.importing(t), l.claim(), l.reduced())
		if err == nil {
			l.check(t, out.Results, mix != "")
		}
	})
	first := l.last.ID()
	out, err := l.runAs(t, l.importing(t), l.claim(), l.reduced())
	if err != nil {
		t.Fatal(err)
	}
	l.check(t, out.Results, false)
	l.allGone(t)
	l.takeBack(t, before, l.last.ID(), first)
}

// name retires the list of the people who are gone.
func (l *departure) name(t *testing.T, mix string, seed uint64) {
	before := byPlace(l.dialer.Server)
	first := ""
	l.strike(t, mix, seed, func() {
		out, id, err := l.retire(t)
		if first = id; err == nil {
			l.check(t, out.Results, mix != "")
		}
	})
	out, last, err := l.retire(t)
	if err != nil {
		t.Fatal(err)
	}
	l.check(t, out.Results, false)
	l.allGone(t)
	l.takeBack(t, before, last, first)
}

// allGone checks that the phones of the people who are gone are inactive or deleted, and only these.
func (l *departure) allGone(t *testing.T) {
	t.Helper()
	for place, row := range byPlace(l.dialer.Server) {
		if gone := slices.Contains(l.gone, row["extension"]); gone == (row["active"] == "Y") {
			t.Errorf("%s: gone %v, active %s", place, gone, row["active"])
		}
	}
}

// takeBack undoes runs, and compares the dialer with what it was.
func (l *departure) takeBack(t *testing.T, before map[string]map[string]string, ids ...string) {
	t.Helper()
	for _, id := range slices.Compact(ids) {
		if _, known, _ := l.register.Run(id); known {
			l.undo(t, id)
		}
	}
	if l.blind && l.deletes {
		return // nobody knows the values
	}
	if d := cmp.Diff(before, byPlace(l.dialer.Server)); d != "" {
		t.Error("after undo:", d)
	}
	if d := cmp.Diff(aliasesBefore, l.aliases()); d != "" {
		t.Error("aliases after undo:", d)
	}
}
