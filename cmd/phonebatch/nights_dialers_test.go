package main

import (
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/exit"
)

// clusterAndHosted is the configuration of sales, a cluster with aliases, and of hosted, which shares its phones
// evenly.
const clusterAndHosted = `
[dialers.sales]
urls = ["%s"]
user = "6666"
password_file = "password"
alias = "{extension}x"

[dialers.sales.servers]
"10.0.9.8" = { suffix = "a" }
"10.0.9.9" = { suffix = "b" }
"10.0.9.10" = { suffix = "c" }

[dialers.hosted]
urls = ["%s"]
user = "6666"
password_file = "password"
spread = ["server_ip=10.0.9.8,10.0.9.9"]

[profiles.hr]
usual-defaults = true
default = ["phone_full_name={First Name} {Last Name}"]
number = ["extension=2001-2999"]
generate = ["phone_pass", "registration_password"]
`

// A fleetWeek is a week of a list whose column dialer names two dialers: sales, which is that of the week, and hosted.
type fleetWeek struct {
	*week
	hosted      *sandbox.Server
	web         *httptest.Server // of hosted
	sent, there tally            // what was sent to sales, and to hosted
}

func newFleetWeek(t *testing.T, pages bool) *fleetWeek {
	fixture := sandbox.Default()
	fixture.State.Servers = append(fixture.State.Servers, "10.0.9.10")
	if !pages {
		fixture.State.Users[0].APIOnlyUser = 1
	}
	w := &fleetWeek{week: newWeekOn(t, fixture), hosted: sandbox.New(fixture)}
	w.web = httptest.NewServer(w.hosted)
	t.Cleanup(func() { w.web.Close() })
	w.sent.watch(w.Server)
	w.there.watch(w.hosted)
	config := filepath.Join(w.dir, "config.toml")
	w.check(os.WriteFile(config, fmt.Appendf(nil, clusterAndHosted, w.url, w.web.URL), 0o600))
	w.dialer = []string{"--config", config, "--profile", "hr"}
	w.everyNight()
	w.withCalls()
	w.list.people = w.list.people[:40]
	w.list.columns = append(w.list.columns, "dialer")
	inner := w.list.cell
	w.list.cell = func(h hire, column string) string {
		if column == "dialer" {
			return h.on()
		}
		return inner(h, column)
	}
	return w
}

// on returns the dialer on which a person of a fleetWeek is.
func (h hire) on() string { return []string{"sales", "hosted"}[h.staff[len(h.staff)-1]%2] }

// tonight imports the list, and checks the exit status and what was sent to both dialers.
func (w *fleetWeek) tonight(night string, want int, sales, hosted []string) {
	w.Helper()
	if status := w.night(); status != want {
		w.Errorf("%s: exit status %d, want %d: %s", night, status, want, w.said)
	}
	if got := w.sent.take(); !slices.Equal(got, sales) {
		w.Errorf("%s: sent to sales %v, want %v", night, got, sales)
	}
	if got := w.there.take(); !slices.Equal(got, hosted) {
		w.Errorf("%s: sent to hosted %v, want %v", night, got, hosted)
	}
}

// quiet checks a night that has nothing to do on either dialer.
func (w *fleetWeek) quiet(night string) {
	w.Helper()
	w.write()
	files := w.files()
	w.tonight(night, exit.Done, nil, nil)
	if w.said != "" || w.files() != files {
		w.Errorf("%s: said %q, %d files beside the list, want %d", night, w.said, w.files(), files)
	}
}

