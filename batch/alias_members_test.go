package batch

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
)

// An office is a cluster whose list the test writes: extension, login and phone_pass of each person.
type office struct {
	*cluster
	stops   bool // an error may end a run
	retires bool // people who are missing leave
}

func newOffice(t *testing.T, pages bool) *office {
	if pages {
		return &office{cluster: newCluster(t, 1, ReadPhones)}
	}
	return &office{cluster: newCluster(t, 1, nil)}
}

// bring imports people on so many servers, and returns the results of the aliases.
func (c *office) bring(t *testing.T, update bool, servers int, people ...string) map[string]object.Result {
	t.Helper()
	var b strings.Builder
	b.WriteString(strings.ReplaceAll(header, "server_ip,", ""))
	for _, p := range people {
		v := strings.Fields(p)
		b.WriteString(strings.Join([]string{v[0], v[0], v[0], v[1], v[2], "SIP", "Rv4mTz" + v[0], "Agent " + v[0], "-5.00", "7275551212"}, ",") + "\n")
	}
	j := patient(t, c.dialer, 1)
	if c.viewer != nil {
		j.Viewer, j.Lists = c.viewer, ReadLists()
	}
	j.Update = update
	var err error
	if j.Preflight.Servers, err = columns.ParseServers(columns.ServerOptions{Servers: clusterServers[:servers]}); err != nil {
		t.Fatal(err)
	}
	if j.Preflight.Alias, err = columns.ParseAliasing("{extension}x", ""); err != nil {
		t.Fatal(err)
	}
	claim := c.claim()
	claim.RetireMissing, claim.MaxChange = c.retires, everybody(t)
	out, err := c.runAs(t, j, claim, b.String())
	if err != nil && !c.stops {
		t.Fatal(err)
	}
	aliases := make(map[string]object.Result)
	for _, r := range out.Results {
		if r.Kind == object.Alias {
			aliases[r.PhoneLogin] = r
		}
	}
	return aliases
}

