package ledger

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const firstLine = `{"kind":"run","version":1,"run":"r","command":"import","list":"/l.csv","dialer":"d","at":"2026-11-23T01:00:00Z"}` + "\n"

// told makes a history of short words about the phone 1001: absent, there, sent:SUM, and statuses.
func told(t *testing.T, words string) *History {
	t.Helper()
	text := firstLine
	for word := range strings.FieldsSeq(words) {
		const phone = `"server_ip":"10.0.9.8","extension":"1001"`
		switch what, sum, _ := strings.Cut(word, ":"); what {
		case "absent", "there":
			text += fmt.Sprintf(`{"kind":"asked",%s,"there":%t}`, phone, what == "there")
		case "sent":
			text += fmt.Sprintf(`{"kind":"sending",%s,"sum":%q}`, phone, sum)
		case "end":
			text += `{"kind":"end","left":` + sum + `}`
		case "resumed", "undoing", "undone", "kept":
			text += fmt.Sprintf(`{"kind":%q}`, what)
		case "edited":
			text += fmt.Sprintf(`{"kind":"outcome",%s,"status":"added","code":"edited_since_sent"}`, phone)
		default:
			text += fmt.Sprintf(`{"kind":"outcome",%s,"status":%q,"code":"x"}`, phone, what)
		}
		text += "\n"
	}
	h, err := Read(strings.NewReader(text))
	if err != nil || h.Discarded {
		t.Fatalf("%s: %v, %+v", text, err, h)
	}
	return h
}

// TestWhatLinesMeanTogether: what is known of a phone decides whether it is sent again, and whose it is.
func TestWhatLinesMeanTogether(t *testing.T) {
	for words, want := range map[string]string{
		"absent":                                  "absent",
		"there":                                   "",
		"absent sent:a":                           "claimed absent a",
		"sent:a":                                  "claimed a",
		"sent:a absent":                           "claimed absent a", // absent twice in doubt: whatever comes later is ours
		"absent sent:a there":                     "claimed absent a",
		"absent sent:a added":                     "claimed absent added a",
		"absent sent:a unconfirmed":               "claimed absent unconfirmed a",
		"absent sent:a unconfirmed sent:b":        "claimed absent b",
		"absent sent:a added unconfirmed":         "claimed absent unconfirmed a", // SUCCESS, and not there
		"absent sent:a refused":                   "refused a",
		"absent sent:a not_sent":                  "not_sent a",
		"absent sent:a exists":                    "exists a",
		"absent sent:a not_sent there":            "not_sent a",
		"absent sent:a not_sent absent sent:b":    "claimed absent b",
		"absent sent:a added sent:b exists":       "claimed absent added a", // another row that means the same phone
		"absent sent:a edited":                    "claimed absent added a",
		"absent sent:a sent:b edited":             "claimed absent added a", // the first request came through late
		"absent sent:a unconfirmed sent:b edited": "claimed absent added a",
		"absent sent:a sent:b added":              "claimed absent added b",
	} {
		o := told(t, words).Object(phone1)
		var got []string
		for word, is := range map[string]bool{"claimed": o.Claimed, "absent": o.Absent} {
			if is {
				got = append(got, word)
			}
		}
		if len(got) == 2 {
			got = []string{"claimed", "absent"}
		}
		if o.Outcome != nil {
			got = append(got, o.Outcome.Status)
		}
		if o.Sum != "" {
			got = append(got, o.Sum)
		}
		if d := cmp.Diff(want, strings.Join(got, " ")); d != "" {
			t.Errorf("%s: %s", words, d)
		}
	}
}

func TestWhatIsOpen(t *testing.T) {
	for words, open := range map[string]bool{
		"":                     true,
		"sent:a added":         true,
		"end:0":                false,
		"end:3":                true,
		"end:3 resumed end:0":  false,
		"end:0 resumed":        true,
		"end:3 undoing":        false,
		"end:3 undoing kept":   true,
		"end:3 undoing undone": false,
		"sent:a added undoing": false,
	} {
		if got := told(t, words).Open(); got != open {
			t.Errorf("%q: open is %t", words, got)
		}
	}
}

