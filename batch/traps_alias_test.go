package batch

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
)

// A trapCluster is a dialer with many servers.
type trapCluster struct {
	*desk
	dialer *dialer
}

func newTrapCluster(t *testing.T, servers int) *trapCluster {
	f := sandbox.Default()
	for i := range servers {
		f.State.Servers = append(f.State.Servers, fmt.Sprint("10.0.8.", i))
	}
	return &trapCluster{newDesk(t), &dialer{Server: sandbox.New(f)}}
}

// bring imports one person on the servers from first to last, with an alias, and returns the result of the alias. The
// logins end in the number of the server.
func (c *trapCluster) bring(t *testing.T, login string, first, last int) object.Result {
	t.Helper()
	var servers []string
	for i := first; i <= last; i++ {
		servers = append(servers, fmt.Sprintf("10.0.8.%d=%02d", i, i))
	}
	j := importing(t, c.dialer)
	j.Viewer, j.Lists = ReadPhones, ReadLists()
	var err error
	if j.Preflight.Servers, err = columns.ParseServers(columns.ServerOptions{Servers: servers}); err != nil {
		t.Fatal(err)
	}
	if j.Preflight.Alias, err = columns.ParseAliasing("{extension}x", ""); err != nil {
		t.Fatal(err)
	}
	list := strings.ReplaceAll(header, "server_ip,", "") + strings.NewReplacer("10.0.9.8,", "", "L1001", login).Replace(line(1001))
	claim := c.claim()
	claim.MaxChange = everybody(t)
	out, err := c.runAs(t, j, claim, list)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(out.Results, func(r object.Result) bool { return r.Kind == object.Alias })
	if i < 0 {
		t.Fatal(tally(out.Results))
	}
	return out.Results[i]
}

// members returns the members of an alias on the dialer.
func (c *trapCluster) members(id string) string {
	return aliasesByID(c.dialer.Server)[id]["logins_list"]
}

// An alias is extended up to the last character that its column keeps, and not beyond: the dialer would cut the list,
// and say SUCCESS.
func TestAnAliasIsNotExtendedBeyondItsColumn(t *testing.T) {
	c := newTrapCluster(t, 17)
	c.bring(t, "memberphone00", 0, 14)
	if r := c.bring(t, "memberphone00", 15, 15); r.Status != object.Updated || len(c.members("1001x")) != 255 {
		t.Errorf("%s %s, %d characters", r.Status, r.Code, len(c.members("1001x")))
	}
	before := c.members("1001x")
	if r := c.bring(t, "memberphone00", 16, 16); r.Status != object.Refused || c.members("1001x") != before {
		t.Errorf("%s %s %s: %s", r.Status, r.Code, r.Message, c.members("1001x"))
	}
}

// The dialer refuses a list that names a deleted phone: the alias keeps its members, and the result says which is gone.
func TestAnAliasWithADeletedMemberIsToldAndKept(t *testing.T) {
	c := newTrapCluster(t, 3)
	c.bring(t, "1001s", 0, 1)
	if r := c.dialer.client(t, "1234").DeletePhone(t.Context(), "1001", "10.0.8.1"); r.Code != apiclient.CodeDeleted {
		t.Fatal(r.Message())
	}
	r := c.bring(t, "1001s", 2, 2)
	if r.Status != object.Refused || r.Code != apiclient.CodeMemberAbsent || !strings.Contains(r.Message, "1001s01") || c.members("1001x") != "1001s00,1001s01" {
		t.Errorf("%s %s %s: %s", r.Status, r.Code, r.Message, c.members("1001x"))
	}
}

// A phone is taken out of an alias with a deleted member: the deleted member is left out too, as the dialer refuses a
// list that names it.
func TestALeaverIsTakenOutOfAnAliasWithADeletedMember(t *testing.T) {
	l := newDeparture(t, 0, ReadPhones, false)
	c := l.dialer.client(t, "1234")
	if r := c.DeletePhone(t.Context(), "1005", "10.0.9.8"); r.Code != apiclient.CodeDeleted {
		t.Fatal(r.Message())
	}
	got, err := retiringOf(t, l.desk, l.dialer, "extension,server_ip\n1004,10.0.9.8\n", nil)
	if err != nil || !cmp.Equal(got, []string{"1004 retired updated"}) {
		t.Fatal(err, got)
	}
	if x3 := aliasesByID(l.dialer.Server)["x3"]["logins_list"]; x3 != "L1006" || held(l.dialer.Server)["1004"]["active"] != "N" {
		t.Errorf("the alias has %s, the phone is active: %s", x3, held(l.dialer.Server)["1004"]["active"])
	}
}

// A login that is an alias on the dialer is neither added nor changed to: the agent screen would take the alias.
func TestALoginThatIsAnAliasOfTheDialerIsNotSent(t *testing.T) {
	d := trapDialer()
	alias := apiclient.Alias{AliasID: "l1002", AliasName: "n", PhoneLogins: []string{"L2001"}}
	if r := d.client(t, "1234").AddAlias(t.Context(), alias); r.Code != apiclient.CodeAdded {
		t.Fatal(r.Message())
	}
	before := len(d.Phones())
	j := importing(t, d)
	j.Viewer, j.Lists = ReadPhones, ReadLists()
	out, err := j.Do(t.Context(), strings.NewReader(listOf(3)))
	if err != nil || len(d.Phones()) != before+2 {
		t.Fatal(err, len(d.Phones()))
	}
	if diff := cmp.Diff(map[string]int{"added added yes": 2, "invalid login_is_alias": 1}, tally(out.Results)); diff != "" {
		t.Error(diff)
	}
	got, sent, err := updating(t, d, trapList("L2001", "L1002"))
	if err != nil || got != "refused login_is_alias" || len(sent) > 0 {
		t.Errorf("%s, %v, sent %v", got, err, sent)
	}
}
