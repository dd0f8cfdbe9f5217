package batch

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// A mixed is a list of people on two servers under aliases that comes again with changes: some people get a phone on
// the second server, some phones get other values, somebody is new and somebody is gone.
type mixed struct {
	*desk
	dialer  *dialer
	people  []mixedPerson
	viewer  Viewer
	deletes bool
	lossy   bool // SUCCESS may be a lie
	blind   bool // a run could not read the pages
	hasty   bool // nobody has found out what became of the additions in doubt before the undo
	before  snapshot
	first   string // the id of the first night's run
}

// A mixedPerson is a row of the list.
type mixedPerson struct {
	extension       int
	name, cid, pass string
	servers         string
}

// mixedGone are the people who leave.
var mixedGone = []string{"1010", "1011"}

func newMixed(t *testing.T, viewer Viewer, deletes bool) *mixed {
	m := &mixed{desk: newDesk(t), dialer: newDialer(), viewer: viewer, deletes: deletes, blind: viewer == nil}
	for e := 1000; e < 1012; e++ {
		p := mixedPerson{e, fmt.Sprint("Agent ", e), "7275551212", fmt.Sprint("Gx7kPq", e), "10.0.9.8"}
		if e > 1002 {
			p.servers = "10.0.9.8,10.0.9.9"
		}
		m.people = append(m.people, p)
	}
	if out, err := m.night(t, t.Context()); err != nil || left(out.Results) > 0 {
		t.Fatal(err, tally(out.Results))
	}
	m.first = m.last.ID()
	m.before = snapshot{byPlace(m.dialer.Server), aliasesByID(m.dialer.Server)}
	m.people = slices.Clone(m.people[:10])
	for i := range m.people {
		m.people[i].servers = "10.0.9.8,10.0.9.9"
	}
	m.people[4].name, m.people[5].pass, m.people[6].cid = "Somebody else", "Changed1005", "7275550000"
	m.people = append(m.people, mixedPerson{1020, "Agent 1020", "7275551212", "Gx7kPq1020", "10.0.9.8,10.0.9.9"})
	return m
}

func (m *mixed) csv() string {
	var b strings.Builder
	b.WriteString("extension,dialplan_number,voicemail_id,phone_login,phone_pass,protocol,registration_password,phone_full_name,local_gmt,outbound_cid,servers\n")
	for _, p := range m.people {
		e := p.extension
		fmt.Fprintf(&b, "%d,%d,%d,%d,%s,SIP,Rv4mTz%d,%s,-5.00,%s,%q\n", e, e, e, e, p.pass, e, p.name, p.cid, p.servers)
	}
	return b.String()
}

// importing returns the import of a night, which retires missing people.
func (m *mixed) importing(t *testing.T) (*Import, Claim) {
	t.Helper()
	j := patient(t, m.dialer, 4)
	if m.viewer != nil {
		j.Viewer, j.Lists = m.viewer, ReadLists()
	}
	j.Update, j.Delete, j.Unreadable = true, m.deletes, func(error) { m.blind = true }
	var err error
	if j.Preflight.Servers, err = columns.ParseServers(columns.ServerOptions{Servers: clusterServers[:2]}); err != nil {
		t.Fatal(err)
	}
	if j.Preflight.Alias, err = columns.ParseAliasing("{extension}x", ""); err != nil {
		t.Fatal(err)
	}
	c := m.claim()
	c.RetireMissing = true
	return j, c
}

// night imports the list.
func (m *mixed) night(t *testing.T, ctx context.Context) (*Outcome, error) {
	t.Helper()
	j, c := m.importing(t)
	m.begin(t, j, c)
	defer j.Session.Close()
	out, err := j.Do(ctx, strings.NewReader(m.csv()))
	if out == nil {
		t.Fatal(err)
	}
	if ctx.Err() == nil {
		sound(t, out)
		if err := j.Session.End(out.Results); err != nil {
			t.Error(err)
		}
	}
	return out, err
}

// wants are the columns of a phone that the list wants, or nil.
func (m *mixed) wants(server, extension string) map[string]string {
	i := slices.IndexFunc(m.people, func(p mixedPerson) bool { return fmt.Sprint(p.extension) == extension })
	if i < 0 || !strings.Contains(m.people[i].servers, server) {
		return nil
	}
	p, suffix := m.people[i], map[string]string{"10.0.9.8": "a", "10.0.9.9": "b"}[server]
	return map[string]string{"login": extension + suffix, "pass": p.pass, "fullname": p.name, "outbound_cid": p.cid, "protocol": "SIP", "active": "Y"}
}

