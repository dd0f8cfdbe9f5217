package batch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/codes"
	"phonebatch/batch/preflight"
)

// populated returns a dialer with an inactive server, with a server and a template that the API user may not view, and
// with a phone 1001.
func populated(t *testing.T) *dialer {
	t.Helper()
	f := sandbox.Default()
	f.State.Servers = append(f.State.Servers, "10.0.9.10", "10.0.9.11")
	f.State.Templates = append(f.State.Templates, "hidden")
	f.State.InactiveServers = []string{"10.0.9.10"}
	f.State.Owners = map[string]string{"10.0.9.11": "ADMIN", "hidden": "ADMIN"}
	f.State.Users[0].AdminViewableGroups = []string{"AGENTS"}
	d := &dialer{Server: sandbox.New(f)}
	if _, err := do(t, importing(t, d), listOf(1)); err != nil {
		t.Fatal(err)
	}
	d.calls = nil
	return d
}

// paged returns a job that reads all pages. It also returns the warnings that Compared will have heard: code, line, and
// "in 2 rows" if the message begins so.
func paged(j doer) (doer, *[]string) {
	heard := new([]string)
	common := j.common()
	common.Viewer, common.Lists = ReadPhones, ReadLists()
	common.Compared = func(found []preflight.Problem) {
		for _, p := range found {
			text := fmt.Sprintf("%s %d", p.Code, p.Line)
			if many, _, found := strings.Cut(p.Message, ", this is the first: "); found {
				text += " " + many
			}
			*heard = append(*heard, text)
		}
	}
	return j, heard
}

// templated returns a list with the column template_id. rows are good rows, each with its template.
func templated(rows ...string) string {
	list := strings.TrimSuffix(header, "\n") + ",template_id\n"
	for pair := range slices.Chunk(rows, 2) {
		list += strings.TrimSuffix(pair[0], "\n") + "," + pair[1] + "\n"
	}
	return list
}

