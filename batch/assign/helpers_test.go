package assign

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

const dialerName = "https://d.example"

// made returns a line with passwords for person n.
func made(n int) Credential {
	number := fmt.Sprint(2000 + n)
	return Credential{
		Dialer: dialerName, ServerIP: "10.0.9.8", Extension: number, PhoneLogin: number, FullName: "Ann Lee",
		PhonePass: apiclient.Secret("Pass" + number), RegistrationPassword: apiclient.Secret("Register" + number),
		Person: object.Person{Kind: object.ByNumber, Key: number, Name: "ann lee"}, Line: n, Run: "r1",
	}
}

// phoneAt returns the key of a phone.
func phoneAt(server, extension string) object.Key {
	return object.Key{Kind: object.Phone, ServerIP: server, Name: extension}
}

// addLines adds lines to a credentials file, as a run does, and reads the file back.
func addLines(t *testing.T, path string, list ...Credential) *Credentials {
	t.Helper()
	c, err := OpenCredentials(path)
	if err == nil {
		err = c.Append(list)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func text(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A listed is one row of a list in its first reading. Empty cells are left to the program.
type listed struct {
	name, number string // the cells of the columns Name and Staff No
	server, ext  string
	pass         string
}

// A reading is the first reading of a list.
type reading struct {
	rows   []*preflight.Row
	survey *Survey
	people []object.Person
	known  Known
}

// read returns the first reading of rows. withNumbers says whether the list has a column of staff numbers.
func read(withNumbers bool, list ...listed) reading {
	r := reading{survey: NewSurvey()}
	who := Identity{Names: []string{"Name"}}
	if withNumbers {
		who.Numbers = []string{"Staff No"}
	}
	for i, l := range list {
		row := &preflight.Row{Line: i + 2, Readable: true, Name: l.name}
		row.Phone = apiclient.Phone{Extension: l.ext, ServerIP: l.server, PhoneLogin: l.ext, PhonePass: apiclient.Secret(l.pass)}
		if withNumbers {
			row.Cells = []string{l.number}
		}
		for f, left := range map[apiclient.Field]bool{apiclient.ServerIP: l.server == "", apiclient.Extension: l.ext == "", apiclient.PhonePass: l.pass == ""} {
			if left {
				r.survey.Choose(&columns.Leaving{Line: row.Line}, f, &row.Phone)
			}
		}
		r.rows = append(r.rows, row)
	}
	r.people, r.known = Identify(r.rows, r.survey, who)
	return r
}

// plan returns the plan for the rows.
func (r reading) plan(t *testing.T, m Memory, files ...*Credentials) *Plan {
	t.Helper()
	f, err := columns.ParseFilling(columns.FillOptions{
		Number: []string{"extension=2001-2009"}, Spread: []string{"server_ip=10.0.9.8,10.0.9.9"}, Generate: []string{"phone_pass", "registration_password"},
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(r.survey, r.rows, r.people, Options{Filling: f, Dialer: dialerName, Memory: m, Credentials: files})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// chosen returns the cells that a reading with the plan fills in each row.
func (r reading) chosen(p *Plan) (list []string) {
	p.Begin()
	for _, row := range r.rows {
		l, phone := &columns.Leaving{Line: row.Line}, row.Phone
		if w := r.survey.at(row.Line); w.wantsServer {
			phone.ServerIP = p.Choose(l, apiclient.ServerIP, &phone)
		}
		if w := r.survey.at(row.Line); w.wantsNumber {
			phone.Extension = p.Choose(l, apiclient.Extension, &phone)
		}
		list = append(list, strings.TrimSpace(phone.Extension+" "+phone.ServerIP))
	}
	return list
}

// password returns the password that the plan fills into a row.
func (r reading) password(p *Plan, i int, f apiclient.Field) string {
	phone := r.rows[i].Phone
	if phone.Extension == "" {
		phone.Extension = p.Choose(&columns.Leaving{Line: r.rows[i].Line}, apiclient.Extension, &phone)
	}
	return p.Choose(&columns.Leaving{Line: r.rows[i].Line}, f, &phone)
}

// A remembered is a Memory of phones, the newest first.
type remembered []struct {
	person object.Person
	Past
}

// Past implements Memory.
func (m remembered) Past(p object.Person) (list []Past, err error) {
	for _, was := range m {
		past := was.Past
		past.Kind, past.SameKey = was.person.Kind, was.person.Kind == p.Kind && was.person.Key == p.Key
		if past.SameKey || p.Name != "" && was.person.Name == p.Name {
			list = append(list, past)
		}
	}
	return list, nil
}

// A forgetful Memory has lost some of its entries.
type forgetful struct{ remembered }

// Past implements Memory.
func (m forgetful) Past(p object.Person) ([]Past, error) {
	list, _ := m.remembered.Past(p)
	return list, fmt.Errorf("damaged: %w", ErrUnclear)
}

// broken is a Memory whose reads fail.
type broken struct{ error }

// Past implements Memory.
func (m broken) Past(object.Person) ([]Past, error) { return nil, m.error }

var errBroken = errors.New("broken")
