package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/exit"
)

// A tally counts the calls that store something, by function and what they change: what a night has sent.
type tally struct {
	mu   sync.Mutex
	sent []string // since the last take
}

// watch makes the tally see the calls of a sandbox.
func (c *tally) watch(s *sandbox.Server) {
	s.Intercept(func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			if form, err := url.ParseQuery(string(body)); err == nil && form.Get("source") == "phonebatch" {
				c.count(form)
			}
			next(w, r)
		}
	})
}

// count adds a call of which the source is that of calls that store something.
func (c *tally) count(form url.Values) {
	what := form.Get("function")
	if what == "version" {
		return
	}
	if form.Has("active") {
		what += " active=" + form.Get("active")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent = append(c.sent, what)
}

// take returns how often each kind of call was sent since the last take, such as "5 add_phone".
func (c *tally) take() (list []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	times := make(map[string]int)
	for _, what := range c.sent {
		times[what]++
	}
	for what, n := range times {
		list = append(list, fmt.Sprint(n, " ", what))
	}
	slices.Sort(list)
	c.sent = nil
	return list
}

// semicolons is the list as a spreadsheet of another country saves it.
func semicolons(t *testing.T, records [][]string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	if err := w.WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withCalls gives the list the columns email and outbound_cid, which a phone keeps.
func (w *week) withCalls() {
	w.list.columns = append(w.list.columns, "email", "outbound_cid")
	w.list.cell = func(h hire, column string) string {
		switch column {
		case "email":
			return strings.ToLower(h.department) + h.staff + "@example.com"
		case "outbound_cid":
			return "727555" + h.staff
		}
		return plainCell(h, column)
	}
}

// everyNight gives the week the flags of a machine that imports every night.
func (w *week) everyNight() {
	above := filepath.Dir(w.dir)
	w.args = []string{
		"--on-existing", "update", "--retire-missing", "--quiet",
		"--summary-file", filepath.Join(above, "last.json"), "--metrics", filepath.Join(above, "last.prom"),
	}
}

// tellsOf returns how many rows the summary file counts under a status, and its exit status.
func (w *week) tellsOf(status string) (rows, ended int) {
	w.Helper()
	var s struct {
		Exit     int
		Statuses map[string]int
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(w.dir), "last.json"))
	w.check(err)
	w.check(json.Unmarshal(text, &s))
	return s.Statuses[status], s.Exit
}

// files returns how many files are beside the list.
func (w *week) files() int {
	entries, err := os.ReadDir(w.dir)
	w.check(err)
	return len(entries)
}

// silent checks a night that has nothing to do.
func (w *week) silent(c *tally, night string) {
	w.Helper()
	before := w.phones()
	w.write()
	files := w.files()
	if status := w.night(); status != exit.Done || w.said != "" {
		w.Errorf("%s: exit status %d, said %q", night, status, w.said)
	}
	if sent := c.take(); sent != nil {
		w.Errorf("%s: sent %v", night, sent)
	}
	if n := w.files(); n != files {
		w.Errorf("%s: %d files beside the list, want %d", night, n, files)
	}
	w.kept(before, 0)
}

// TestNightsOfChanges: the list of every night has new people, changed ones and leavers. Just those are sent, with the
// admin pages and with the register alone.
func TestNightsOfChanges(t *testing.T) {
	for _, pages := range []bool{true, false} {
		t.Run(fmt.Sprintf("pages %t", pages), func(t *testing.T) {
			if testing.Short() && pages {
				t.Skip("one way is enough for a short run")
			}
			fixture := sandbox.Default()
			if !pages {
				fixture.State.Users[0].APIOnlyUser = 1
			}
			w, sent := newWeekOn(t, fixture), &tally{}
			sent.watch(w.Server)
			w.withCalls()
			w.everyNight()
			w.nightsOfChanges(sent)
		})
	}
}

// nightsOfChanges runs the nights and checks what each has sent.
func (w *week) nightsOfChanges(sent *tally) {
	if status := w.night(); status != exit.Done || !slices.Equal(sent.take(), []string{"200 add_phone"}) {
		w.Fatalf("exit status %d: %s", status, w.said)
	}
	w.secondNight(sent)
	w.silent(sent, "night 3")

	whole := w.list.people
	w.list.people = whole[:len(whole)/2]
	if status := w.night(); status != exit.ListErrors || sent.take() != nil {
		w.Errorf("half a file: exit status %d: %s", status, w.said)
	}
	if _, ended := w.tellsOf("exists"); ended != exit.ListErrors {
		w.Errorf("the summary file tells of exit status %d", ended)
	}
	w.list.people = slices.Clone(whole)
	slices.Reverse(w.list.people)
	slices.Reverse(w.list.columns)
	w.list.name, w.list.encode = "people of december.csv", semicolons
	w.silent(sent, "night 5, with semicolons")
	w.list.name, w.list.encode = "hr.xlsx", nightBook
	w.silent(sent, "night 6, a workbook")
}

// hires adds so many new people to the list.
func (w *week) hires(n int) {
	for i := range n {
		h := hire{first: "New", last: string(rune('A' + i)), staff: fmt.Sprint(9000 + i), department: "Care", begins: "2026-12-01"}
		w.list.people = append(w.list.people, h)
	}
}

// secondNight has five people more, three with another value, and two less.
func (w *week) secondNight(sent *tally) {
	w.list.people = slices.Clone(w.list.people[2:])
	w.list.people[10].last = "Married"
	w.list.people[20].department = "Moved" // the address has the department
	w.list.people[30].last, w.list.people[30].department = "Both", "Moved"
	w.hires(5)
	if status := w.night(); status != exit.Done {
		w.Errorf("night 2: exit status %d: %s", status, w.said)
	}
	want := []string{"2 update_phone active=N", "3 update_phone", "5 add_phone"}
	if got := sent.take(); !slices.Equal(got, want) {
		w.Errorf("night 2 sent %v, want %v", got, want)
	}
	for status, want := range map[string]int{"added": 5, "updated": 3, "retired": 2, "exists": 195 - 5 + 5} {
		if got, _ := w.tellsOf(status); got != want {
			w.Errorf("the summary file tells of %d %s, want %d", got, status, want)
		}
	}
}