// inWords returns the tally of an outcome, sorted.
func inWords(out *Outcome) string {
	var words []string
	for word, n := range tally(out.Results) {
		words = append(words, fmt.Sprintf("%s: %d", word, n))
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func TestTheSurroundingsOfARow(t *testing.T) {
	inactive := line(1003, "9.8", "9.10") + line(1004, "9.8", "9.10")
	hidden := line(1003, "9.8", "9.11") + line(1004, "9.8", "9.11")
	absent := line(1003, "9.8", "9.12") + line(1004, "9.8", "9.12") + line(1005, "9.8", "9.13")
	for name, c := range map[string]struct {
		list               string
		becomes            string // the tally of an import
		heard              string // the warnings
		probes             int    // the questions of an import, with that of the gate
		servers, templates int    // how often an import reads the page
	}{
		"nothing odd":         {list: header + line(1002), becomes: "added added yes: 1", probes: 1, servers: 1},
		"everything is there": {list: listOf(1), becomes: "exists extension_exists: 1", probes: 1},
		"servers that are not active": {
			list: header + line(1002) + inactive, becomes: "added added yes: 3",
			heard: "server_inactive 3 in 2 rows", probes: 1, servers: 1,
		},
		"servers that are hidden": {
			list: header + line(1002) + hidden, becomes: "added added yes: 3", probes: 2, servers: 1,
		},
		"the first question proves a server": {
			list: header + hidden, becomes: "added added yes: 2", probes: 1, servers: 1,
		},
		"servers that do not exist": {
			list: header + line(1002) + absent, becomes: "added added yes: 1, refused unknown_server: 3",
			probes: 3, servers: 1,
		},
		"templates": {
			list:    templated(line(1002), "siptmpl", line(1003), "hidden", line(1004), "--BLANK--", line(1005), ""),
			becomes: "added added yes: 4", heard: "template_not_shown 3", probes: 1, servers: 1, templates: 1,
		},
		"no templates": {
			list: templated(line(1002), "--BLANK--", line(1005), ""), becomes: "added added yes: 2", probes: 1, servers: 1,
		},
		"a template that does not exist": {
			list: templated(line(1002), "nosuch", line(1003), "nosuch"), becomes: "refused unknown_template: 2",
			heard: "template_not_shown 2 in 2 rows", probes: 1, servers: 1, templates: 1,
		},
		"somebody else's mailbox": {
			list: header + line(1002, "1002,L1002", "1001,L1002") + line(1003), becomes: "added added yes: 2",
			heard: "shared_voicemail 2", probes: 1, servers: 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := populated(t)
			j, heard := paged(importing(t, d))
			out, err := do(t, j, c.list)
			if got := inWords(out); got != c.becomes || err != nil {
				t.Error(got, err)
			}
			if got := strings.Join(*heard, ", "); got != c.heard {
				t.Errorf("an import hears %s", got)
			}
			got := []int{d.count(probes), d.count("page 100000000000"), d.count("page 130000000000")}
			if diff := cmp.Diff([]int{c.probes, c.servers, c.templates}, got); diff != "" {
				t.Error(diff, d.calls)
			}
			d = populated(t)
			j, heard = paged(checking(t, d))
			if _, err := do(t, j, c.list); err != nil {
				t.Error(err)
			}
			if got := strings.Join(*heard, ", "); got != c.heard || len(d.Phones()) != 1 {
				t.Errorf("a check hears %s", got)
			}
		})
	}
}

// No page, no judgment: the rows are sent as ever, and the dialer decides.
func TestPagesThatCannotBeReadChangeNothing(t *testing.T) {
	unread := errors.New("another layout")
	list := templated(line(1002, "9.8", "9.10"), "", line(1003, "1003,L1003", "1001,L1003"), "hidden")
	for name, lists := range map[string]Lists{
		"none": {},
		"unreadable": {
			Aliases:   func(context.Context, *apiclient.Client) ([]pages.Alias, error) { return nil, unread },
			Servers:   func(context.Context, *apiclient.Client) ([]pages.Server, error) { panic("a fault") },
			Templates: func(context.Context, *apiclient.Client) ([]pages.Template, error) { return nil, unread },
		},
	} {
		j, heard := paged(importing(t, populated(t)))
		j.common().Lists = lists
		out, err := do(t, j, list)
		if got := inWords(out); got != "added added yes: 2" || err != nil || len(*heard) != 1 { // that of the mailbox
			t.Error(name, got, err, *heard)
		}
	}
	j, heard := paged(importing(t, populated(t)))
	j.common().Viewer = nil
	out, err := do(t, j, list)
	if got := inWords(out); got != "added added yes: 2" || err != nil || len(*heard) != 0 {
		t.Error(got, err, *heard)
	}
}

// A question about a hidden server that gets no answer holds nothing back.
func TestALostQuestionAboutAServerHoldsNothingBack(t *testing.T) {
	d := populated(t)
	d.lose = func(_ string, form url.Values) bool {
		return form.Get("source") == "ask" && form.Get("extension") == "1003"
	}
	j, _ := paged(importing(t, d))
	out, err := do(t, j, header+line(1002)+line(1003, "9.8", "9.11")+line(1004, "9.8", "9.11"))
	if got := inWords(out); got != "added added yes: 3" || err != nil {
		t.Error(got, err)
	}
}

func TestStrictSendsNothingThatThePagesWarnAbout(t *testing.T) {
	list := header + line(1002) + line(1003, "9.8", "9.10") + line(1004, "9.8", "9.10")
	strict := func(j doer) doer {
		j, _ = paged(j)
		j.common().Preflight.Strict = true
		j.common().Preflight.Ignore = map[apiclient.Code]bool{codes.WeakPassword: true}
		return j
	}
	d := populated(t)
	out, err := do(t, strict(importing(t, d)), list)
	want := "invalid server_inactive: 2, not_sent list_has_errors: 1"
	if got := inWords(out); got != want || !errors.Is(err, ErrListHasErrors) || d.count(adds) != 0 {
		t.Error(got, err, d.calls)
	}
	j := strict(importing(t, d))
	j.common().SkipInvalid = true
	out, err = do(t, j, list)
	if got := inWords(out); got != "added added yes: 1, invalid server_inactive: 2" || err != nil {
		t.Error(got, err)
	}
	out, err = do(t, strict(checking(t, populated(t))), list)
	want = "invalid server_inactive: 2, ready ready: 1"
	if got := inWords(out); got != want || !errors.Is(err, ErrListHasErrors) {
		t.Error(got, err)
	}
}

func TestInactiveServers(t *testing.T) {
	type list = []pages.Server
	for name, c := range map[string]struct {
		servers list
		want    string
	}{
		"none":             {},
		"one":              {list{{ServerIP: "a", Active: "N", Agent: "N"}, {ServerIP: "b", Active: "Y", Agent: "Y"}}, "a"},
		"an old build":     {list{{ServerIP: "a", Active: "N"}, {ServerIP: "b", Active: "Y"}}, "a"},
		"another language": {list{{ServerIP: "a", Active: "N", Agent: "N"}, {ServerIP: "b", Active: "O", Agent: "N"}}, ""},
		"a longer word":    {list{{ServerIP: "a", Active: "N", Agent: "NEIN"}}, ""},
		"two servers with one address": {
			list{{ServerIP: "a", Active: "Y"}, {ServerIP: "a", Active: "N"}, {ServerIP: "b", Active: "N"}}, "b",
		},
		"two servers with one address, the other way": {list{{ServerIP: "a", Active: "N"}, {ServerIP: "a", Active: "Y"}}, ""},
	} {
		got := ""
		for ip, inactive := range inactiveServers(c.servers) {
			if inactive {
				got += ip
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
