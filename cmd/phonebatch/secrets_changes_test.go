package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"phonebatch/batch/exit"
)

// A changing is a list of people on two servers under aliases that comes again with other passwords, and without one
// of the people.
type changing struct {
	*stage
	dialers []*parrot
}

// list writes the list of a night, in which some passwords are others. A dialer is named in a column where there are
// several.
func (c *changing) list(name string, night int, people ...int) string {
	text := "dialer," + listHeader
	for _, dialer := range c.names() {
		for _, i := range people {
			at := 2 * i
			if i == 1 {
				at += 20 * night
			}
			line := strings.Replace(row(i, c.short(at), c.short(at+1)), ","+serverOf(i)+",", ",,", 1)
			text += dialer + "," + strings.Replace(line, "Agent 5002", fmt.Sprint("Agent ", night), 1)
		}
	}
	if len(c.dialers) == 1 {
		text = strings.ReplaceAll("\n"+text, "\n,", "\n")[1:]
		text = strings.TrimPrefix(text, "dialer,")
	}
	c.write(name, text)
	return c.path(name)
}

// short makes a password that update_phone takes.
func (c *changing) short(n int) string { return fmt.Sprintf("%s%dx", string(c.hush), n) }

// names are the dialers' names in the configuration file.
func (c *changing) names() []string {
	if len(c.dialers) == 1 {
		return []string{""}
	}
	return []string{"sales", "hosted"}
}

// to runs a command that speaks to the dialers.
func (c *changing) to(args ...string) int {
	if len(c.dialers) == 1 {
		return c.call(args...)
	}
	return c.run(append(args, "--config", c.path("config.toml"), "--rate", "0", "--retries", "0")...)
}

// about runs a command about a run, for each dialer, and returns the greatest exit status.
func (c *changing) about(args ...string) (status int) {
	if len(c.dialers) == 1 {
		return c.to(args...)
	}
	for _, name := range c.names() {
		status = max(status, c.to(append(args, "--dialer", name)...))
	}
	return status
}

// night imports the list, and checks that it is brought to the dialers.
func (c *changing) night(want int, list, results string, more ...string) {
	c.Helper()
	args := []string{
		"import", "--yes", "--resume", "--on-existing", "update", "--retire-missing", "--max-change", "100%", "--usual-defaults",
		"--servers", serverOf(0) + "=a," + serverOf(1) + "=b", "--alias", "{extension}x", "--results", c.path(results), list,
	}
	if status := c.to(append(args, more...)...); status != want {
		c.Errorf("exit status %d of %s, want %d: %s", status, results, want, c.said.String()[max(0, c.said.Len()-1500):])
	}
}

// inactive counts the phones of all dialers that are not active.
func (c *changing) inactive() (n int) {
	for _, p := range c.dialers {
		for _, row := range p.Phones() {
			if row["active"] == "N" {
				n++
			}
		}
	}
	return n
}

// kept checks that a file that exists to hold passwords holds some, and is its user's alone.
func (c *changing) kept(name string) {
	c.Helper()
	text, err := os.ReadFile(c.path(name))
	if err != nil {
		c.Fatal(err)
	}
	if _, found := c.find(text); !found {
		c.Errorf("%s holds no password: undo needs them", name)
	}
	if info, err := os.Stat(c.path(name)); err != nil || info.Mode().Perm() != 0o600 {
		c.Errorf("%s: %v, %v", name, info.Mode(), err)
	}
}

// TestChangesShowNoPassword: updates with and without the dialer's pages, aliases, people who leave, and the undo of
// all that, on one dialer and on two in one run. The file of the values before the changes alone holds passwords.
func TestChangesShowNoPassword(t *testing.T) {
	t.Parallel()
	h := newHush(t)
	for name, dialers := range map[string]int{"one dialer": 1, "two dialers": 2} {
		for _, logs := range []string{"console", "json"} {
			t.Run(name+"/"+logs, func(t *testing.T) {
				t.Parallel()
				c := newChanging(t, h, dialers)
				c.logs = logs
				c.live()
				c.sweep()
			})
		}
	}
}

