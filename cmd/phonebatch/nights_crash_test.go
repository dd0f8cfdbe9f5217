//go:build unix

package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"phonebatch/batch/exit"
	"phonebatch/batch/register"
)

const (
	crashNights = 3  // how many nights in a row TestNightsCrash imports the list
	crashStaff  = 60 // how many people the list has in the first night
)

// TestNightsCrash: every night a list of names is imported, the import is killed at any moment, and resumed until it is
// over. Nobody gets a second phone, numbers and passwords stay, and the file of passwords has one line a phone, with
// what the dialer holds. The phones of those who have left are inactive, and no others.
func TestNightsCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("shorter tests run the same code")
	}
	t.Parallel()
	kill(t, 1, "nightly imports", func(k *killer, n int) {
		c := &nightsCrash{killer: k}
		faults := crashFaults[n%len(crashFaults)]
		k.Logf("nights %d: faults %s", n, faults)
		k.url, _ = startSandbox(k, "phonebatch", "--fault", faults, "--seed", strconv.Itoa(n))
		for i := range crashStaff {
			c.hire(i)
		}
		for range crashNights {
			before := c.phones()
			c.writeList()
			c.finish(c.slay("import", c.flags()...), func(int) { c.check(before) }, "import", c.flags()...)
			c.checkActive()
			if n := len(c.phones()); n < len(c.staff) {
				c.Errorf("%d people have %d phones", len(c.staff), n)
			}
			c.change()
		}
	})
}

// A nightsCrash is a list of people that changes a little from night to night.
type nightsCrash struct {
	*killer
	staff []string // rows of the list
	hired int      // people, those who have left included
}

// hire adds somebody new to the list.
func (c *nightsCrash) hire(n int) {
	c.staff = append(c.staff, fmt.Sprintf("Ann%c%c,Lee%d,%d,%s", 'a'+n/26, 'a'+n%26, n, 4000+7*n, []string{"Sales", "Care"}[n%2]))
	c.hired = n + 1
}

// change has some people leave, others come, one move to another department, and the rows stand in another order.
func (c *nightsCrash) change() {
	c.random.Shuffle(len(c.staff), func(i, j int) { c.staff[i], c.staff[j] = c.staff[j], c.staff[i] })
	c.staff = c.staff[c.random.IntN(3):]
	c.staff[0] = c.staff[0][:strings.LastIndexByte(c.staff[0], ',')] + ",Moved"
	for range c.random.IntN(5) {
		c.hire(c.hired)
	}
}

func (c *nightsCrash) writeList() {
	c.write("hr.csv", []byte("First Name,Last Name,Staff No,Department\n"+strings.Join(c.staff, "\n")+"\n"))
}

func (c *nightsCrash) flags() []string {
	return []string{
		"--resume", "--on-existing", "skip", "--retire-missing", "--usual-defaults", "--default", "phone_full_name={First Name} {Last Name}", "--default", "local_gmt=-5.00", "--ignore", "unknown_column",
		"--spread", "server_ip=10.0.9.8,10.0.9.9", "--number", "extension=2001-2999", "--generate", "phone_pass,registration_password", "hr.csv",
	}
}

// checkActive checks that the phones of the people in the list are active, and that those of the others are not, unless
// the newest import says that something is not done.
func (c *nightsCrash) checkActive() {
	listed := strings.ReplaceAll(strings.Join(c.staff, "\n"), ",", " ")
	newest, _ := c.look().newest(register.CommandImport)
	for _, p := range storedPhones(c, c.url) {
		stays := strings.Contains(listed, p["fullname"]+" ")
		if active := p["active"] == "Y"; active != stays && (stays || newest.NotDone == 0) {
			c.Errorf("%s is in the list: %v; the phone is active: %v", p["fullname"], stays, active)
		}
	}
}

