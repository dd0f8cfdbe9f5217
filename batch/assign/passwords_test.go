package assign

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

func TestAPersonKeepsTheirPasswords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	ann := Credential{
		Dialer: dialerName, ServerIP: "10.0.9.8", Extension: "2001", PhoneLogin: "2001", FullName: "Ann", PhonePass: "PassOfAnn1", RegistrationPassword: "RegisterOfAnn1",
		Person: byName("ann"), Line: 2, Run: "r1",
	}
	desk := ann
	desk.Extension, desk.FullName, desk.PhonePass, desk.Person = "1001", "Bo", "PassOfBo11", object.Person{Kind: object.ByExtension, Key: "1001", Name: "bo"}
	file := addLines(t, path, ann, desk)
	for name, tt := range map[string]struct {
		numbers bool
		list    []listed
		memory  Memory
		want    []string // phone_pass of each row; empty for a new password
	}{
		"the same person":                       {false, []listed{{name: "New"}, {name: "ANN"}}, nil, []string{"", "PassOfAnn1"}},
		"the same person, by number now":        {true, []listed{{name: "Ann", number: "7"}}, had(was{byName("ann"), "10.0.9.8", "2001"}), []string{"PassOfAnn1"}},
		"somebody else on the number":           {true, []listed{{name: "Cy", number: "7"}}, had(was{object.Person{Kind: object.ByNumber, Key: "7", Name: "cy"}, "10.0.9.8", "2001"}), []string{""}},
		"somebody else on the extension":        {false, []listed{{name: "Cy", ext: "1001", server: "10.0.9.8"}}, nil, []string{""}},
		"the same person on the extension":      {false, []listed{{name: "bo", ext: "1001", server: "10.0.9.8"}}, nil, []string{"PassOfBo11"}},
		"on another server":                     {false, []listed{{name: "Bo", ext: "1001", server: "10.0.9.9"}}, nil, []string{"PassOfBo11"}},
		"the list has it for another phone":     {false, []listed{{name: "Di", server: "10.0.9.8", pass: "listed"}, {name: "Di", server: "10.0.9.9"}}, nil, []string{"listed", "listed"}},
		"the list comes before what was made":   {false, []listed{{name: "Ann", server: "10.0.9.8", pass: "listed"}, {name: "Ann", server: "10.0.9.9"}}, nil, []string{"listed", "listed"}},
		"two of one extension and other names":  {false, []listed{{name: "Bo", ext: "1001", server: "10.0.9.8"}, {name: "Ed", ext: "1001", server: "10.0.9.9"}}, nil, []string{"PassOfBo11", ""}},
		"two of one name are not one by number": {true, []listed{{name: "Fay", number: "1"}, {name: "Fay", number: "2"}}, nil, []string{"", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(tt.numbers, tt.list...)
			p := r.plan(t, tt.memory, nil, file)
			if err := p.Number(nil); err != nil {
				t.Fatal(err)
			}
			p.Begin()
			seen := make(map[string]bool)
			for i, want := range tt.want {
				got := r.rows[i].Phone.PhonePass.Reveal()
				if got == "" {
					got = r.password(p, i, apiclient.PhonePass)
					if again := r.password(p, i, apiclient.PhonePass); again != got {
						t.Errorf("row %d: another password in the next reading", i)
					}
				}
				if want != "" && got != want || want == "" && (len(got) != phonePassLength || strings.HasPrefix(got, "PassOf") || seen[got]) {
					t.Errorf("row %d has the password %q, want %q", i, got, want)
				}
				seen[got] = true
			}
		})
	}
}

// A run whose register is lost finds people by their credentials.
func TestPeopleAreFoundByTheirPasswords(t *testing.T) {
	l := made(5)
	file := addLines(t, filepath.Join(t.TempDir(), "c.csv"), l)
	r := read(true, listed{name: "New", number: "1"}, listed{name: "Ann Lee", number: "2005"})
	p := r.plan(t, nil, file)
	if err := p.Number(nil); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"2001 10.0.9.9", "2005 10.0.9.8"}, r.chosen(p)); d != "" || p.NewPeople() != 1 {
		t.Error(d)
	}
}

// stored is a Memory of one phone of Ann, with the phone_pass that was last stored.
type stored apiclient.Secret

func (s stored) Past(object.Person) ([]Past, error) {
	return []Past{{Key: phoneAt("10.0.9.8", "2001"), Kind: object.ByName, SameKey: true, Stands: true, Differs: func(p *apiclient.Phone) (fields []apiclient.Field) {
		if s != "" && p.PhonePass != apiclient.Secret(s) {
			fields = append(fields, apiclient.PhonePass)
		}
		return fields
	}}}, nil
}

// A further phone of a person gets the newest password that was stored: a run that was cut off, and an undo, leave
// newer ones in the file.
func TestTheNewestPasswordThatWasStored(t *testing.T) {
	dir := t.TempDir()
	line := func(run, pass string) Credential {
		return Credential{
			Dialer: dialerName, ServerIP: "10.0.9.8", Extension: "2001", PhoneLogin: "2001", FullName: "Ann", PhonePass: apiclient.Secret(pass),
			RegistrationPassword: apiclient.Secret("Register" + pass), Person: byName("ann"), Line: 2, Run: run,
		}
	}
	own := addLines(t, filepath.Join(dir, "own.csv"), line("r1", "First"), line("r2", "Second"))
	other := addLines(t, filepath.Join(dir, "other.csv"), line("r3", "Third"))
	for last, want := range map[string]string{"First": "First", "Second": "Second", "Third": "Third", "": "Second", "by hand": "Second"} {
		r := read(false, listed{name: "Ann", server: "10.0.9.9"})
		p := r.plan(t, stored(last), own, other)
		if err := p.Number(nil); err != nil {
			t.Fatal(err)
		}
		if got := r.password(p, 0, apiclient.PhonePass); got != want {
			t.Errorf("last stored %q: the password is %s, want %s", last, got, want)
		}
	}
}
