package batch

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/codes"
	"phonebatch/batch/run"
)

// numbered returns a list of people with staff numbers. A name may have the form NUMBER=NAME.
func numbered(names ...string) string {
	var b strings.Builder
	b.WriteString("Staff No,Name\n")
	for i, name := range names {
		number, bare, given := strings.Cut(name, "=")
		if !given {
			number, bare = fmt.Sprint(i+1), name
		}
		fmt.Fprintf(&b, "%s,%s\n", number, bare)
	}
	return b.String()
}

// ten holds the people of a list.
var ten = []string{"Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo"}

// A list that has changed too much is refused before anything is sent.
func TestAListThatHasChangedTooMuchIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		was, is string
		limit   string
		want    *ListChangedError
	}{
		"nothing changes":           {people(ten...), people(ten...), "", nil},
		"four are replaced":         {people(ten...), people(append([]string{"K", "L", "M", "N"}, ten[4:]...)...), "", nil},
		"five are replaced":         {people(ten...), people(append([]string{"K", "L", "M", "N", "O"}, ten[5:]...)...), "", &ListChangedError{Of: 10, Allowed: 4, Missing: 5, New: 5}},
		"five are allowed":          {people(ten...), people(append([]string{"K", "L", "M", "N", "O"}, ten[5:]...)...), "50%", nil},
		"five are gone":             {people(ten...), people(ten[5:]...), "", nil},
		"five are new":              {people(ten...), people(append([]string{"K", "L", "M", "N", "O"}, ten...)...), "", nil},
		"four have another name":    {numbered(ten...), numbered("K", "L", "M", "N", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo"), "", nil},
		"the numbers have moved on": {numbered(ten...), numbered(append([]string{"K"}, ten[:9]...)...), "", &ListChangedError{Of: 10, Allowed: 4, Renamed: 10}},
		"the numbers came later":    {people(ten...), numbered(ten...), "", nil},
		"the numbers are gone":      {numbered(ten...), people(ten...), "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			k, d := newDesk(t), newDialer()
			if _, err := k.run(t, fromNothing(t, importing(t, d), "2001-2099"), tt.was); err != nil {
				t.Fatal(err)
			}
			d.calls = nil
			c := k.claim()
			if tt.limit != "" {
				limit, err := run.ParseLimit(tt.limit)
				if err != nil {
					t.Fatal(err)
				}
				c.MaxChange = limit
			}
			out, err := k.runAs(t, fromNothing(t, importing(t, d), "2001-2099"), c, tt.is)
			if tt.want == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var changed *ListChangedError
			if !errors.As(err, &changed) || len(d.calls) > 0 || changed.RunWas != "r1" {
				t.Fatalf("%v, %d calls", err, len(d.calls))
			}
			got := ListChangedError{Of: changed.Of, Allowed: changed.Allowed, Missing: changed.Missing, New: changed.New, Renamed: changed.Renamed}
			if d := cmp.Diff(*tt.want, got); d != "" {
				t.Error(d)
			}
			if n := tally(out.Results)["not_sent list_changed"]; n != len(out.Results) {
				t.Errorf("%v", tally(out.Results))
			}
		})
	}
}

// Two rows for one person are an error in both rows. Nothing is sent.
func TestOnePersonHasOneRow(t *testing.T) {
	for name, tt := range map[string]struct {
		list string
		key  []string
		want map[string]int
	}{
		"by name":            {people("Ann", "Bo", "ANN"), nil, map[string]int{"invalid duplicate_person": 2, "not_sent list_has_errors": 1}},
		"on several servers": {"Name,server_ip,phone_login\nAnn,10.0.9.8,a1\nAnn,10.0.9.9,a2\n", nil, nil},
		"by number":          {numbered("Ann", "Bo", "Ann"), nil, nil},
		"by --key":           {"Desk,Name\n1,Ann\n2,Ann\n", []string{"desk"}, nil},
		"by --key, twice":    {"Desk,Name\n1,Ann\n01,Bo\n2,Cy\n", []string{"desk"}, map[string]int{"invalid duplicate_person": 2, "not_sent list_has_errors": 1}},
		"without the --key":  {"Desk,Name\n1,Ann\n,Bo\n", []string{"desk"}, map[string]int{"invalid key_without_value": 1, "not_sent list_has_errors": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDialer()
			j := fromNothing(t, importing(t, d), "2001-2099")
			j.Key = tt.key
			out, err := do(t, j, tt.list)
			if tt.want == nil {
				if err != nil || len(d.Phones()) != len(out.Results) {
					t.Errorf("%v, %v", err, tally(out.Results))
				}
				return
			}
			if d := cmp.Diff(tt.want, tally(out.Results)); d != "" || !errors.Is(err, ErrListHasErrors) {
				t.Error(d, err)
			}
			if len(d.calls) > 0 {
				t.Errorf("calls %v", d.calls)
			}
		})
	}
}

// Two rows that may be for one known person are errors.
func TestTwoRowsForOneKnownPerson(t *testing.T) {
	k, d := newDesk(t), newDialer()
	if _, err := k.run(t, fromNothing(t, importing(t, d), "2001-2099"), people("Ann", "Bo")); err != nil {
		t.Fatal(err)
	}
	out, err := k.run(t, fromNothing(t, importing(t, d), "2001-2099"), numbered("Ann", "Bo", "Ann"))
	want := map[string]int{"invalid unclear_person": 2, "not_sent list_has_errors": 1}
	if d := cmp.Diff(want, tally(out.Results)); d != "" || !errors.Is(err, ErrListHasErrors) || out.Results[0].Code != codes.UnclearPerson {
		t.Error(d, err)
	}
	if len(d.Phones()) != 2 {
		t.Errorf("%d phones", len(d.Phones()))
	}
}

// Columns that --key names must be in the list.
func TestAKeyThatTheListDoesNotHave(t *testing.T) {
	j := fromNothing(t, importing(t, newDialer()), "2001-2099")
	j.Key = []string{"Dsk"}
	var unknown *KeyError
	if out, err := j.Do(t.Context(), strings.NewReader("Desk,Name\n1,Ann\n")); out != nil || !errors.As(err, &unknown) || unknown.Near != "Desk" {
		t.Errorf("%v", err)
	}
}
