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
