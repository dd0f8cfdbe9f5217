//go:build unix

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// crashRows is how many rows the list of TestCrash has.
const crashRows = 300

// crashModes are how the imports of TestCrash are called. The number of an import chooses the mode and the faults: each
// mode meets all faults in turn.
var crashModes = []crashMode{{}, {there: 20}, {noProbe: true}, {there: 20, noProbe: true}, {first: 120}}

// A crashMode is a way to import: with phones of the list there beforehand, unasked, or so many at a time.
type crashMode struct {
	there, first int
	noProbe      bool
}

// skip says whether phones that exist already are to be called done.
func (m crashMode) skip() bool { return m.there > 0 || m.noProbe }

// flags are those of the import.
func (m crashMode) flags() (list []string) {
	if m.noProbe {
		list = append(list, "--no-probe")
	}
	if m.first > 0 {
		list = append(list, "--first", strconv.Itoa(m.first))
	}
	if m.skip() {
		list = append(list, "--on-existing", "skip")
	}
	return append(list, "--resume", "list.csv")
}

// TestCrash: an import that is killed at any moment, and resumed until it is over, loses no row and adds none twice.
//
//	go test ./cmd/phonebatch -run 'Crash' -v -crashes 200 -timeout 90m
func TestCrash(t *testing.T) {
	t.Parallel()
	kill(t, 3, "imports", func(k *killer, n int) {
		c := newCrash(k, n)
		c.finish(c.slay("import", c.flags()...), c.check, "import", c.flags()...)
	})
}

// A crash is one import that is killed again and again.
type crash struct {
	*killer
	crashMode
	lossy  bool     // SUCCESS may be a lie
	rows   []string // what they are known by, in the order of the list
	before map[string]bool
}

func newCrash(k *killer, n int) *crash {
	c := &crash{killer: k, crashMode: crashModes[n%len(crashModes)], before: make(map[string]bool)}
	faults := crashFaults[n/len(crashModes)%len(crashFaults)]
	c.lossy = strings.Contains(faults, "silent-loss")
	c.Logf("import %d: %+v, faults %s", n, c.crashMode, faults)
	c.writeList()
	c.url, _ = startSandbox(c, "phonebatch", "--fault", faults, "--seed", strconv.Itoa(n), "--fixture", c.writeFixture())
	return c
}

// writeList writes the list: each extension is on both servers.
func (c *crash) writeList() {
	var b strings.Builder
	b.WriteString("extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt,outbound_cid,template_id\n")
	for i := range crashRows {
		extension, login, server := 5000+i/2, 7000+i, "10.0.9."+strconv.Itoa(8+i%2)
		template := []string{"", "", "SIPTMPL", "webrtc_v2"}[i%4]
		fmt.Fprintf(&b, "%d,%d,%d,%d,PhonePass%d,%s,SIP,RegSecret%d,Agent %d,-5.00,7275550100,%s\n", extension, login, login, login, login, server, login, i, template)
		c.rows = append(c.rows, fmt.Sprintf("%s %d", server, extension))
	}
	c.write("list.csv", []byte(b.String()))
}

// writeFixture writes a dialer's state in which some of the list's phones are there, and returns its path.
func (c *crash) writeFixture() string {
	f := sandbox.Default()
	for i := range c.there {
		row := i * crashRows / c.there
		server, extension, _ := strings.Cut(c.rows[row], " ")
		f.State.Phones = append(f.State.Phones, map[string]string{"server_ip": server, "extension": extension, "login": strconv.Itoa(7000 + row)})
		c.before[c.rows[row]] = true
	}
	text, err := json.Marshal(f)
	if err != nil {
		c.Fatal(err)
	}
	return c.write("fixture.jsonl", append(text, '\n'))
}

// check compares the results of a process that ended with what the dialer holds, and with what the register knows.
func (c *crash) check(status int) {
	stored, known := c.stored(), c.look()
	if status == exit.Refused && len(known.runs) == 0 && len(stored) == len(c.before) {
		return // the dialer wanted nothing of the process, and nothing was sent
	}
	if len(known.runs) != 1 {
		c.Fatalf("the register knows %d runs: an import that is resumed begins no other", len(known.runs))
	}
	run := known.runs[0]
	results, err := readResults(run.Results)
	if errors.Is(err, fs.ErrNotExist) && status == exit.Refused && run.Ended.IsZero() {
		return // the dialer wanted nothing of the process that went on with the run
	}
	if err != nil {
		c.Fatal(err)
	}
	if len(results) != len(c.rows) {
		c.Fatalf("there are %d results for %d rows", len(results), len(c.rows))
	}
	undone := false
	for i, r := range results {
		undone = undone || r.Undone(c.skip())
		key := r.ServerIP + " " + r.Extension
		if key != c.rows[i] || r.Line != i+2 || r.Run != run.ID {
			c.Errorf("result %d is of line %d, %s, run %s; want line %d, %s, run %s", i, r.Line, key, r.Run, i+2, c.rows[i], run.ID)
		}
		id := object.Key{Kind: object.Phone, ServerIP: r.ServerIP, Name: r.Extension}
		was := known.objects[run.ID][id]
		if !c.holds(&r, stored[key], c.before[key], status) || (r.Status == object.Added) != (was != nil && was.Added()) {
			c.Errorf("exit %d: %s is %s (%s, verified %q, %s); stored: %t, before: %t; the register says %s",
				status, key, r.Status, r.Code, r.Verified, r.Message, stored[key], c.before[key], known.about(id))
		}
		delete(stored, key)
	}
	if len(stored) > 0 {
		c.Errorf("the dialer holds phones that the list does not name: %v", stored)
	}
	c.checkFiles(run, status, undone)
}

// checkFiles looks at what a run that ended has left on the disk.
func (c *crash) checkFiles(run register.Run, status int, undone bool) {
	if _, err := os.Stat(files.FailedPath(run.Results)); (err == nil) != undone {
		c.Errorf("exit %d, some row is not done: %t, and the file of failed rows: %v", status, undone, err)
	}
	if undone && status == exit.Done {
		c.Errorf("exit %d, and some rows are not done", status)
	}
}

// holds says whether a result tells the truth.
func (c *crash) holds(r *object.Result, stored, before bool, status int) bool {
	switch r.Status {
	case object.Added:
		unproved := c.lossy && status == exit.Refused && r.Verified != object.VerifiedYes
		return (stored || unproved) && !before
	case object.Exists:
		return before || c.noProbe && stored && r.Code == codes.CannotTell
	case object.Unconfirmed:
		return status != exit.Done && (r.Code != codes.StoredNothing || c.lossy && !stored)
	case object.NotSent:
		return status != exit.Done && stored == before
	}
	return false
}

// stored asks what the dialer holds, by server and extension; nothing may be there twice.
func (k *killer) stored() map[string]bool {
	keys, logins := make(map[string]bool), make(map[string]bool)
	for _, p := range storedPhones(k, k.url) {
		key := p["server_ip"] + " " + p["extension"]
		if keys[key] || logins[p["login"]] {
			k.Errorf("%s, login %s, is stored twice", key, p["login"])
		}
		keys[key], logins[p["login"]] = true, true
	}
	return keys
}