// phones are what the dialer holds: by full name the server, the number, the login and the passwords.
func (c *nightsCrash) phones() map[string]string {
	m, numbers := make(map[string]string), make(map[string]string)
	for _, p := range storedPhones(c, c.url) {
		name, number := p["fullname"], p["extension"]
		if m[name] != "" {
			c.Errorf("%s has two phones: %s and %s on %s", name, m[name], number, p["server_ip"])
		}
		if numbers[number] != "" {
			c.Errorf("extension %s is that of %s and of %s", number, numbers[number], name)
		}
		m[name] = strings.Join([]string{p["server_ip"], number, p["login"], p["pass"], p["conf_secret"]}, " ")
		numbers[number] = name
	}
	return m
}

// check compares what the dialer holds after a process that ended with what it held the night before, and with the file
// of passwords.
func (c *nightsCrash) check(before map[string]string) {
	after, lines := c.phones(), c.credentials()
	for name, had := range before {
		if after[name] != had {
			c.Errorf("%s had %q and has %q", name, had, after[name])
		}
	}
	for name, has := range after {
		if !slices.Contains(lines[name], has) {
			c.Errorf("%s has %q, and the file of passwords says %q", name, has, lines[name])
		}
	}
	for name, said := range lines {
		if len(said) != 1 {
			c.Errorf("%s has %d lines in the file of passwords: %q", name, len(said), said)
		}
	}
}

// credentials are the lines of the file of passwords, by full name: server, number, login and passwords. The runs of
// the register know of one such file, which is missing where nothing was sent.
func (c *nightsCrash) credentials() map[string][]string {
	g := c.look()
	run, found := g.newest(register.CommandImport)
	if !found {
		return nil
	}
	for _, other := range g.runs {
		if other.Credentials != run.Credentials {
			c.Errorf("the passwords are in %s and in %s", run.Credentials, other.Credentials)
		}
	}
	f, err := os.Open(run.Credentials)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		c.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		c.Fatal(err)
	}
	lines := make(map[string][]string)
	for _, r := range records[1:] {
		lines[r[4]] = append(lines[r[4]], strings.Join([]string{r[1], r[2], r[3], r[5], r[6]}, " "))
	}
	return lines
}

// TestUndoCrash: an undo that is killed at any moment, and called again until it is over, takes away every phone that
// its run added, and none that was there before or that the run is not known to have added. Every third import was
// killed before.
func TestUndoCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("shorter tests run the same code")
	}
	t.Parallel()
	kill(t, 2, "undos", func(k *killer, n int) {
		c := newCrash(k, 1+n*len(crashModes)) // in the mode in which some phones are there before
		if n%3 == 2 {
			ctx, cancel := c.doom()
			defer cancel()
			c.run(ctx, "import", c.flags()...)
		} else {
			c.finish(c.run(c.Context(), "import", c.flags()...), c.check, "import", c.flags()...)
		}
		run, begun := c.look().newest(register.CommandImport)
		if !begun {
			return // the import was killed before it sent anything
		}
		c.slay("undo", run.ID)
		c.finish(c.run(c.Context(), "undo", run.ID), func(status int) { c.checkUndo(run.ID, status) }, "undo", run.ID)
	})
}

// checkUndo compares what the dialer holds after an undo that ended with what the register knows.
func (c *crash) checkUndo(run string, status int) {
	stored, known := c.stored(), c.look()
	for key := range c.before {
		if !stored[key] {
			c.Errorf("%s was there before, and is gone", key)
		}
		delete(stored, key)
	}
	added := false
	for id, o := range known.objects[run] {
		key := id.ServerIP + " " + id.Name
		added = added || o.Added()
		if stored[key] && !doubtful(o) && !(o.Added() && status != exit.Done) {
			c.Errorf("%s is still there; the register says %s", key, known.about(id))
		}
		delete(stored, key)
	}
	if len(stored) > 0 {
		c.Errorf("the dialer holds phones of which the register knows nothing: %v", stored)
	}
	was, _ := known.newest(register.CommandImport)
	undo, _ := known.newest(register.CommandUndo)
	if status == exit.Done && added && (!was.Undone || undo.Ended.IsZero() || undo.Of != run) {
		c.Errorf("the undo is over, and the register says of the import %+v, and of the undo %+v", was, undo)
	}
}
