package assign

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// fannedOut returns the rows of records that leave their number to the program, each with a phone on each server.
func fannedOut(records int, servers ...columns.Server) (rows []*preflight.Row, s *Survey) {
	s = NewSurvey()
	for line := range records {
		s.wants[line+2] = &want{wantsNumber: true}
		for _, server := range servers {
			rows = append(rows, &preflight.Row{Line: line + 2, Readable: true, Server: &server, Phone: apiclient.Phone{ServerIP: server.IP}})
		}
	}
	return rows, s
}

// The rows of one record are one person, without a name too. The key of a seat does not name a server: a server that is
// added in front of the others must not make another person of it.
func TestTheRowsOfARecordAreOnePerson(t *testing.T) {
	rows, s := fannedOut(2, columns.Server{IP: "10.0.9.8"}, columns.Server{IP: "10.0.9.9"})
	people, _ := Identify(rows, s, Identity{})
	first, second := object.Person{Kind: object.ByName, Key: "seat 1"}, object.Person{Kind: object.ByName, Key: "seat 2"}
	if d := cmp.Diff([]object.Person{first, first, second, second}, people); d != "" {
		t.Error(d)
	}
	if twice := Twice(rows, people, s, false); len(twice) > 0 {
		t.Errorf("%+v", twice)
	}
}

// A number is free if it is free on all servers of the record, and if the login with the suffix of each server is.
func TestANumberIsFreeWithTheSuffixesOfItsServers(t *testing.T) {
	rows, s := fannedOut(1, columns.Server{IP: "10.0.9.8", Suffix: "a"}, columns.Server{IP: "10.0.9.9", Suffix: "b"})
	filling, err := columns.ParseFilling(columns.FillOptions{Number: []string{"extension=2001-2009"}})
	if err != nil {
		t.Fatal(err)
	}
	people, _ := Identify(rows, s, Identity{})
	p, err := New(s, rows, people, Options{Filling: filling})
	if err != nil {
		t.Fatal(err)
	}
	taken := []string{"10.0.9.9 2001 2001b", "10.0.9.8 2002 2002a"}
	var asked []string
	err = p.Number(func(phones []apiclient.Phone) (free []bool, err error) {
		for _, phone := range phones {
			question := phone.ServerIP + " " + phone.Extension + " " + phone.PhoneLogin
			asked = append(asked, question)
			free = append(free, !slices.Contains(taken, question))
		}
		return free, nil
	})
	want := []string{"10.0.9.8 2001 2001a", taken[0], taken[1], "10.0.9.9 2002 2002b", "10.0.9.8 2003 2003a", "10.0.9.9 2003 2003b"}
	if d := cmp.Diff(want, asked); d != "" || err != nil {
		t.Error(d, err)
	}
	for _, row := range rows {
		leaving := &columns.Leaving{Line: row.Line}
		if got := p.Choose(leaving, apiclient.Extension, &row.Phone); got != "2003" {
			t.Errorf("%s gets %s", row.Phone.ServerIP, got)
		}
		row.Phone.Extension = "2003"
		row.Phone.PhonePass = apiclient.Secret(p.Choose(leaving, apiclient.PhonePass, &row.Phone))
	}
	if rows[0].Phone.PhonePass != rows[1].Phone.PhonePass || !slices.Equal(p.Made(2), []apiclient.Field{apiclient.PhonePass}) {
		t.Errorf("passwords differ, or %v were made", p.Made(2))
	}
}