// TestNightsOfTwoDialers: the nights of TestNightsOfChanges for one list on two dialers, one of them a cluster.
func TestNightsOfTwoDialers(t *testing.T) {
	for _, pages := range []bool{true, false} {
		t.Run(fmt.Sprintf("pages %t", pages), func(t *testing.T) {
			if testing.Short() && pages {
				t.Skip("one way is enough for a short run")
			}
			w := newFleetWeek(t, pages)
			w.tonight("night 1", exit.Done, []string{"20 add_phone_alias", "60 add_phone"}, []string{"20 add_phone"})
			w.changesOnBoth()
			w.quiet("night 3")
			w.oneIsDown()
			whole := w.list.people
			w.list.people = whole[:len(whole)/2]
			w.tonight("half a file", exit.ListErrors, nil, nil)
			w.measured(`phonebatch_exit_status{dialer="sales"`, exit.ListErrors)
			w.measured(`phonebatch_exit_status{dialer="hosted"`, exit.ListErrors)
			w.list.people = slices.DeleteFunc(slices.Clone(whole), func(h hire) bool { return h.staff > "41" && h.on() == "hosted" })
			w.tonight("half of hosted", exit.ListErrors, nil, nil)
			if !strings.Contains(w.said, "error: hosted: of ") || !strings.Contains(w.said, "--max-change") {
				w.Errorf("half of hosted: said %q", w.said)
			}
			w.list.people = slices.Clone(whole)
			slices.Reverse(w.list.people)
			slices.Reverse(w.list.columns)
			w.list.name, w.list.encode = "people of december.csv", semicolons
			w.quiet("night 5, with semicolons")
			w.list.name, w.list.encode = "hr.xlsx", nightBook
			w.quiet("night 6, a workbook")
		})
	}
}

// changesOnBoth has new people, changed ones and leavers on both dialers. The alias of a leaver is deleted.
func (w *fleetWeek) changesOnBoth() {
	w.list.people = slices.Clone(w.list.people[6:])
	w.list.people[10].department = "Moved" // the address has the department
	w.list.people[21].last = "Married"
	w.list.people[31].department = "Moved"
	w.hires(5)
	w.tonight("night 2", exit.Done,
		[]string{"3 add_phone_alias", "3 update_phone", "3 update_phone_alias", "9 add_phone", "9 update_phone active=N"},
		[]string{"2 add_phone", "2 update_phone", "3 update_phone active=N"})
	w.measured(`phonebatch_rows{status="added",dialer="sales"`, 9+3)
	w.measured(`phonebatch_rows{status="added",dialer="hosted"`, 2)
	w.measured(`phonebatch_rows{status="retired",dialer="hosted"`, 3)
	w.measured(`phonebatch_exit_status{dialer="sales"`, exit.Done)
	var inactive int
	for _, p := range append(w.Phones(), w.hosted.Phones()...) {
		if strings.EqualFold(p["active"], "N") {
			inactive++
		}
	}
	if inactive != 9+3 {
		w.Errorf("%d phones are inactive, want 12", inactive)
	}
}

// oneIsDown has a hire and a leaver on each dialer while hosted is down. The next night catches up, and only there.
func (w *fleetWeek) oneIsDown() {
	w.Helper()
	address := w.web.Listener.Addr().String()
	w.web.Close()
	w.list.people = append(slices.Clone(w.list.people[2:]), hire{first: "Late", last: "Hire", staff: "9101"}, hire{first: "Other", last: "Hire", staff: "9102"})
	w.args = append(w.args, "--resume")
	w.tonight("hosted is down", exit.NotAll, []string{"1 add_phone_alias", "1 update_phone_alias", "3 add_phone", "3 update_phone active=N"}, nil)
	w.measured(`phonebatch_exit_status{dialer="sales"`, exit.Done)
	w.measured(`phonebatch_exit_status{dialer="hosted"`, exit.Refused)
	w.measured(`phonebatch_rows{status="not_sent",dialer="sales"`, 0)
	w.web = httptest.NewUnstartedServer(w.hosted)
	w.check(w.web.Listener.Close())
	var err error
	w.web.Listener, err = net.Listen("tcp", address)
	w.check(err)
	w.web.Start()
	w.tonight("hosted is up again", exit.Done, nil, []string{"1 add_phone", "1 update_phone active=N"})
	w.measured(`phonebatch_exit_status{dialer="hosted"`, exit.Done)
	w.quiet("the night after")
}

// measured checks a sample of the file of metrics, by the beginning of its name with its labels.
func (w *fleetWeek) measured(sample string, want int) {
	w.Helper()
	text, err := os.ReadFile(filepath.Join(filepath.Dir(w.dir), "last.prom"))
	w.check(err)
	found := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(sample) + `,list=".*"} (.*)$`).FindSubmatch(text)
	if found == nil || string(found[1]) != strconv.Itoa(want) {
		w.Errorf("%s is %q, want %d in\n%s", sample, found, want, text)
	}
}