// hand lets somebody call a function of the dialer.
func (c *office) hand(t *testing.T, function string, fields ...string) {
	t.Helper()
	form := url.Values{"function": {function}, "source": {"somebody"}, "user": {"6666"}, "pass": {"1234"}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	if _, body := c.dialer.Call(form); !strings.HasPrefix(body, "SUCCESS") {
		t.Fatal(body)
	}
}

// phone adds somebody's phone.
func (c *office) phone(t *testing.T, extension, server, login, pass string) {
	t.Helper()
	c.hand(t, "add_phone", "extension", extension, "server_ip", server, "phone_login", login, "dialplan_number", extension, "voicemail_id", extension,
		"phone_pass", pass, "protocol", "SIP", "registration_password", "Qw8zXcXc", "phone_full_name", "x", "local_gmt", "-5.00", "outbound_cid", "7275551212")
}

// has fails the test if an alias has other members; "" stands for no alias.
func (c *office) has(t *testing.T, alias, members string) {
	t.Helper()
	got := strings.Split(aliasesByID(c.dialer.Server)[alias]["logins_list"], ",")
	slices.Sort(got)
	if is := strings.Join(got, ","); is != members {
		t.Errorf("the alias %s has the members %q, want %q", alias, is, members)
	}
}

// takeBack takes a run back and returns the results of the aliases and the phones that are not done.
func (c *office) takeBack(t *testing.T, id string) (notDone []string) {
	t.Helper()
	this, _, err := c.register.Run(id)
	if err != nil {
		t.Fatal(err)
	}
	results, _ := c.undoRun(t, c.dialer, this)
	for _, r := range results {
		if !r.Done(false) {
			notDone = append(notDone, string(r.Kind)+" "+string(r.Code))
		}
	}
	return notDone
}

// A phone that was there before comes into a new alias only if its login and its password are known to be those of the
// list, and if it is active.
func TestAStrangersPhoneComesIntoNoAlias(t *testing.T) {
	for name, test := range map[string]struct {
		login, pass, active string
		other               bool   // another phone has the login of the list
		mended              bool   // --on-existing update gives the phone what it lacks
		fits                bool   // the phone has all that the alias needs
		why                 string // with pages
	}{
		"another password": {login: "1001a", pass: "Foreign9", active: "Y", mended: true, why: "another login or password"},
		"another login":    {login: "zzz", pass: "Gx7kPq99", active: "Y", other: true, why: "another login or password"},
		"not active":       {login: "1001a", pass: "Gx7kPq99", active: "N", mended: true, why: "not active"},
		"the same":         {login: "1001a", pass: "Gx7kPq99", active: "Y", fits: true, mended: true},
	} {
		for _, pages := range []bool{true, false} {
			for _, update := range []bool{true, false} {
				t.Run(name+map[bool]string{true: "/pages"}[pages]+map[bool]string{true: "/update"}[update], func(t *testing.T) {
					c := newOffice(t, pages)
					c.phone(t, "1001", "10.0.9.8", test.login, test.pass)
					c.hand(t, "update_phone", "extension", "1001", "server_ip", "10.0.9.8", "active", test.active)
					if test.other {
						c.phone(t, "9001", "10.0.9.9", "1001a", "Foreign9")
					}
					r := c.bring(t, update, 2, "1001 1001 Gx7kPq99")["1001x"]
					if pages && (test.fits || update && test.mended) {
						if c.has(t, "1001x", "1001a,1001b"); r.Status != object.Added {
							t.Errorf("%+v", r)
						}
						return
					}
					c.has(t, "1001x", "")
					why := test.why
					switch {
					case pages && update && test.other:
						why = "not there: 1001a" // the login is taken
					case !pages:
						why = "nobody knows its login"
					}
					if r.Status != object.Refused || r.Code != codes.MembersMissing || !strings.Contains(r.Message, why) || r.Done(true) {
						t.Errorf("%+v", r)
					}
				})
			}
		}
	}
}

// A phone of which the register knows the login and the password comes into an alias without the dialer's pages.
func TestAnOwnPhoneComesIntoAnAliasWithoutPages(t *testing.T) {
	c := newOffice(t, false)
	c.bring(t, true, 1, "1001 1001 Gx7kPq99")
	if r := c.bring(t, true, 2, "1001 1001 Gx7kPq99")["1001x"]; r.Status != object.Updated {
		t.Errorf("%+v", r)
	}
	c.has(t, "1001x", "1001a,1001b")
	c.hand(t, "update_phone_alias", "alias_id", "1001x", "delete_alias", "Y")
	if r := c.bring(t, true, 2, "1001 1001 Gx7kPq77")["1001x"]; r.Status != object.Added {
		t.Errorf("after a change: %+v", r)
	}
	c.hand(t, "update_phone_alias", "alias_id", "1001x", "delete_alias", "Y")
	if r := c.bring(t, false, 2, "1001 1001 Gx7kPq88")["1001x"]; r.Code != codes.MembersMissing {
		t.Errorf("with another password: %+v", r)
	}
}

// An alias loses the login that its phone had before, once and for all: whoever gets that login is no member.
func TestAnAliasFollowsANewLogin(t *testing.T) {
	for _, pages := range []bool{true, false} {
		t.Run(map[bool]string{true: "pages", false: "register"}[pages], func(t *testing.T) {
			c := newOffice(t, pages)
			c.bring(t, true, 2, "1001 1001 Gx7kPq11", "1002 1002 Gx7kPq22")
			team := "1002a,1001b"
			c.hand(t, "add_phone_alias", "alias_id", "team", "alias_name", "by hand", "phone_logins", team)
			list := []string{"1001 1001 Gx7kPq11", "1002 2992 Gx7kPq22"}
			if r := c.bring(t, true, 2, list...)["1002x"]; r.Status != object.Updated {
				t.Errorf("%+v", r)
			}
			renamed := c.last.ID()
			c.has(t, "1002x", "2992a,2992b")
			for range 2 {
				if r := c.bring(t, true, 2, list...)["1002x"]; r.Status != object.Exists || r.Code != codes.Unchanged {
					t.Errorf("the next night: %+v", r)
				}
			}
			if r := c.bring(t, true, 2, append(list, "1003 1002 Gx7kPq33")...)["1003x"]; r.Status != object.Added {
				t.Errorf("%+v", r)
			}
			added := c.last.ID()
			c.has(t, "1002x", "2992a,2992b")
			c.has(t, "1003x", "1002a,1002b")
			c.has(t, "team", "1001b,1002a")
			if got := c.takeBack(t, renamed); len(got) != 3 || !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "alias") }) {
				t.Errorf("out of order, not done: %q", got)
			}
			c.has(t, "1002x", "2992a,2992b")
			if got := append(c.takeBack(t, added), c.takeBack(t, renamed)...); pages && len(got) > 0 {
				t.Errorf("not done: %q", got)
			}
			c.has(t, "1003x", "")
			c.has(t, "1002x", map[bool]string{true: "1002a,1002b", false: "2992a,2992b"}[pages])
		})
	}
}

