package register

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/object"
)

func TestARunIsToldAsItWasRecorded(t *testing.T) {
	r := own(t)
	rec := begin(t, r, "r1")
	o := phone(1)
	at := time.Date(2026, 11, 23, 1, 2, 3, 4, time.UTC)
	res := result(object.Added)
	res.FinishedAt, res.Verified = at, object.VerifiedYes
	check(t, rec.Asked(o, object.Absent), rec.Claim([]*object.Object{o}), rec.Sync(), rec.Settled(o, res))
	check(t, rec.End(Ending{Left: 2, Unproved: 1, Added: 7, NotDone: 3, Results: "/srv/list.results.csv", Files: []Wrote{{"/srv/x.csv", "5a"}}}))
	check(t, rec.Close(), rec.Close())
	run, known, err := openAt(t, r.path).Run("r1")
	check(t, err)
	if run.Begun.IsZero() || run.Ended.Before(run.Begun) || !known {
		t.Errorf("got %+v", run)
	}
	run.Begun, run.Ended = time.Time{}, time.Time{}
	want := Run{
		ID: "r1", Command: CommandImport, ListName: "list.csv", ListPath: "/srv/list.csv", ListSHA256: "ab", Dialer: dialer, Options: []string{"--first=3"},
		Left: 2, Unproved: 1, Added: 7, NotDone: 3, Results: "/srv/list.results.csv", Files: []Wrote{{"/srv/x.csv", "5a"}},
	}
	if d := cmp.Diff(want, run); d != "" {
		t.Error(d)
	}
	outcome := Outcome{Status: object.Added, Code: "added", Message: "SUCCESS <ok>", Verified: object.VerifiedYes, Attempts: 1, Duration: 12e6, FinishedAt: at}
	if d := cmp.Diff(outcome, *objectsOf(t, r, "r1")[o.Folded()].Outcome); d != "" {
		t.Error(d)
	}
}

func TestWhatIsOpen(t *testing.T) {
	for words, open := range map[string]bool{
		"":                     true,
		"end:0":                false,
		"end:3":                true,
		"end:3 resumed end:0":  false,
		"end:0 resumed":        true,
		"end:3 undoing":        false,
		"end:3 undoing kept":   true,
		"end:3 undoing undone": false,
		"undoing":              false,
		"undoing kept":         true,
	} {
		r := own(t)
		rec := begin(t, r, "r1")
		for word := range strings.FieldsSeq(words) {
			var err error
			switch word {
			case "end:0":
				err = rec.End(Ending{})
			case "end:3":
				err = rec.End(Ending{Left: 3})
			case "resumed":
				check(t, rec.Close())
				rec, err = r.Continue("r1", Run{})
			case "undoing":
				err = r.Undoing("r1")
			case "undone":
				err = r.Undone("r1")
			case "kept":
				err = r.Kept("r1")
			}
			check(t, err)
		}
		check(t, rec.Close())
		if run, _, err := r.Run("r1"); err != nil || run.Open() != open {
			t.Errorf("%q: open is %t, %v", words, run.Open(), err)
		}
	}
}

