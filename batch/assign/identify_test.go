package assign

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Ann Lee": "ann lee", "  ANN \t lee ": "ann lee", "José": "jose", "Jose\u0301": "jose", "ﬁn": "fin", "Straße": "straße",
		"Ñandú": "nandu", "": "", " \n ": "", "Łukasz": "łukasz", "Иван": "иван", "é\xff": "e\ufffd",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"00123": "123", "123": "123", "000": "000", "123.0": "123", "0123.00": "123", "12.3": "12.3", ".0": ".0", "7.": "7", "v1.0": "v1.0", "A007": "a007", " 7 ": "7", "": "", "0x1": "0x1"} {
		if got := foldNumber(text); got != want {
			t.Errorf("the number %q is %q, want %q", text, got, want)
		}
	}
}

func TestWhoARowIsFor(t *testing.T) {
	number := func(key, name string) object.Person {
		return object.Person{Kind: object.ByNumber, Key: key, Name: name}
	}
	nameOnly := func(name string) object.Person { return object.Person{Kind: object.ByName, Key: name, Name: name} }
	extension := func(key, name string) object.Person {
		return object.Person{Kind: object.ByExtension, Key: key, Name: name}
	}
	for name, tt := range map[string]struct {
		numbers bool
		list    []listed
		want    []object.Person
		kind    object.KeyKind
	}{
		"names alone":                 {false, []listed{{name: "Ánn  LEE"}, {name: "Bo"}}, []object.Person{nameOnly("ann lee"), nameOnly("bo")}, object.ByName},
		"numbers":                     {true, []listed{{name: "Ann", number: "007"}, {name: "Bo", number: "X8"}}, []object.Person{number("7", "ann"), number("x8", "bo")}, object.ByNumber},
		"one number missing":          {true, []listed{{name: "Ann", number: "7"}, {name: "Bo"}}, []object.Person{nameOnly("ann"), nameOnly("bo")}, object.ByName},
		"one number twice":            {true, []listed{{name: "Ann", number: "7", server: "s"}, {name: "Bo", number: "07", server: "s"}}, []object.Person{nameOnly("ann"), nameOnly("bo")}, object.ByName},
		"one number on two servers":   {true, []listed{{name: "Ann", number: "7", server: "s"}, {name: "Ann", number: "7", server: "t"}}, []object.Person{number("7", "ann"), number("7", "ann")}, object.ByNumber},
		"extensions of their own":     {true, []listed{{name: "Ann", number: "7", ext: "Desk1"}, {name: "Bo", number: "7", ext: "1002"}}, []object.Person{extension("desk1", "ann"), extension("1002", "bo")}, object.ByExtension},
		"some extensions":             {true, []listed{{name: "Ann", ext: "1001"}, {name: "Bo", number: "8"}}, []object.Person{extension("1001", "ann"), number("8", "bo")}, object.ByNumber},
		"seats":                       {false, []listed{{server: "s"}, {server: "t"}, {server: "s"}, {}}, []object.Person{{Kind: object.ByName, Key: "seat 1 s"}, {Kind: object.ByName, Key: "seat 1 t"}, {Kind: object.ByName, Key: "seat 2 s"}, {Kind: object.ByName, Key: "seat 1"}}, object.ByName},
		"two of one name, by numbers": {true, []listed{{name: "Ann", number: "7"}, {name: "Ann", number: "8"}}, []object.Person{number("7", "ann"), number("8", "ann")}, object.ByNumber},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(tt.numbers, tt.list...)
			if d := cmp.Diff(tt.want, r.people); d != "" || r.known.Kind != tt.kind {
				t.Errorf("%s, known by %s", d, r.known.Kind)
			}
		})
	}
}

func TestWhoARowIsForByKey(t *testing.T) {
	rows := []*preflight.Row{
		{Line: 2, Readable: true, Name: "Ann", Cells: []string{"North ", "007"}},
		{Line: 3, Readable: true, Name: "Bo", Cells: []string{"", "7"}},
		{Line: 4, Readable: true, Name: "Cy", Cells: []string{"", " "}},
	}
	people, known := Identify(rows, NewSurvey(), Identity{Key: []string{"Site", "Desk"}, Names: []string{"Name"}, Numbers: []string{"Staff No"}})
	want := []object.Person{{Kind: object.ByNumber, Key: "north | 7", Name: "ann"}, {Kind: object.ByNumber, Key: " | 7", Name: "bo"}, {Name: "cy"}}
	if d := cmp.Diff(want, people); d != "" || known.Found || known.Kind != object.ByNumber {
		t.Errorf("%s, %+v", d, known)
	}
}

