package main

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"phonebatch/batch/exit"
)

// Somebody new on an old number gets new passwords: that somebody else had the number before proves nothing.
func TestANewPersonOnAnOldNumber(t *testing.T) {
	w := newWeek(t)
	w.list.people = w.list.people[:3]
	w.list.columns = append(w.list.columns, "extension")
	leaver := ""
	w.list.cell = func(h hire, column string) string {
		if column == "extension" {
			return "30" + h.staff[2:]
		}
		return plainCell(h, column)
	}
	if status := w.night(); status != exit.Done {
		t.Fatal(status, w.said)
	}
	before := w.phones()
	leaver = w.list.people[0].staff
	for _, server := range []string{"10.0.9.8", "10.0.9.9"} {
		w.Call(url.Values{
			"source": {"test"}, "user": {"6666"}, "pass": {"1234"}, "function": {"update_phone"}, "extension": {"30" + leaver[2:]}, "server_ip": {server}, "delete_phone": {"Y"},
		})
	}
	w.list.people[0] = hire{first: "New", last: "Person", staff: leaver, department: "Care", begins: "2026-12-01"}
	if status := w.night(); status != exit.Done {
		t.Fatal(status, w.said)
	}
	after := w.phones()
	var old, fresh string
	for who, has := range before {
		if after[who] == "" {
			old = has
		}
	}
	for who, has := range after {
		if before[who] == "" {
			fresh = has
		}
	}
	oldParts, freshParts := strings.Fields(old), strings.Fields(fresh)
	if len(oldParts) != 3 || len(freshParts) != 3 || oldParts[0] != freshParts[0] || oldParts[1] == freshParts[1] || oldParts[2] == freshParts[2] {
		t.Errorf("the leaver had %s, and the new person has %s", old, fresh)
	}
}

// A list of other people under the same name stops before anything is sent; so does one whose numbers have moved to
// other names.
func TestAListThatHasChangedTooMuch(t *testing.T) {
	for name, change := range map[string]func(h *hire){
		"other people": func(h *hire) { h.staff, h.first, h.last = "9"+h.staff, "Other"+h.first, "Other"+h.last },
		"other names":  func(h *hire) { h.first, h.last = "Other"+h.first, "Other"+h.last },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWeek(t)
			if status := w.night(); status != exit.Done {
				t.Fatal(status, w.said)
			}
			before, requests := w.phones(), w.Requests()
			for i := range 50 {
				change(&w.list.people[i])
			}
			if status := w.night(); status != exit.ListErrors || !strings.Contains(w.said, "--max-change") {
				t.Errorf("exit status %d: %s", status, w.said)
			}
			if n := w.Requests() - requests; n != 0 || !maps.Equal(w.phones(), before) {
				t.Errorf("%d requests were sent", n)
			}
			w.args = []string{"--max-change", "100%"}
			if status := w.night(); status != exit.Done && status != exit.NotAll {
				t.Errorf("exit status %d: %s", status, w.said)
			}
		})
	}
}

// One dialer by two addresses: nobody gets a second phone before somebody has said what the other address is.
func TestTheSameDialerByAnotherAddress(t *testing.T) {
	w := newWeek(t)
	if status := w.night(); status != exit.Done {
		t.Fatal(status, w.said)
	}
	before, requests, first := w.phones(), w.Requests(), w.url
	w.url = strings.Replace(w.url, "127.0.0.1", "localhost", 1)
	if status := w.night(); status != exit.Usage || w.Requests() != requests || !strings.Contains(w.said, "--same-dialer-as "+first) || !strings.Contains(w.said, "--new-dialer") {
		t.Errorf("exit status %d: %s", status, w.said)
	}
	w.args = []string{"--same-dialer-as", first}
	for range 2 {
		if status := w.night(); status != exit.Done {
			t.Errorf("exit status %d: %s", status, w.said)
		}
		w.args = nil // it was said once
	}
	w.kept(before, 0)
}