func TestRunsAreFound(t *testing.T) {
	r := own(t)
	for i, run := range []Run{
		{ID: "a1", ListPath: "/a.csv", ListSHA256: "aa", Dialer: "d1", Results: "/out/a.csv"},
		{ID: "a2", ListPath: "/a.csv", ListSHA256: "ab", Dialer: "d1", Results: "/other/a.csv"},
		{ID: "b1", ListPath: "/b.csv", ListSHA256: "bb", Dialer: "d2"},
		{ID: "s1", ListPath: "-", ListSHA256: "cc", Dialer: "d1"},
		{ID: "u1", ListPath: "/a.csv", ListSHA256: "ab", Dialer: "d1", Command: CommandUndo, Of: "a1"},
	} {
		if run.Command == "" {
			run.Command = CommandImport
		}
		rec, err := r.Begin(run)
		if check(t, err); i == 1 {
			check(t, rec.End(Ending{}))
		}
		check(t, rec.Close())
	}
	find := func(run Run, known bool, err error) string {
		t.Helper()
		check(t, err)
		if known != (run.ID != "") {
			t.Errorf("known is %t of %+v", known, run)
		}
		return run.ID
	}
	for name, tt := range map[string][2]string{
		"by id":                  {find(r.Run("b1")), "b1"},
		"unknown id":             {find(r.Run("b2")), ""},
		"by results":             {find(r.RunOfResults("/out/a.csv")), "a1"},
		"by no results":          {find(r.RunOfResults("")), ""},
		"by results' name":       {find(r.RunOfResultsName("a.csv")), "a2"},
		"by path":                {find(r.NewestRun("d1", "/a.csv", "")), "a2"},
		"by content":             {find(r.NewestRun("d1", "/moved.csv", "aa")), "a1"},
		"on any dialer":          {find(r.NewestRun("", "/b.csv", "")), "b1"},
		"by a name with digits":  {find(r.LastRunLike("d1", "/a-2.csv")), ""},
		"by a name like it":      {find(r.LastRunLike("d1", "/a2.csv")), "a2"},
		"by the run it undoes":   {find(r.UndoOf("a1")), "u1"},
		"standard input, unlike": {find(r.NewestRun("d1", "-", "xx")), ""},
		"standard input, alike":  {find(r.NewestRun("d1", "-", "cc")), "s1"},
		"another dialer":         {find(r.NewestRun("d2", "/a.csv", "aa")), ""},
		"unknown dialer":         {find(r.NewestRun("d9", "/a.csv", "aa")), ""},
		"last of a list":         {find(r.LastRun("d1", "/a.csv")), "a2"},
		"last of another":        {find(r.LastRun("d2", "/a.csv")), ""},
		"last of standard input": {find(r.LastRun("d1", "-")), ""},
		"by neither":             {find(r.NewestRun("d1", "", "")), ""},
		"on another dialer":      {find(r.NewestRun("d2", "/b.csv", "")), "b1"},
	} {
		if tt[0] != tt[1] {
			t.Errorf("%s: got %q, want %q", name, tt[0], tt[1])
		}
	}
	list, err := r.Runs(2)
	if check(t, err); len(list) != 2 || list[0].ID != "u1" || list[1].ID != "s1" || list[0].Of != "a1" {
		t.Errorf("got %+v", list)
	}
}

func TestRunsThatAreNone(t *testing.T) {
	r := own(t)
	begin(t, r, "a1")
	if _, err := r.Begin(Run{ID: "u2", Command: CommandUndo, Of: "none", Dialer: "d1"}); !errors.Is(err, ErrNoRun) {
		t.Errorf("an undo of nothing: %v", err)
	}
	if _, err := r.Begin(Run{ID: "a1", Command: CommandImport, Dialer: "d1"}); err == nil {
		t.Error("one id was given twice")
	}
	if err := r.Undoing("none"); !errors.Is(err, ErrNoRun) {
		t.Errorf("undoing nothing: %v", err)
	}
	if _, err := r.Continue("none", Run{}); !errors.Is(err, ErrNoRun) {
		t.Errorf("going on with nothing: %v", err)
	}
	if _, err := r.Objects("none", nil); !errors.Is(err, ErrNoRun) {
		t.Errorf("objects of nothing: %v", err)
	}
}

func TestSpellingsOfADialerAreOne(t *testing.T) {
	r := own(t)
	for i, name := range []string{"d1", "d2", "d3"} {
		rec, err := r.Begin(Run{ID: fmt.Sprint("r", i), Command: CommandImport, Dialer: name, ListPath: "/" + name})
		check(t, err)
		record(t, rec, phones(i, i+1))
		check(t, rec.Close())
	}
	check(t, r.SameDialer("d2", "d1"), r.SameDialer("d3", "d2"), r.SameDialer("d1", "d3"), r.SameDialer("new", "d2"))
	for name, want := range map[string]string{"d1": "d1", "d2": "d1", "d3": "d1", "new": "d1", "other": "other"} {
		got, err := r.Dialer(name)
		if check(t, err); got != want {
			t.Errorf("%s is %s", name, got)
		}
		known, err := r.KnownDialer(name)
		if check(t, err); known != (name != "other") {
			t.Errorf("%s is known: %t", name, known)
		}
		n := 0
		for i := range 3 {
			o, is, err := r.Standing(name, phone(i).Key)
			past, err2 := r.Past(name, phone(i).Person)
			if check(t, err, err2); is != (len(past) == 1) || is && o.Run != past[0].Run {
				t.Errorf("%v, %v", o, past)
			}
			n += len(past)
		}
		if n != 3*int(bit(name != "other")) {
			t.Errorf("%s has %d objects", name, n)
		}
	}
	if run, _, err := r.NewestRun("new", "/d3", ""); err != nil || run.ID != "r2" || run.Dialer != "d3" {
		t.Errorf("%+v, %v", run, err)
	}
	lock, err := r.Lock("d3", ann)
	check(t, err)
	var held *HeldError
	if _, err := r.Lock("new", ann); !errors.As(err, &held) || held.Name != "d1" {
		t.Errorf("the lock of another spelling: %v", err)
	}
	check(t, lock.Release())
}
