package ledger

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var phone1 = Identity{ServerIP: "10.0.9.8", Extension: "1001"}

// begun is a journal with its first line, and its path.
func begun(t *testing.T) (*Journal, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "results.csv"+Suffix)
	j, err := Create(path, Run{ID: "r1", Command: "import", List: "/srv/list.csv", SHA256: "ab", Dialer: "https://d", KeyID: "k", Options: []string{"--first=3"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j, path
}

func check(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func readBack(t *testing.T, path string) *History {
	t.Helper()
	h, err := ReadFile(path)
	check(t, err)
	return h
}

func added() Outcome {
	return Outcome{Status: "added", Code: "added", Message: "SUCCESS <ok>", Attempts: 1, DurationMS: 12}
}

func TestAJournalTellsWhatWasWritten(t *testing.T) {
	j, path := begun(t)
	at := time.Date(2026, 11, 23, 1, 2, 3, 0, time.UTC)
	check(t, j.Asked(phone1, false), j.Sending([]Sending{{Identity: phone1, PhoneLogin: "L1001", Sum: "5a", Line: 2}}), j.Sync(), j.Settled(phone1, added(), at))
	if h := readBack(t, path); h.Object(phone1).Outcome != nil {
		t.Error("what was settled is in the file before it was handed over")
	}
	check(t, j.Flush())
	h := readBack(t, path)
	if h.ID != "r1" || h.List != "/srv/list.csv" || h.Options[0] != "--first=3" || h.At.IsZero() || !h.Sent || h.Ended || !h.Open() || h.Discarded {
		t.Errorf("got %+v", h)
	}
	o := h.Object(Identity{"10.0.9.8", "1001"})
	if !o.Added() || !o.Absent || !o.Claimed || o.PhoneLogin != "L1001" || o.Sum != "5a" || o.Line != 2 || *o.Outcome != added() || !o.At.Equal(at) {
		t.Errorf("got %+v", o)
	}
	check(t, j.End(0, 0))
	if h := readBack(t, path); !h.Ended || h.Open() {
		t.Errorf("ended: %+v", h)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestAJournalIsNeverOverwritten(t *testing.T) {
	_, path := begun(t)
	if _, err := Create(path, Run{ID: "r2", Dialer: "d"}); !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v", err)
	}
	for _, want := range []string{path + ".1", path + ".2"} {
		aside, err := SetAside(path)
		if err != nil || aside != want || Exists(path) {
			t.Errorf("%s, %v", aside, err)
		}
		check(t, os.WriteFile(path, nil, 0o600))
	}
}

// TestWhatIsInvalidIsCutOff: whatever a journal ends in, what is before it holds, and what is written later is read.
func TestWhatIsInvalidIsCutOff(t *testing.T) {
	for name, rubbish := range map[string]string{
		"half a line":        `{"kind":"outcome","server_ip":"10.0.9.8","exten`,
		"zeros":              "\x00\x00\x00\x00\n",
		"no JSON":            "hello\n",
		"two in a line":      `{"kind":"undoing"}{"kind":"undoing"}` + "\n",
		"unknown kind":       `{"kind":"surprise"}` + "\n",
		"unknown field":      `{"kind":"undoing","why":"x"}` + "\n",
		"another run":        `{"kind":"run","version":1,"run":"r2","dialer":"d"}` + "\n",
		"end without left":   `{"kind":"end"}` + "\n",
		"nobody was asked":   `{"kind":"asked","there":true}` + "\n",
		"nothing was asked":  `{"kind":"asked","server_ip":"10.0.9.8","extension":"1001"}` + "\n",
		"no outcome":         `{"kind":"outcome","server_ip":"10.0.9.8","extension":"1001"}` + "\n",
		"longer than a line": strings.Repeat("x", maxLine+1) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			j, path := begun(t)
			check(t, j.Asked(phone1, false), j.Sending([]Sending{{Identity: phone1, Sum: "5a"}}))
			whole, err := os.ReadFile(path)
			check(t, err)
			// What follows would be valid, and is discarded with the rest.
			check(t, os.WriteFile(path, append(bytes.Clone(whole), rubbish+"\n"+`{"kind":"end","left":0}`+"\n"...), 0o600))
			h := readBack(t, path)
			if !h.Discarded || h.Ended || !h.Object(phone1).Claimed || h.Object(phone1).Outcome != nil {
				t.Fatalf("got %+v", h)
			}
			again, err := Open(path, h)
			check(t, err, again.Settled(phone1, added(), time.Now()), again.End(0, 0), again.Close())
			if h := readBack(t, path); h.Discarded || !h.Ended || !h.Object(phone1).Added() {
				t.Errorf("gone on with: %+v", h)
			}
			if now, _ := os.ReadFile(path); !bytes.HasPrefix(now, whole) {
				t.Error("what was valid has changed")
			}
		})
	}
}

func TestALineWithoutItsEndIsNone(t *testing.T) {
	h, err := Read(strings.NewReader(firstLine + `{"kind":"end","left":0}`))
	if err != nil || h.Ended || !h.Discarded {
		t.Errorf("%v, %+v", err, h)
	}
}

func TestAJournalOfALaterFormIsNotPassedOver(t *testing.T) {
	if _, err := Read(strings.NewReader(`{"kind":"run","version":2,"run":"r","dialer":"d","more":1}` + "\n")); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsNoJournalIsSaidToBeNone(t *testing.T) {
	for _, text := range []string{"", "\n", "line,kind\n", `{"kind":"end","left":0}` + "\n", `{"kind":"run","version":1}` + "\n"} {
		if _, err := Read(strings.NewReader(text)); !errors.Is(err, ErrNotJournal) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestTheFirstErrorSticks: a journal that has lost a line takes no other.
func TestTheFirstErrorSticks(t *testing.T) {
	j, path := begun(t)
	whole, err := os.ReadFile(path)
	check(t, err)
	check(t, j.file.Close())
	first := j.Asked(phone1, true)
	if !errors.Is(first, os.ErrClosed) || !strings.Contains(first.Error(), path) {
		t.Fatalf("got %v", first)
	}
	j.file, err = os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	check(t, err)
	for _, err := range []error{j.Settled(phone1, added(), time.Now()), j.Flush(), j.End(0, 0)} {
		if !errors.Is(err, first) {
			t.Errorf("got %v", err)
		}
	}
	if now, _ := os.ReadFile(path); !bytes.Equal(now, whole) {
		t.Errorf("written: %s", now)
	}
}
