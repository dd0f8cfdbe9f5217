//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/register"
)

const (
	changeStaff = 30 // how many people the list of TestChangesCrash has in the first night
	changeStay  = 26 // how many of them are in the list of the second night
	changeSoon  = 6  // how many of these have a phone on the second server in the second night only
	changeNew   = 4  // how many people are new in the second night
)

// The user apiOnly may not view the dialer's pages.
const apiOnly = "apionly"

// changeModes are how the imports of TestChangesCrash are called. The number of an import chooses the mode and the
// faults.
var changeModes = []changeMode{{}, {blind: true}, {deletes: true}, {blind: true, user: apiOnly}, {blind: true, deletes: true}}

// A changeMode is a way to import: without the dialer's pages, or with phones deleted when their people leave.
type changeMode struct {
	blind, deletes bool
	user           string // of the import and of the undo; empty for one who may do all
}

// as are the flags that say who calls.
func (m changeMode) as() (list []string) {
	if m.user != "" {
		list = append(list, "--user", m.user)
	}
	return list
}

// flags are those of the import.
func (m changeMode) flags() []string {
	list := append(m.as(), "--resume", "--on-existing", "update", "--retire-missing", "--servers", "10.0.9.8=a,10.0.9.9=b", "--alias", "{extension}x")
	switch {
	case !m.blind:
		list = append(list, "--read-back", "require") // one odd page, and the import would go on without pages
	case m.user == "":
		list = append(list, "--read-back", "off")
	}
	if m.deletes {
		list = append(list, "--retire-by", "delete")
	}
	return append(list, "list.csv")
}

// TestChangesCrash: a list comes again with changes: it adds people on two servers under one alias, gives others a
// phone on the second server and extends their alias, changes values, and some people are gone. The import is killed at
// any moment and resumed until it is over, and so is its undo. No phone is there twice, no login is stolen, no alias
// has a member that is inactive or that no phone has, every result is true, and undo brings back what was before.
//
//	go test ./cmd/phonebatch -run 'ChangesCrash' -v -crashes 100 -timeout 90m
func TestChangesCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("shorter tests run the same code")
	}
	t.Parallel()
	kill(t, len(changeModes), "imports with changes and their undos", func(k *killer, n int) {
		c := newChangesCrash(k, n)
		c.firstNight()
		c.list = c.secondNight()
		c.write("list.csv", []byte(changeList(c.list)))
		c.before = c.state()
		c.slay("import", c.flags()...) // a run that is over may have rows that are not done
		c.finish(c.run(c.Context(), "import", c.flags()...), c.check, "import", c.flags()...)
		c.checkAll()
		c.undo()
	})
}

// A changesCrash is an import with changes that is killed again and again, and its undo.
type changesCrash struct {
	*killer
	changeMode
	lossy  bool // SUCCESS may be a lie
	list   []changePerson
	before changeState
	first  string // the id of the first night's run
}

// A changePerson is a row of the list.
type changePerson struct {
	extension int
	name, cid string
	pass      string
	both      bool // on both servers
}

// servers are the servers of a person, with the suffix of each.
func (p *changePerson) servers() map[string]string {
	if p.both {
		return map[string]string{"10.0.9.8": "a", "10.0.9.9": "b"}
	}
	return map[string]string{"10.0.9.8": "a"}
}

// logins are the members of the alias of a person, as the dialer stores them.
func (p *changePerson) logins() string {
	var list []string
	for _, suffix := range p.servers() {
		list = append(list, strconv.Itoa(p.extension)+suffix)
	}
	slices.Sort(list)
	return strings.Join(list, ",")
}

// changeList is the text of a list.
func changeList(people []changePerson) string {
	var b strings.Builder
	b.WriteString("extension,dialplan_number,voicemail_id,phone_login,phone_pass,protocol,registration_password,phone_full_name,local_gmt,outbound_cid,servers\n")
	for _, p := range people {
		servers := "10.0.9.8"
		if p.both {
			servers = `"10.0.9.8,10.0.9.9"`
		}
		e := p.extension
		fmt.Fprintf(&b, "%d,%d,%d,%d,%s,SIP,RegSecret%d,%s,-5.00,%s,%s\n", e, e, e, e, p.pass, e, p.name, p.cid, servers)
	}
	return b.String()
}

