package batch

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
)

// A cluster is a dialer with several servers on which a list of people gets phones and aliases, while others change the
// dialer as well.
type cluster struct {
	*desk
	dialer *dialer
	random *rand.Rand
	people int
	viewer Viewer
	blind  bool // a run could not read the pages: it knows only what this program made
}

// clusterServers are the servers, in the order in which the list gets them.
var clusterServers = []string{"10.0.9.8=a", "10.0.9.9=b", "10.0.9.10=c", "10.0.9.11=d"}

func newCluster(t *testing.T, seed int, viewer Viewer) *cluster {
	fixture := sandbox.Default()
	fixture.State.Servers = append(fixture.State.Servers, "10.0.9.10", "10.0.9.11")
	mayNotDelete := fixture.State.Users[0]
	mayNotDelete.User, mayNotDelete.ASTDeletePhones = "8888", 0
	fixture.State.Users = append(fixture.State.Users, mayNotDelete)
	return &cluster{
		desk: newDesk(t), dialer: &dialer{Server: sandbox.New(fixture)}, random: rand.New(rand.NewPCG(uint64(seed), 11)),
		people: 8, viewer: viewer, blind: viewer == nil,
	}
}

// csv returns the list: people without a server.
func (c *cluster) csv() string {
	var b strings.Builder
	b.WriteString("extension,dialplan_number,voicemail_id,phone_login,phone_pass,protocol,registration_password,phone_full_name,local_gmt,outbound_cid\n")
	for i := range c.people {
		e := 1001 + i
		fmt.Fprintf(&b, "%d,%d,%d,%d,Gx7kPq%d,SIP,Rv4mTz%d,Agent %d,-5.00,7275551212\n", e, e, e, e, e, e, e)
	}
	return b.String()
}

// night imports the list with so many servers.
func (c *cluster) night(t *testing.T, servers int) (*Outcome, error) {
	t.Helper()
	j := patient(t, c.dialer, 4)
	if c.viewer != nil {
		j.Viewer, j.Lists = c.viewer, ReadLists()
	}
	j.SkipInvalid, j.Unreadable = true, func(error) { c.blind = true }
	var err error
	if j.Preflight.Servers, err = columns.ParseServers(columns.ServerOptions{Servers: clusterServers[:servers]}); err != nil {
		t.Fatal(err)
	}
	if j.Preflight.Alias, err = columns.ParseAliasing("{extension}x", ""); err != nil {
		t.Fatal(err)
	}
	claim := c.claim()
	claim.MaxChange = everybody(t)
	return c.runAs(t, j, claim, c.csv())
}

// intrude lets somebody change the dialer: phones become inactive, and aliases get other members, are made by hand or
// are deleted.
func (c *cluster) intrude() {
	call := func(function string, fields ...string) {
		form := url.Values{"function": {function}, "source": {"somebody"}, "user": {"6666"}, "pass": {"1234"}}
		for i := 0; i < len(fields); i += 2 {
			form.Set(fields[i], fields[i+1])
		}
		c.dialer.Call(form)
	}
	for i := range c.people + 3 {
		e := fmt.Sprint(1001 + i)
		switch c.random.IntN(9) {
		case 0:
			call("update_phone", "extension", e, "server_ip", "10.0.9.8", "active", "N")
		case 1:
			call("update_phone_alias", "alias_id", e+"x", "phone_logins", e+"a")
		case 2:
			call("update_phone_alias", "alias_id", e+"x", "delete_alias", "Y")
		case 3: // an alias of somebody else's, perhaps with the id of this list
			call("add_phone", "extension", "9"+e, "server_ip", "10.0.9.9", "phone_login", "9"+e, "dialplan_number", "9"+e, "voicemail_id", "9"+e,
				"phone_pass", "Qw8zXc", "protocol", "SIP", "registration_password", "Qw8zXc", "phone_full_name", "x", "local_gmt", "-5.00", "outbound_cid", "7275551212")
			call("add_phone_alias", "alias_id", e+"x", "alias_name", "by hand", "phone_logins", "9"+e)
			call("update_phone_alias", "alias_id", e+"x", "phone_logins", "9"+e+","+e+"a") // refused for a person without a phone
		}
	}
}