func TestPhonesAreKnownAsADialerKnowsThem(t *testing.T) {
	h := told(t, "sent:a added")
	h.object(Identity{"10.0.9.8", "Ann"}).Sum = "b"
	if h.Object(Identity{"10.0.9.8", "aNN"}).Sum != "b" || h.Object(Identity{"10.0.9.9", "1001"}) != nil || len(h.Objects) != 2 {
		t.Errorf("got %+v", h.Objects)
	}
}

func TestTheNewestJournalOfAList(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a [1]*")
	elsewhere := t.TempDir()
	state, err := StateIn(filepath.Join(elsewhere, "state"))
	check(t, err, os.Mkdir(dir, 0o700))
	journal := func(dir, name, list string, day int) string {
		path := filepath.Join(dir, name+Suffix)
		line := fmt.Sprintf(`{"kind":"run","version":1,"run":"r","list":%q,"dialer":"d","at":"2026-11-%02dT01:00:00Z"}`+"\n", list, day)
		check(t, os.WriteFile(path, []byte(line), 0o600))
		return path
	}
	newestAre := func(want ...string) {
		t.Helper()
		if d := cmp.Diff(want, state.Newest("/l.csv", dir)); d != "" {
			t.Error(d)
		}
	}
	newestAre()
	journal(dir, "old", "/l.csv", 1)
	newer := journal(dir, "newer", "/l.csv", 2)
	journal(dir, "other", "/other.csv", 9)
	check(t, os.WriteFile(filepath.Join(dir, "rubbish"+Suffix), bytes.Repeat([]byte("x"), 100), 0o600))
	newestAre(newer)
	newest := journal(elsewhere, "newest", "/l.csv", 1) // the clock was wrong
	check(t, state.Remember("/l.csv", newest))
	newestAre(newest, newer)
	check(t, os.Remove(newest))
	newestAre(newer)
}

// FuzzRead: whatever a journal holds, what is read of it is a valid beginning of it, and reads the same again.
func FuzzRead(f *testing.F) {
	f.Add([]byte(firstLine))
	f.Add([]byte(firstLine + `{"kind":"outcome","server_ip":"a","extension":"b"}` + "\n"))
	f.Add([]byte(firstLine + `{"kind":"chosen","record":"r","server_ip":"a","extension":"b"}` + "\n"))
	f.Add([]byte(firstLine + `{"kind":"asked","server_ip":"a","extension":"b","there":true}` + "\n" + `{"kind":"sending","server_ip":"a","extension":"b","sum":"c","line":2}` + "\n" + `{"kind":"outcome","server_ip":"a","extension":"b","status":"added"}` + "\n" + `{"kind":"end","left":0}` + "\nrubbish"))
	f.Fuzz(func(t *testing.T, text []byte) {
		h, err := Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		if h.Discarded == (h.valid == int64(len(text))) {
			t.Fatalf("%d of %d bytes, discarded: %t", h.valid, len(text), h.Discarded)
		}
		again, err := Read(bytes.NewReader(text[:h.valid]))
		if err != nil || again.Discarded || again.Open() != h.Open() || len(again.Objects) != len(h.Objects) {
			t.Fatalf("%v, %+v", err, again)
		}
		path := filepath.Join(t.TempDir(), "j")
		check(t, os.WriteFile(path, text, 0o600))
		j, err := Open(path, h)
		check(t, err, j.Settled(phone1, Outcome{Status: "added"}, time.Time{}), j.Flush(), j.Close())
		if on := readBack(t, path); on.Discarded || on.Object(phone1) == nil {
			t.Fatalf("gone on with: %+v", on)
		}
	})
}