// Logins move from person to person in one run: each alias has the phones of its person, and undo brings all back.
func TestAliasesFollowLoginsThatMove(t *testing.T) {
	c := newOffice(t, true)
	c.bring(t, true, 3, "1001 1001 Gx7kPq11", "1002 1002 Gx7kPq22")
	before := c.snapshot()
	c.bring(t, true, 2, "1001 2992 Gx7kPq11", "1002 1001 Gx7kPq22")
	c.has(t, "1001x", "1001c,2992a,2992b")
	c.has(t, "1002x", "1001a,1001b,1002c")
	c.undo(t, c.last.ID())
	if now := c.snapshot(); now.aliases["1001x"]["logins_list"] != before.aliases["1001x"]["logins_list"] {
		t.Errorf("%v", now.aliases)
	}
	c.has(t, "1002x", "1002a,1002b,1002c")
}

// A run is cut off while it sends an alias whose phone has a new login, and is resumed.
func TestAnAliasFollowsANewLoginAfterAnInterruption(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newOffice(t, true)
		c.bring(t, true, 2, "1001 1001 Gx7kPq11")
		c.stops = true
		c.dialer.instead = func(function string, form url.Values) (int, string) {
			if function == "update_phone_alias" && form.Get("phone_logins") != "" {
				return 500, ""
			}
			return 0, ""
		}
		if r := c.bring(t, true, 2, "1001 2992 Gx7kPq11")["1001x"]; r.Status != object.Unconfirmed {
			t.Fatalf("%+v", r)
		}
		c.dialer.instead, c.stops = nil, false
		if r := c.bring(t, true, 2, "1001 2992 Gx7kPq11")["1001x"]; r.Status != object.Updated {
			t.Errorf("%+v", r)
		}
		c.has(t, "1001x", "2992a,2992b")
		c.undo(t, c.last.ID())
		c.has(t, "1001x", "1001a,1001b")
	})
}

// A list for one server alone gives its phone another password: the alias would have two, and the row is not done.
func TestAnAliasWithAPasswordOfItsOwnOnAnotherServerIsTold(t *testing.T) {
	for _, pages := range []bool{true, false} {
		c := newOffice(t, pages)
		c.bring(t, true, 2, "1001 1001 Gx7kPq11")
		if r := c.bring(t, true, 1, "1001 1001 Gx7kPq11")["1001x"]; r.Status != object.Exists || r.Code != codes.Unchanged {
			t.Errorf("%+v", r)
		}
		r := c.bring(t, true, 1, "1001 1001 Gx7kPq22")["1001x"]
		if r.Status != object.Refused || r.Code != codes.MembersMissing || !strings.Contains(r.Message, "1001b") {
			t.Errorf("%+v", r)
		}
		c.has(t, "1001x", "1001a,1001b")
		if r := c.bring(t, true, 2, "1001 1001 Gx7kPq22")["1001x"]; r.Status != object.Exists || r.Code != codes.Unchanged {
			t.Errorf("mended: %+v", r)
		}
	}
}
