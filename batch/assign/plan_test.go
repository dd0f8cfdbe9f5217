package assign

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// had returns a Memory of one phone for each person, the newest first. A minus before an extension means that the
// phone does not stand.
func had(list ...struct {
	person    object.Person
	server, x string
},
) (m remembered) {
	for _, l := range list {
		x, gone := strings.CutPrefix(l.x, "-")
		m = append(m, struct {
			person object.Person
			Past
		}{l.person, Past{Key: phoneAt(l.server, x), Stands: !gone}})
	}
	return m
}

type was = struct {
	person    object.Person
	server, x string
}

func byName(name string) object.Person {
	return object.Person{Kind: object.ByName, Key: name, Name: name}
}

// numberTests lists first readings with what earlier runs chose, and the numbers and servers of the plan.
var numberTests = map[string]struct {
	list   []listed
	memory Memory
	taken  []string // numbers that are taken on the dialer
	want   []string
	asked  []string // numbers that the dialer is asked about
}{
	"nobody is known": {
		[]listed{{name: "Ann"}, {name: "Bo"}},
		nil, nil,
		[]string{"2001 10.0.9.8", "2002 10.0.9.9"},
		[]string{"2001", "2002"},
	},
	"taken numbers are passed over": {
		[]listed{{name: "Ann"}, {name: "Bo"}},
		nil,
		[]string{"2001", "2003"},
		[]string{"2004 10.0.9.8", "2002 10.0.9.9"},
		[]string{"2001", "2002", "2003", "2004"},
	},
	"numbers of the list are passed over": {
		[]listed{{name: "Ann"}, {name: "Bo", ext: "2001", server: "10.0.9.8"}},
		nil, nil,
		[]string{"2002 10.0.9.9", "2001 10.0.9.8"},
		[]string{"2002"},
	},
	"a number that stands is kept, and nobody is asked": {
		[]listed{{name: "Bo"}, {name: "Ann"}},
		had(was{byName("ann"), "10.0.9.8", "2007"}, was{byName("bo"), "10.0.9.8", "2001"}),
		[]string{"2001", "2007"},
		[]string{"2001 10.0.9.8", "2007 10.0.9.8"},
		nil,
	},
	"a number that was never stored is asked for": {
		[]listed{{name: "Ann"}},
		had(was{byName("ann"), "10.0.9.9", "-2007"}), nil,
		[]string{"2007 10.0.9.9"},
		[]string{"2007"},
	},
	"a number that was never stored is given up": {
		[]listed{{name: "Ann"}},
		had(was{byName("ann"), "10.0.9.9", "-2007"}),
		[]string{"2007"},
		[]string{"2001 10.0.9.9"},
		[]string{"2007", "2001"},
	},
	"what stands comes before what is newer": {
		[]listed{{name: "Ann"}},
		had(was{byName("ann"), "10.0.9.9", "-2007"}, was{byName("ann"), "10.0.9.9", "2005"}), nil,
		[]string{"2005 10.0.9.9"},
		nil,
	},
	"a known number goes to nobody else": {
		[]listed{{name: "New"}, {name: "Ann"}},
		had(was{byName("ann"), "10.0.9.9", "2001"}), nil,
		[]string{"2002 10.0.9.8", "2001 10.0.9.9"},
		[]string{"2002"},
	},
	"one number on several servers": {
		[]listed{{name: "Ann", server: "10.0.9.8"}, {name: "Bo", server: "10.0.9.9"}, {name: "Ann", server: "10.0.9.9"}},
		nil, nil,
		[]string{"2001 10.0.9.8", "2002 10.0.9.9", "2001 10.0.9.9"},
		[]string{"2001", "2002", "2001"},
	},
	"one server more keeps the number": {
		[]listed{{name: "Ann", server: "10.0.9.9"}, {name: "Ann", server: "10.0.9.8"}},
		had(was{byName("ann"), "10.0.9.8", "2005"}), nil,
		[]string{"2005 10.0.9.9", "2005 10.0.9.8"},
		nil,
	},
	"a number outside the range is kept": {
		[]listed{{name: "Ann"}},
		had(was{byName("ann"), "10.0.9.7", "3001"}), nil,
		[]string{"3001 10.0.9.7"},
		nil,
	},
}

