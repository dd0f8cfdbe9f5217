package batch

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/codes"
)

// If the register is lost, the credentials file still tells which numbers an earlier run chose for whom.
func TestALostRegisterGivesNobodyASecondPhone(t *testing.T) {
	k, d := newDesk(t), newDialer()
	var outs []*Outcome
	for _, names := range [][]string{{"Ann", "Bo"}, {"New", "Bo", "Ann"}} {
		j := fromNothing(t, importing(t, d), "2001-2099")
		j.Credentials = filepath.Join(k.dir, "people.credentials.csv")
		out, err := k.run(t, j, people(names...))
		if err != nil {
			t.Fatal(err)
		}
		outs = append(outs, out)
		if err := errors.Join(k.register.Close(), os.Remove(k.database())); err != nil {
			t.Fatal(err)
		}
		k.open(t)
	}
	if d := cmp.Diff(map[string]int{"added added yes": 1, "exists extension_exists": 2}, tally(outs[1].Results)); d != "" {
		t.Error(d)
	}
	if was, is := passwordsOf(outs[0]), passwordsOf(outs[1]); was["Ann"] != is["Ann"] || was["Bo"] != is["Bo"] {
		t.Error("another password")
	}
}

// A person whose entry in the register is damaged may have a phone: the program chooses no second phone for that
// person.
func TestAPersonWhoseEntryIsDamagedGetsNoSecondPhone(t *testing.T) {
	k, d := newDesk(t), newDialer()
	if _, err := k.run(t, fromNothing(t, importing(t, d), "2001-2099"), people("Ann", "Bo", "Cy")); err != nil {
		t.Fatal(err)
	}
	if n := k.alter(t, "UPDATE objects SET login = '2009' WHERE name = '2002'"); n != 1 {
		t.Fatalf("%d rows were changed", n)
	}
	j := fromNothing(t, importing(t, d), "2001-2099")
	j.SkipInvalid = true
	out, err := k.run(t, j, people("Ann", "Bo", "Cy", "Di"))
	want := map[string]int{"exists extension_exists": 2, "invalid unclear_person": 1, "added added yes": 1}
	if d := cmp.Diff(want, tally(out.Results)); d != "" || err != nil || out.Results[1].Code != codes.UnclearPerson {
		t.Error(d, err)
	}
	if len(d.Phones()) != 4 {
		t.Errorf("%d phones", len(d.Phones()))
	}
}

// A check returns the results that an import would return.
func TestACheckChoosesAsAnImportWould(t *testing.T) {
	k, d := newDesk(t), newDialer()
	list := people("Ann", "Bo")
	first, err := k.run(t, fromNothing(t, importing(t, d), "2001-2099"), list)
	if err != nil {
		t.Fatal(err)
	}
	j := fromNothing(t, checking(t, d), "2001-2099")
	c := k.claim()
	j.Memory = &c.Memory
	second, err := do(t, j, list)
	if d := cmp.Diff(chosenOf(first), chosenOf(second)); d != "" || err != nil {
		t.Error(d, err)
	}
	if n := tally(second.Results)["exists extension_exists"]; n != 2 {
		t.Errorf("%v", tally(second.Results))
	}
}