func newChangesCrash(k *killer, n int) *changesCrash {
	c := &changesCrash{killer: k, changeMode: changeModes[n%len(changeModes)]}
	faults := crashFaults[n/len(changeModes)%len(crashFaults)]
	c.lossy = strings.Contains(faults, "silent-loss")
	c.Logf("import %d: %+v, faults %s", n, c.changeMode, faults)
	c.longestLog = 300 << 10
	c.url, _ = startSandbox(c, "phonebatch", "--fault", faults, "--seed", strconv.Itoa(n), "--fixture", c.writeFixture())
	return c
}

// writeFixture writes the state of a dialer with the user apiOnly, and returns its path.
func (c *changesCrash) writeFixture() string {
	f := sandbox.Default()
	user := f.State.Users[0]
	user.User, user.APIOnlyUser = apiOnly, 1
	f.State.Users = append(f.State.Users, user)
	text, err := json.Marshal(f)
	if err != nil {
		c.Fatal(err)
	}
	return c.write("fixture.jsonl", append(text, '\n'))
}

// firstNight imports the list, without a kill, and has somebody make an alias of two people by hand: one of them
// leaves.
func (c *changesCrash) firstNight() {
	for i := range changeStaff {
		e := 5000 + i
		c.list = append(c.list, changePerson{
			extension: e, name: fmt.Sprint("Agent ", e), cid: "7275550100", pass: fmt.Sprint("PhonePass", e), both: i >= changeSoon,
		})
	}
	c.write("list.csv", []byte(changeList(c.list)))
	c.finish(c.run(c.Context(), "import", c.flags()...), func(int) {}, "import", c.flags()...)
	run, _ := c.look().newest(register.CommandImport)
	c.first = run.ID
	for c.state().aliases["team"] == "" {
		c.call("add_phone_alias", "alias_id", "team", "alias_name", "by hand", "phone_logins", "5020a,5029b")
	}
}

// secondNight is the list of the second night.
func (c *changesCrash) secondNight() []changePerson {
	list := slices.Clone(c.list[:changeStay])
	for i := range list {
		p := &list[i]
		p.both = true
		switch i % 7 {
		case 1:
			p.name = fmt.Sprint("Changed ", p.extension)
		case 3:
			p.pass = fmt.Sprint("NewPass", p.extension)
		case 5:
			p.cid = fmt.Sprint(7275550000 + p.extension)
		}
	}
	for i := range changeNew {
		e := 5100 + i
		list = append(list, changePerson{extension: e, name: fmt.Sprint("Agent ", e), cid: "7275550100", pass: fmt.Sprint("PhonePass", e), both: true})
	}
	c.random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// gone are the extensions of the people who leave.
func (c *changesCrash) gone(extension string) bool {
	e, _ := strconv.Atoi(extension)
	return e >= 5000+changeStay && e < 5000+changeStaff
}

// undo kills the undo of each run of the second night again and again, and compares the dialer with what it was before.
func (c *changesCrash) undo() {
	for _, run := range c.look().runs {
		if run.ID == c.first {
			break
		}
		if run.Command == register.CommandImport {
			c.takeBack(run.ID)
		}
	}
	c.compare()
}

// takeBack undoes a run. Without pages, the values before an update are not known: the undo says so and is not done.
func (c *changesCrash) takeBack(run string) {
	args := append(c.as(), run)
	c.slay("undo", args...)
	for range maxRounds {
		if status := c.run(c.Context(), "undo", args...); status == 0 || c.blind && c.undoneAsFarAsKnown(run) {
			return
		}
	}
	c.Errorf("after %d rounds the undo is not done", maxRounds)
}

// state asks what the dialer holds.
func (c *changesCrash) state() changeState {
	s := changeState{phones: make(map[string]map[string]string), aliases: make(map[string]string)}
	for _, p := range storedRows(c, c.url, "phones") {
		s.phones[p["server_ip"]+" "+p["extension"]] = p
	}
	for _, a := range storedRows(c, c.url, "aliases") {
		members := strings.Split(a["logins_list"], ",")
		slices.Sort(members)
		s.aliases[a["alias_id"]] = strings.Join(members, ",")
	}
	return s
}

// A changeState is what a dialer holds: phones by server and extension, and the members of aliases, sorted.
type changeState struct {
	phones  map[string]map[string]string
	aliases map[string]string
}

// logins are the active phones' logins, and those of the others.
func (s *changeState) logins() map[string]bool {
	active := make(map[string]bool)
	for p := range maps.Values(s.phones) {
		active[p["login"]] = p["active"] == "Y"
	}
	return active
}