func TestEverybodyKeepsTheirNumberAndServer(t *testing.T) {
	for name, tt := range numberTests {
		t.Run(name, func(t *testing.T) {
			r := read(false, tt.list...)
			p := r.plan(t, tt.memory)
			var asked []string
			err := p.Number(func(phones []apiclient.Phone) (free []bool, err error) {
				for _, phone := range phones {
					asked = append(asked, phone.Extension)
					free = append(free, !slices.Contains(tt.taken, phone.Extension))
				}
				return free, nil
			})
			slices.Sort(asked)
			slices.Sort(tt.asked)
			if d := cmp.Diff(tt.want, r.chosen(p)) + cmp.Diff(tt.asked, asked); d != "" || err != nil || len(p.Clashes)+len(p.Unclear) > 0 {
				t.Error(d, err)
			}
		})
	}
}

// A number that is taken on one of a person's servers is taken on all of them.
func TestANumberIsFreeOnAllServersOfAPerson(t *testing.T) {
	r := read(false, listed{name: "Ann", server: "10.0.9.8"}, listed{name: "Ann", server: "10.0.9.9"})
	p := r.plan(t, nil)
	err := p.Number(func(phones []apiclient.Phone) (free []bool, err error) {
		for _, phone := range phones {
			free = append(free, phone.Extension != "2001" || phone.ServerIP != "10.0.9.9")
		}
		return free, nil
	})
	if d := cmp.Diff([]string{"2002 10.0.9.8", "2002 10.0.9.9"}, r.chosen(p)); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestNumbersThatRunOut(t *testing.T) {
	r := read(false, listed{name: "Ann"}, listed{name: "Bo"})
	p := r.plan(t, nil)
	var few *NumbersError
	err := p.Number(func(phones []apiclient.Phone) ([]bool, error) { return make([]bool, len(phones)), nil })
	if !errors.As(err, &few) || few.People == 0 || !few.Asked {
		t.Errorf("%v", err)
	}
	if err := r.plan(t, nil).Number(func([]apiclient.Phone) ([]bool, error) { return nil, errBroken }); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
}

// Forget takes back numbers that were chosen without asking the dialer, and not numbers that people have.
func TestForgetKeepsWhatPeopleHave(t *testing.T) {
	r := read(false, listed{name: "Ann"}, listed{name: "Bo"})
	p := r.plan(t, had(was{byName("ann"), "10.0.9.8", "2005"}))
	if err := p.Number(nil); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"2005 10.0.9.8", "2001 10.0.9.9"} {
		if got := r.chosen(p)[i]; got != want {
			t.Errorf("chosen is %s, want %s", got, want)
		}
	}
	for i, row := range r.rows { // as in the draft
		row.Phone.Extension = strings.Fields(r.chosen(p)[i])[0]
		row.Phone.PhoneLogin = row.Phone.Extension
	}
	p.Forget()
	p.WithoutNumbers(r.rows)
	if a, b := r.rows[0].Phone, r.rows[1].Phone; a.Extension != "2005" || a.PhoneLogin != "2005" || b.Extension+b.PhoneLogin != "" || !p.WantsNumbers() || p.NewPeople() != 1 {
		t.Errorf("%+v, %+v, %d new", a, b, p.NewPeople())
	}
}

func TestTwoRowsOfOneKnownNumberClash(t *testing.T) {
	r := read(true, listed{name: "Ann", number: "1"}, listed{name: "Ann", number: "2"})
	p := r.plan(t, had(was{byName("ann"), "10.0.9.8", "2005"}))
	if len(p.Clashes) != 1 || p.Clashes[0].Row != 1 || p.Clashes[0].Other != 0 || p.Clashes[0].Extension != "2005" {
		t.Errorf("%+v", p.Clashes)
	}
}

// A person with a damaged entry is unclear, unless another phone of the person stands.
func TestWhatTheMemoryCannotTell(t *testing.T) {
	r := read(false, listed{name: "Ann"}, listed{name: "Bo"}, listed{name: "Cy", ext: "1001", server: "10.0.9.8"})
	p := r.plan(t, forgetful{had(was{byName("bo"), "10.0.9.8", "2005"})})
	if !slices.Equal(p.Unclear, []int{0}) {
		t.Errorf("rows %v are unclear", p.Unclear)
	}
	if _, err := New(r.survey, r.rows, r.people, Options{Memory: broken{errBroken}}); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
}