// aliasesByID returns the aliases of a dialer.
func aliasesByID(s *sandbox.Server) map[string]map[string]string {
	m := make(map[string]map[string]string)
	for _, row := range s.Aliases() {
		m[row["alias_id"]] = maps.Clone(row)
	}
	return m
}

// A snapshot is what a dialer has.
type snapshot struct{ phones, aliases map[string]map[string]string }

func (c *cluster) snapshot() snapshot {
	return snapshot{byPlace(c.dialer.Server), aliasesByID(c.dialer.Server)}
}

// check compares the results of a night with servers with the dialer. open says that rows may be in doubt.
func (c *cluster) check(t *testing.T, before snapshot, results []object.Result, servers int, open bool) {
	t.Helper()
	now := c.snapshot()
	active, owners := make(map[string]bool), make(map[string]string)
	for place, row := range now.phones {
		active[row["login"]] = row["active"] == "Y"
		if other := owners[row["login"]]; other != "" {
			t.Errorf("%s and %s have the login %s", place, other, row["login"])
		}
		owners[row["login"]] = place
	}
	of := make(map[string]*object.Result)
	for i := range results {
		if r := &results[i]; r.Kind == object.Alias {
			of[r.PhoneLogin] = r
		}
	}
	for id, row := range now.aliases {
		r, was := of[id], before.aliases[id]
		changed := was == nil || was["logins_list"] != row["logins_list"]
		members := strings.Split(row["logins_list"], ",")
		for _, login := range members {
			switch is, there := active[login]; {
			case !changed: // nobody of ours has touched it
			case !there:
				t.Errorf("the alias %s has the member %s, which no phone has", id, login)
			case !is && !c.blind:
				t.Errorf("the alias %s was changed and has the inactive member %s", id, login)
			}
		}
		byHand := was != nil && slices.ContainsFunc(strings.Split(was["logins_list"], ","), func(login string) bool { return strings.HasPrefix(login, "9") })
		if ours := c.blind && id <= "1008x"; byHand && changed && !ours { // without pages, nobody sees who changed what this program made
			t.Errorf("the alias %s of somebody else's was %s and is %s", id, was["logins_list"], row["logins_list"])
		}
		if r == nil || !changed && r.Status != object.Updated && r.Status != object.Added && r.Code != codes.Unchanged {
			continue
		}
		if doubtful := r.Status == object.Unconfirmed || r.Status == object.NotSent; doubtful && open {
			continue
		}
		for _, server := range clusterServers[:servers] {
			_, suffix, _ := strings.Cut(server, "=")
			if want := strings.TrimSuffix(id, "x") + suffix; !slices.Contains(members, want) && !c.blind {
				t.Errorf("the alias %s is %s %s %q, and %s is no member: %s", id, r.Status, r.Code, r.Message, want, row["logins_list"])
			}
		}
	}
	for id, r := range of {
		if now.aliases[id] == nil && (r.Status == object.Added || r.Status == object.Updated || r.Status == object.Exists) {
			t.Errorf("the alias %s is %s %s, and is not there", id, r.Status, r.Code)
		}
		if !open && (r.Status == object.Unconfirmed || r.Status == object.NotSent) {
			t.Errorf("the alias %s is %s %s %s", id, r.Status, r.Code, r.Message)
		}
	}
}

// undo takes a run of the register back, and compares the dialer with what it had before the run.
func (c *cluster) undo(t *testing.T, id string) {
	t.Helper()
	this, known, err := c.register.Run(id)
	if err != nil {
		t.Fatal(err)
	}
	if !known {
		return // nothing was sent
	}
	results, _ := c.undoRun(t, c.dialer, this)
	for _, r := range results {
		if !r.Done(false) && (!c.blind || r.Code != codes.BeforeUnknown) {
			t.Errorf("undo: %+v", r)
		}
	}
}