// check compares the results of a night with the dialer.
func (m *mixed) check(t *testing.T, results []object.Result) {
	t.Helper()
	now, active := byPlace(m.dialer.Server), make(map[string]bool)
	for place, row := range now {
		if _, twice := active[row["login"]]; twice {
			t.Errorf("two phones have the login %s", row["login"])
		}
		active[row["login"]] = row["active"] == "Y"
		if was := m.before.phones[place]; was != nil && (was["login"] != row["login"] || was["protocol"] != row["protocol"]) {
			t.Errorf("%s had %s %s, and has %s %s", place, was["login"], was["protocol"], row["login"], row["protocol"])
		}
	}
	for id, row := range aliasesByID(m.dialer.Server) {
		for login := range strings.SplitSeq(row["logins_list"], ",") {
			leaves := slices.Contains(mixedGone, login[:len(login)-1]) // without pages, and if a change was lost, nobody sees their aliases
			if is, there := active[login]; !is && !(leaves && (m.blind || m.lossy || !there)) {
				t.Errorf("the alias %s (%s) has the member %s: there %v, active %v", id, row["logins_list"], login, there, is)
			}
		}
	}
	for i := range results {
		r := &results[i]
		place := r.ServerIP + " " + r.Extension
		row, wants := now[place], m.wants(r.ServerIP, r.Extension)
		unproved := m.lossy && r.Verified != object.VerifiedYes
		switch {
		case r.Kind == object.Alias:
		case r.Status == object.Retired && row["active"] != "N" && !unproved, r.Status == object.Deleted && row != nil && !unproved:
			t.Errorf("%s is %s, and active %s", place, r.Status, row["active"])
		case (r.Status == object.Added || r.Status == object.Updated || r.Code == codes.Unchanged && r.Line > 0) && r.Verified != object.VerifiedDiffers && !unproved && !has(row, wants):
			t.Errorf("%s is %s %s %s, and is %v", place, r.Status, r.Code, r.Verified, row)
		case r.Attempts == 0 && (r.Status == object.NotSent || r.Status == object.Refused) && m.first != m.last.ID() && m.runs == 2 && !cmp.Equal(row, m.before.phones[place]):
			t.Errorf("%s is %s, and was changed: %s", place, r.Status, cmp.Diff(m.before.phones[place], row))
		}
	}
}

// has says whether a row has values.
func has(row, values map[string]string) bool {
	for column, value := range values {
		if row[column] != value {
			return false
		}
	}
	return row != nil
}

// finish imports the list without faults until all rows are done: the dialer has what the list wants.
func (m *mixed) finish(t *testing.T) {
	t.Helper()
	for range 4 {
		out, err := m.night(t, t.Context())
		if err != nil {
			t.Fatal(err)
		}
		m.check(t, out.Results)
		if notDone(out.Results, false) == 0 {
			break
		}
	}
	if m.blind && m.lossy {
		return // nobody sees that a change was lost
	}
	now, aliases := byPlace(m.dialer.Server), aliasesByID(m.dialer.Server)
	for _, p := range m.people {
		e := fmt.Sprint(p.extension)
		for server := range strings.SplitSeq(p.servers, ",") {
			if row := now[server+" "+e]; !has(row, m.wants(server, e)) {
				t.Errorf("%s on %s is %v", e, server, row)
			}
		}
		if got := aliases[e+"x"]["logins_list"]; got != e+"a,"+e+"b" {
			t.Errorf("the alias %sx has %q", e, got)
		}
	}
	for _, e := range mixedGone {
		for _, server := range []string{"10.0.9.8", "10.0.9.9"} {
			if row := now[server+" "+e]; row["active"] == "Y" || m.deletes && row != nil {
				t.Errorf("%s on %s has left, and is %v", e, server, row)
			}
		}
	}
}

// takeBack undoes all runs but the first, and compares the dialer with what it was.
func (m *mixed) takeBack(t *testing.T) {
	t.Helper()
	runs, err := m.register.Runs(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, this := range runs {
		if this.Command == register.CommandImport && this.ID != m.first {
			m.undo(t, this)
		}
	}
	if m.blind {
		return
	}
	now := snapshot{byPlace(m.dialer.Server), aliasesByID(m.dialer.Server)}
	if m.hasty { // the undo leaves additions in doubt alone, and says so
		maps.DeleteFunc(now.phones, func(place string, _ map[string]string) bool { return m.before.phones[place] == nil })
		maps.DeleteFunc(now.aliases, func(id string, _ map[string]string) bool { return m.before.aliases[id] == nil })
	}
	if d := cmp.Diff(m.before, now, cmp.AllowUnexported(snapshot{})); d != "" {
		t.Error("after undo:", d)
	}
}

// undo undoes a run.
func (m *mixed) undo(t *testing.T, this register.Run) {
	t.Helper()
	results, _ := m.undoRun(t, m.dialer, this)
	for _, r := range results {
		if !r.Done(false) && !(m.blind && (m.lossy || r.Code == codes.BeforeUnknown || m.hasty && r.Code == codes.NotVisible)) {
			t.Errorf("undo: %+v", r)
		}
	}
}