func newChanging(t *testing.T, h hush, dialers int) *changing {
	c := &changing{stage: newStage(t, h, 0)}
	config := ""
	for i := range dialers {
		c.dialers = append(c.dialers, newParrot(c.stage, 3))
		config += fmt.Sprintf("[dialers.%s]\nurls = ['%s']\nuser = '6666'\npassword_file = '%s'\n", []string{"sales", "hosted"}[i], c.url, c.path("password"))
	}
	c.write("config.toml", config)
	return c
}

// live has the list come again and again.
func (c *changing) live() {
	all := len(c.dialers)
	c.night(exit.Done, c.list("list.csv", 0, 0, 1, 2), "n1.csv", "--json")
	c.to("import", "--dry-run", "--on-existing", "update", "--retire-missing", "--max-change", "100%", c.list("list.csv", 1, 1, 2))
	c.night(exit.Done, c.path("list.csv"), "n2.csv")
	if n := c.inactive(); n != 2*all {
		c.Errorf("%d phones are inactive, want %d", n, 2*all)
	}
	c.kept("n2.before.csv")
	c.about("verify", "--deep", c.path("n2.csv"))
	c.about("verify", "--json", c.path("n2.csv"))
	if status := c.about("undo", "--yes", "--json", c.path("n2.csv")); status != exit.Done || c.inactive() > 0 {
		c.Errorf("exit status %d of undo, %d phones are inactive: %s", status, c.inactive(), c.said.String()[max(0, c.said.Len()-1500):])
	}
	c.night(exit.Done, c.list("list.csv", 2, 0, 1, 2), "n3.csv", "--read-back", "off", "--json")
	c.about("undo", "--yes", c.path("n3.csv"))
	for _, p := range c.dialers {
		p.say = repeatChanges
		p.take(deleting)
	}
	c.night(exit.NotAll, c.list("list.csv", 3, 1, 2), "n4.csv")
	c.about("undo", "--yes", c.path("n2.csv"))
	c.about("retire", "--yes", "--max-change", "100%", "--results", c.path("left1.csv"), c.path("list.csv"))
	for _, p := range c.dialers {
		p.take(never)
	}
	if all == 1 {
		c.leave()
	}
	c.run("config", "check", "--config", c.path("config.toml"))
	c.run("report", c.path("n2.csv"))
	c.run("report", "--json", c.path("n4.csv"))
	c.run("runs")
	c.run("runs", "--json")
}

// leave retires the people of a list that has their passwords, and brings them back.
func (c *changing) leave() {
	leavers := listHeader + row(0, c.short(0), c.short(1))
	c.write("leavers.list.csv", leavers)
	for how, more := range map[string][]string{"inactive": nil, "delete": {"--delete"}} {
		before := len(c.dialers[0].Phones()) - c.inactive()
		results := c.path(how + ".csv")
		status := c.to(append([]string{"retire", "--yes", "--max-change", "100%", "--results", results, c.path("leavers.list.csv")}, more...)...)
		if now := len(c.dialers[0].Phones()) - c.inactive(); status != exit.Done || now != before-1 {
			c.Errorf("exit status %d of retire, %s, %d phones are active, %d were: %s", status, how, now, before, c.said.String()[max(0, c.said.Len()-1500):])
		}
		c.kept(how + ".before.csv")
		if status := c.about("undo", "--yes", "--json", results); status != exit.Done {
			c.Errorf("exit status %d of the undo of %s", status, how)
		}
	}
}

// repeatChanges answers a change with the values that were sent, as the real dialer does with passwords.
func repeatChanges(w http.ResponseWriter, form url.Values, _ string) {
	passwords := passwordsOf(form)
	function, reason := form.Get("function"), "YOU MUST USE A VALID PHONE PASSWORD"
	_, _ = io.WriteString(w, "ERROR: "+function+" "+reason+": |6666|"+strings.Join(slices.Compact(passwords), "|")+"|\n")
}