// A row that cannot be read has no person.
func TestARowThatCannotBeReadIsForNobody(t *testing.T) {
	rows := []*preflight.Row{{Line: 2, Name: "Ann"}}
	if people, _ := Identify(rows, NewSurvey(), Identity{Names: []string{"Name"}}); people[0] != (object.Person{}) {
		t.Errorf("%+v", people)
	}
}

func TestTwice(t *testing.T) {
	for name, tt := range map[string]struct {
		numbers, keyed bool
		list           []listed
		want           []int // rows for the person of the first row
	}{
		"nobody":                          {false, false, []listed{{name: "Ann"}, {name: "Bo"}}, nil},
		"one name":                        {false, false, []listed{{name: "Ann"}, {name: "Bo"}, {name: "ANN"}, {name: " ann"}}, []int{2, 3}},
		"one name on two servers":         {false, false, []listed{{name: "Ann", server: "s"}, {name: "Ann", server: "t"}}, nil},
		"one name on one server":          {false, false, []listed{{name: "Ann", server: "s"}, {name: "Ann", server: "s"}}, []int{1}},
		"one name with numbers":           {true, false, []listed{{name: "Ann", number: "1"}, {name: "Ann", number: "2"}}, nil},
		"one name with extensions":        {false, false, []listed{{name: "Ann", ext: "1"}, {name: "Ann", ext: "2"}}, nil},
		"one extension twice, with --key": {false, true, []listed{{name: "Ann", ext: "1", server: "s"}, {name: "Ann", ext: "1", server: "s"}}, []int{1}},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(tt.numbers, tt.list...)
			_ = r.plan(t, nil) // gives servers to the rows: the listed values must count
			var got []int
			for _, c := range Twice(r.rows, r.people, r.survey, tt.keyed) {
				if got = append(got, c.Row); c.Other != 0 {
					t.Errorf("row %d is for the person of row %d", c.Row, c.Other)
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// The key decides who had a phone. If no earlier run knew the key, the name decides, unless the phone belongs to
// another person.
func TestWhosePhonesEarlierRunsAskedFor(t *testing.T) {
	ann := object.Person{Kind: object.ByNumber, Key: "7", Name: "ann"}
	annByName := object.Person{Kind: object.ByName, Key: "ann", Name: "ann"}
	past := func(extension string, kind object.KeyKind, same bool) Past {
		return Past{Key: phoneAt("10.0.9.8", extension), Kind: kind, SameKey: same, Stands: true}
	}
	for name, tt := range map[string]struct {
		person object.Person
		past   []Past
		want   []string
	}{
		"nobody":                             {ann, nil, nil},
		"the same number":                    {ann, []Past{past("1", object.ByNumber, true)}, []string{"1"}},
		"renamed, with the same number":      {object.Person{Kind: object.ByNumber, Key: "7", Name: "ann smith"}, []Past{past("1", object.ByNumber, true)}, []string{"1"}},
		"the number column came later":       {ann, []Past{past("1", object.ByName, false)}, []string{"1"}},
		"the number column is gone":          {annByName, []Past{past("1", object.ByNumber, false)}, []string{"1"}},
		"the key before the name":            {ann, []Past{past("2", object.ByName, false), past("1", object.ByNumber, true)}, []string{"1"}},
		"a new hire with a leaver's name":    {ann, []Past{past("1", object.ByNumber, false)}, nil},
		"whose phone had no number at first": {ann, []Past{past("1", object.ByNumber, false), past("1", object.ByName, false)}, nil},
		"two of one name, and no number now": {annByName, []Past{past("1", object.ByNumber, false), past("2", object.ByNumber, false)}, nil},
		"two phones of one name":             {annByName, []Past{past("1", object.ByName, true), past("2", object.ByName, true)}, []string{"1", "2"}},
		"by extension, another extension":    {object.Person{Kind: object.ByExtension, Key: "3", Name: "ann"}, []Past{past("1", object.ByName, false)}, nil},
		"by extension, the same":             {object.Person{Kind: object.ByExtension, Key: "1", Name: "ann"}, []Past{past("1", object.ByExtension, true)}, []string{"1"}},
		"a seat has no name":                 {object.Person{Kind: object.ByName, Key: "seat 1"}, []Past{past("1", object.ByName, false)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, was := range own(tt.person, tt.past) {
				got = append(got, was.Name)
			}
			if d := cmp.Diff(tt.want, got); d != "" || Has(tt.person, tt.past) != (len(tt.want) > 0) {
				t.Error(d)
			}
		})
	}
}
