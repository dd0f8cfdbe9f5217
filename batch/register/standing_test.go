package register

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"phonebatch/batch/object"
)

// runsOf makes a run of each word: COMMAND:STATUS of the phone 1. The status sent is a claim without an outcome, and
// asked no claim at all.
func runsOf(t *testing.T, r *Register, words string) {
	t.Helper()
	for i, word := range strings.Fields(words) {
		command, status, _ := strings.Cut(word, ":")
		run := Run{ID: fmt.Sprint("r", i), Command: command, Dialer: dialer, Begun: time.Unix(int64(1000*i+1000), 0)}
		if command == CommandUndo {
			run.Of = "r0"
		}
		rec, err := r.Begin(run)
		check(t, err)
		list := []*object.Object{phone(1)}
		if status == "asked" {
			check(t, rec.Asked(list[0], object.There))
		} else {
			check(t, rec.Claim(list))
		}
		if status != "sent" && status != "asked" {
			check(t, rec.Settled(list[0], result(object.Status(status))))
		}
		check(t, rec.End(Ending{}), rec.Close())
	}
}

// standings say which run's object stands on the dialer.
var standings = map[string]string{
	"import:asked":                              "",
	"import:sent":                               "r0",
	"import:added":                              "r0",
	"import:unconfirmed":                        "r0",
	"import:refused":                            "",
	"import:exists":                             "",
	"import:added import:exists":                "r0",
	"import:added import:asked":                 "r0",
	"import:added import:not_sent":              "r0",
	"import:added import:added":                 "r1",
	"import:added undo:deleted":                 "",
	"import:added undo:gone":                    "",
	"import:added undo:refused":                 "r0",
	"import:added undo:not_sent":                "r0",
	"import:added undo:not_visible":             "r0",
	"import:added undo:sent":                    "r0", // the undo was cut off: the phone may stand
	"import:added undo:unconfirmed":             "r0",
	"import:added undo:deleted import:added":    "r2",
	"import:added undo:deleted import:refused":  "",
	"import:added undo:deleted undo:refused":    "",
	"import:added import:exists undo:deleted":   "",
	"import:added retire:retired":               "r1",
	"import:added retire:deleted":               "",
	"import:added retire:gone":                  "",
	"import:added retire:refused":               "r0",
	"import:added retire:not_visible":           "r0",
	"import:added retire:deleted import:added":  "r2",
	"import:added import:retired import:exists": "r1",
}

func TestWhatStands(t *testing.T) {
	for words, want := range standings {
		r := own(t)
		runsOf(t, r, words)
		standsAs(t, r, words, want)
		// What is forgotten changes nothing about it.
		_, err := r.ForgetBefore(time.Unix(1<<32, 0))
		check(t, err)
		standsAs(t, r, words+" (forgotten)", want)
		past, err := r.Past(dialer, phone(1).Person)
		if check(t, err); len(past) == 0 {
			t.Errorf("%s: the person is forgotten", words)
		}
		runs, err := r.Runs(0)
		check(t, err)
		for _, run := range runs {
			objectsOf(t, r, run.ID)
		}
	}
}

func standsAs(t *testing.T, r *Register, words, want string) {
	t.Helper()
	o, is, err := r.Standing(dialer, phone(1).Key)
	check(t, err)
	if is != (want != "") || is && o.Run != want {
		t.Errorf("%s: got %+v, want %q", words, o, want)
	}
	if _, is, err := r.Standing(dialer, phone(2).Key); err != nil || is {
		t.Errorf("%s: another phone stands, %v", words, err)
	}
	if _, is, err := r.Standing("https://other", phone(1).Key); err != nil || is {
		t.Errorf("%s: it stands on another dialer, %v", words, err)
	}
}

func TestWhatAPersonHad(t *testing.T) {
	r := own(t)
	runsOf(t, r, "import:added undo:deleted import:asked")
	p := phone(1).Person
	for name, tt := range map[string]struct {
		person object.Person
		want   string
	}{
		"the same":             {p, "r2,number,key,name, r1,number,key,name,claimed,deleted r0,number,key,name,claimed,added"},
		"another name":         {object.Person{Kind: p.Kind, Key: p.Key, Name: "x"}, "r2,number,key, r1,number,key,claimed,deleted r0,number,key,claimed,added"},
		"another key":          {object.Person{Kind: p.Kind, Key: "x", Name: p.Name}, "r2,number,name, r1,number,name,claimed,deleted r0,number,name,claimed,added"},
		"another kind":         {object.Person{Kind: object.ByExtension, Key: p.Key}, ""},
		"somebody else":        {phone(2).Person, ""},
		"nobody":               {object.Person{}, ""},
		"a name that is a key": {object.Person{Name: p.Key}, ""},
	} {
		past, err := r.Past(dialer, tt.person)
		check(t, err)
		var got []string
		for _, o := range past {
			text := o.Run + "," + string(o.PersonKind)
			for word, is := range map[string]bool{",key": o.KeyIs} {
				if is {
					text += word
				}
			}
			if o.NameIs {
				text += ",name"
			}
			if o.Claimed {
				text += ",claimed"
			}
			got = append(got, text+","+string(o.Status))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestWhatIsForgotten(t *testing.T) {
	r := own(t)
	run := func(id string, sec int64, left int, list ...*object.Object) {
		t.Helper()
		rec, err := r.Begin(Run{ID: id, Command: CommandImport, Dialer: dialer, Begun: time.Unix(sec, 0)})
		check(t, err)
		record(t, rec, list)
		check(t, rec.End(Ending{Left: left}), rec.Close())
	}
	run("old", 100, 0, phones(0, 10)...)
	run("part", 200, 0, phones(0, 20)...)
	run("open", 300, 1, phones(0, 10)...)
	run("undoing", 400, 0, phones(0, 10)...)
	check(t, r.Undoing("undoing"))
	run("new", 500, 0, phones(0, 10)...)
	gone, err := r.ForgetBefore(time.Unix(450, 0))
	if check(t, err); gone != 1 {
		t.Errorf("%d runs are gone", gone)
	}
	list, err := r.Runs(0)
	check(t, err)
	var got string
	for _, run := range list {
		got += fmt.Sprintf("%s:%d ", run.ID, len(objectsOf(t, r, run.ID)))
	}
	if want := "new:10 undoing:10 open:10 part:10 "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for n := range 20 {
		if _, is, err := r.Standing(dialer, phone(n).Key); err != nil || !is {
			t.Errorf("%d: %t, %v", n, is, err)
		}
	}
	// A run that has lost objects can be gone on with.
	rec, err := r.Continue("part", Run{})
	check(t, err)
	record(t, rec, phones(0, 15))
	check(t, rec.Close())
	if n := len(objectsOf(t, r, "part")); n != 20 {
		t.Errorf("gone on with: %d", n)
	}
}
