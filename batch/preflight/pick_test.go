package preflight

import (
	"slices"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
)

// A kept row has the full name as listed, and the texts of the chosen columns.
func TestRowsKeepTheNameAndTheCellsAskedFor(t *testing.T) {
	phone := with(apiclient.PhoneFullName, "José Núñez")
	header, cells := requiredOf(phone)
	header, cells = append(header, "Staff No.", "Desk"), append(cells, " 00417 ", "12")
	list := table(header, cells, append(slices.Clone(cells[:len(cells)-2]), "00418", ""))
	var seen []string
	for _, tt := range []struct{ asked, want []string }{
		{nil, nil},
		{[]string{"staff no", "No such", "Phone_Full_Name"}, []string{"00417", "", "José Núñez"}},
		{[]string{"extension"}, []string{"8101"}},
	} {
		l := mustRead(t, list, Options{Keep: true, Cells: func(header []string) []string {
			seen = header
			return tt.asked
		}})
		if !slices.Equal(seen, header) || len(l.Rows) != 2 || !slices.Equal(l.Cells, tt.asked) {
			t.Fatalf("header %q, %d rows, columns %q", seen, len(l.Rows), l.Cells)
		}
		row := l.Rows[0]
		if row.Name != "José Núñez" || row.Phone.PhoneFullName != "Jose Nunez" || !slices.Equal(row.Cells, tt.want) {
			t.Errorf("asked for %q: %q, %q, %q", tt.asked, row.Name, row.Phone.PhoneFullName, row.Cells)
		}
	}
}

// A name that a default makes keeps its accents in Row.Name.
func TestAFilledNameIsKeptAsItWasFilled(t *testing.T) {
	header, cells := requiredOf(good(), apiclient.PhoneFullName)
	header, cells = append(header, "First Name", "Last Name"), append(cells, "José", "Núñez")
	o := Options{Keep: true, Filling: must(columns.ParseFilling(columns.FillOptions{Defaults: []string{"phone_full_name={First Name} {Last Name}"}}))}
	if l := mustRead(t, table(header, cells), o); l.Rows[0].Name != "José Núñez" {
		t.Errorf("got %q", l.Rows[0].Name)
	}
}
