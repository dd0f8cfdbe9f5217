//go:build unix

package main

import (
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// call makes a call as somebody else would.
func (c *changesCrash) call(function string, fields ...string) {
	form := url.Values{"function": {function}, "source": {"somebody"}, "user": {"6666"}, "pass": {"1234"}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	resp, err := http.PostForm(c.url+"/vicidial/non_agent_api.php", form)
	if err == nil {
		_ = resp.Body.Close()
	}
}

// check compares the results of a process that ended with what the dialer holds.
func (c *changesCrash) check(status int) {
	c.checkAliases()
	runs := c.look().runs
	run := runs[0]
	switch {
	case run.ID == c.first && status != exit.Refused:
		c.Fatalf("exit %d, and no run has begun", status)
	case run.ID == c.first || len(runs) > 2: // a run that was over has left rows that are not done, and this one found others before
		return
	}
	results, err := readResults(run.Results)
	if errors.Is(err, fs.ErrNotExist) && status == exit.Refused && run.Ended.IsZero() {
		return // the dialer wanted nothing of the process that went on with the run
	}
	if err != nil {
		c.Fatal(err)
	}
	now := c.state()
	for i := range results {
		if text := c.contradicts(&results[i], &now); text != "" {
			c.Errorf("exit %d: %+v, but %s", status, results[i], text)
		}
	}
}

// contradicts says how a result differs from what the dialer holds, or returns "".
func (c *changesCrash) contradicts(r *object.Result, now *changeState) string {
	if r.Kind == object.Alias {
		return c.aliasContradicts(r, now)
	}
	place := r.ServerIP + " " + r.Extension
	was, is := c.before.phones[place], now.phones[place]
	wanted := c.values(r.ServerIP, r.Extension)
	differs := wanted != nil && is != nil && !contains(is, wanted)
	unproved := c.lossy && r.Verified != object.VerifiedYes
	switch {
	case r.Status == object.Added && (was != nil || !unproved && (is == nil || differs)):
		return "it was there, is not there, or has other values"
	case r.Status == object.Updated && (was == nil || differs && !unproved), r.Code == codes.Unchanged && differs && !(c.lossy && c.blind):
		return "it was not there, or has other values"
	case r.Status == object.Retired && !unproved && is["active"] != "N":
		return "it is active"
	case (r.Status == object.Deleted || r.Status == object.Gone) && is != nil && !unproved:
		return "it is there"
	case r.Line == 0 && !c.gone(r.Extension):
		return "the person is in the list"
	case (r.Status == object.NotSent || r.Status == object.Refused) && !cmp.Equal(was, is) && r.Attempts == 0:
		return "it was changed: " + cmp.Diff(was, is)
	case r.Verified == object.VerifiedYes && (r.Status == object.Added || r.Status == object.Updated) && differs:
		return "it has other values"
	}
	return ""
}

// aliasContradicts is contradicts for an alias.
func (c *changesCrash) aliasContradicts(r *object.Result, now *changeState) string {
	was, is := c.before.aliases[r.PhoneLogin], now.aliases[r.PhoneLogin]
	wanted := c.members(r.PhoneLogin)
	unproved := c.lossy && (c.blind || r.Verified != object.VerifiedYes)
	switch {
	case r.Status == object.Added && (was != "" || is == "" && !unproved):
		return "it was there, or is not there"
	case (r.Status == object.Updated || r.Status == object.Added || r.Code == codes.Unchanged) && is != wanted && !unproved:
		return "its members are " + is
	case (r.Status == object.NotSent || r.Status == object.Refused) && was != is && r.Attempts == 0:
		return "it was " + was + " and is " + is
	}
	return ""
}

// contains says whether a phone has values.
func contains(phone, values map[string]string) bool {
	for column, value := range values {
		if phone[column] != value {
			return false
		}
	}
	return true
}

// values are what the list wants a phone to be, or nil.
func (c *changesCrash) values(server, extension string) map[string]string {
	for i := range c.list {
		p := &c.list[i]
		suffix, on := p.servers()[server]
		if e := strings.TrimSuffix(strings.Split(p.logins(), ",")[0], "a"); e == extension && on {
			return map[string]string{
				"login": e + suffix, "pass": p.pass, "conf_secret": "RegSecret" + e, "fullname": p.name, "outbound_cid": p.cid, "protocol": "SIP", "active": "Y",
			}
		}
	}
	return nil
}

// members are what the list wants an alias to have.
func (c *changesCrash) members(id string) string {
	for i := range c.list {
		if logins := c.list[i].logins(); strings.HasPrefix(logins, strings.TrimSuffix(id, "x")+"a") {
			return logins
		}
	}
	return ""
}

// checkAliases: no phone is there twice, no login is stolen, and no alias has a member that is inactive or that no
// phone has. Without pages, nobody sees the aliases of the people who leave; nor that a change was lost.
func (c *changesCrash) checkAliases() {
	c.stored()
	now := c.state()
	active := now.logins()
	for place, p := range now.phones {
		if was := c.before.phones[place]; was != nil && (was["login"] != p["login"] || was["protocol"] != p["protocol"]) {
			c.Errorf("%s had login %s and protocol %s, and has %s and %s", place, was["login"], was["protocol"], p["login"], p["protocol"])
		}
	}
	for id, members := range now.aliases {
		for login := range strings.SplitSeq(members, ",") {
			is, there := active[login]
			if leaves := c.gone(login[:len(login)-1]); !is && !(leaves && (c.blind || c.lossy || !there)) {
				c.Errorf("the alias %s (%s) has the member %s: there %t, active %t", id, members, login, there, is)
			}
		}
	}
}

// checkAll: the import is over, so the dialer has what the list wants, and the people who are gone have no active
// phone.
func (c *changesCrash) checkAll() {
	if c.lossy && c.blind {
		return // nobody sees that a change was lost
	}
	now := c.state()
	for i := range c.list {
		p := &c.list[i]
		e, _, _ := strings.Cut(p.logins(), "a")
		for server := range p.servers() {
			if is := now.phones[server+" "+e]; !contains(is, c.values(server, e)) {
				c.Errorf("%s on %s is %v, want %v", e, server, is, c.values(server, e))
			}
		}
		if is := now.aliases[e+"x"]; is != p.logins() {
			c.Errorf("the alias %sx has %s, want %s", e, is, p.logins())
		}
	}
	for place, p := range now.phones {
		if c.gone(p["extension"]) && (p["active"] == "Y" || c.deletes) {
			c.Errorf("%s has left, and the phone is there, active %s", place, p["active"])
		}
	}
}

// undoneAsFarAsKnown says whether an undo without pages has left only what nobody knows.
func (c *changesCrash) undoneAsFarAsKnown(run string) bool {
	g := c.look()
	i := slices.IndexFunc(g.runs, func(r register.Run) bool { return r.ID == run })
	results, err := readResults(files.UndoPath(g.runs[i].Results))
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(results, func(r object.Result) bool { return !r.Done(false) && r.Code != codes.BeforeUnknown })
}

// compare compares the dialer after the undo with what it was before.
func (c *changesCrash) compare() {
	now := c.state()
	if !c.blind {
		if d := cmp.Diff(c.before.phones, now.phones) + cmp.Diff(c.before.aliases, now.aliases); d != "" {
			c.Error("after undo:", d)
		}
		return
	}
	if c.lossy {
		return
	}
	for place, was := range c.before.phones {
		is := now.phones[place]
		if is == nil && c.deletes && c.gone(was["extension"]) {
			continue // nobody knows the values
		}
		if is == nil || is["active"] != "Y" || is["login"] != was["login"] {
			c.Errorf("after undo, %s is %v", place, is)
		}
	}
	for place := range now.phones {
		if c.before.phones[place] == nil {
			c.Errorf("after undo, %s is still there", place)
		}
	}
	if d := cmp.Diff(c.aliasesBefore(now), now.aliases); d != "" {
		c.Error("after undo:", d)
	}
}

// aliasesBefore returns the aliases before the import, without those whose phones nobody can add again.
func (c *changesCrash) aliasesBefore(now changeState) map[string]string {
	active := now.logins()
	before := maps.Clone(c.before.aliases)
	maps.DeleteFunc(before, func(id, members string) bool {
		there := func(login string) bool { _, is := active[login]; return is }
		return c.deletes && c.gone(strings.TrimSuffix(id, "x")) && !slices.ContainsFunc(strings.Split(members, ","), there)
	})
	return before
}
