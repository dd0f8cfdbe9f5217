package preflight

import (
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

const staff = "First Name,Last Name,Department,Start Date\n"

func TestRowsThatAreNoRows(t *testing.T) {
	filling := mustFilling(t, columns.FillOptions{
		Defaults: []string{"phone_full_name={First Name} {Last Name}", "local_gmt=-5", "server_ip=10.0.9.8"}, Usual: true,
		Number: []string{"extension=2001-2999"}, Generate: []string{"phone_pass", "registration_password"},
	})
	rows := "Ann,Lee,Sales,2026-01-05\nBo,Ray,Sales,2026-01-05\n"
	for last, is := range map[string]bool{
		"Total: 3,,,": true, "Total,3,,": true, "Total,,3,": true, "Grand Total,3,7,": true, "Summe,2,,": true, "Page 1 of 1,,,": true, "Seite 2,,,": true, "***END OF FILE***,,,": true,
		"(3 rows),,,": true, "3 Datensätze,,,": true, "Printed 2026-11-25 by admin,,,": true, ",,,-----": true, "North team,,,": true, "Total,5,7,9": true, "Grand total,5,7,9": true, "Total,5,7,x": false, "Итого: 3,,,": true, ",,合計 3,": true,
		"Page,Ann,Sales,": false, "Total,Ann,Sales,2026-01-05": false, "Sum,Li,Sales,": false, "Cy,Orr,,": false, "Ende,Bo,,": false, "Finn,Roe,,": false, "Count,Basie,,": false,
	} {
		l := mustRead(t, staff+rows+last+"\n", Options{Keep: true, Problems: 10, Filling: filling.With("", new(plainChooser))})
		problems := severities(l.Rows[2].Problems)
		got := slices.ContainsFunc(problems, func(p string) bool { return strings.HasPrefix(p, "error not_a_row") })
		if got != is || is && (len(problems) != 1 || l.Rows[2].Phone.Extension != "") {
			t.Errorf("%q: %q, %v", last, problems, l.Rows[2].Phone)
		}
		// The column problem, which the program adds, does not count as a filled cell.
		again := mustRead(t, strings.TrimSuffix(staff, "\n")+",problem\n"+strings.ReplaceAll(rows, "\n", ",\n")+last+",an error\n", Options{Keep: true, Problems: 10, Filling: filling.With("", new(plainChooser))})
		if other := severities(again.Rows[2].Problems); !slices.Equal(other, problems) {
			t.Errorf("%q: %q, and with a problem behind it %q", last, problems, other)
		}
	}
}

// A row with one filled cell is a phone if other rows have no more, or if the other cells are filled.
func TestRowsOfOneCellThatArePhones(t *testing.T) {
	filling := mustFilling(t, columns.FillOptions{
		Defaults: []string{"local_gmt=-5", "server_ip=10.0.9.8"}, Usual: true, Generate: []string{"phone_pass", "registration_password"},
	})
	for _, list := range []string{
		"extension\n2001\n2002\n", "extension,email,Note\n2001,,\n2002,,\n2003,c@example.com,\n2004,,\n",
		"extension,email,phone_context,Note\n2001,a@example.com,default,x\n2002,b@example.com,default,x\n2003,,,\n",
	} {
		if l := mustRead(t, list, Options{Keep: true, Problems: 10, Filling: filling.With("", new(plainChooser))}); l.Invalid > 0 {
			t.Errorf("%q: %v", list, shorts(l.Errors))
		}
	}
}

// Rows of a list with one or two columns are as short as a footer: only text that cannot be a name is a footer.
func TestFootersOfNarrowLists(t *testing.T) {
	filling := mustFilling(t, columns.FillOptions{
		Defaults: []string{"local_gmt=-5", "server_ip=10.0.9.8"}, Usual: true, Number: []string{"extension=2001-2999"}, Generate: []string{"phone_pass", "registration_password"},
	})
	for list, is := range map[string]bool{
		"Full Name\nAnn Lee\nTotal: 1\n": true, "Full Name\nAnn Lee\nPage 1 of 1\n": true, "Full Name\nAnn Lee\n1 row\n": true, "Full Name\nAnn Lee\n*** end of list ***\n": true,
		"Full Name,Department\nAnn Lee,Sales\nTotal,1\n": true, "Full Name,Department\nAnn Lee,Sales\nTotal: 1,\n": true, "extension\n2001\nTotal: 1\n": true,
		"Full Name\nAnn Lee\nSum Li\n": false, "Full Name\nAnn Lee\nTotal\n": false, "Full Name\nAnn Lee\nJimmy Page\n": false, "Full Name\nAnn Lee\nCount Basie\n": false,
		"Full Name,Extension\nAnn Lee,2001\nSum,2002\n": false, "Full Name,Department\nAnn Lee,Sales\nSum Li,IT\n": false, "extension\n2001\n2002\n": false,
	} {
		l := mustRead(t, list, Options{Keep: true, Problems: 10, Filling: filling.With("", new(plainChooser))})
		if problems := severities(l.Rows[1].Problems); slices.ContainsFunc(problems, func(p string) bool { return strings.HasPrefix(p, "error not_a_row") }) != is {
			t.Errorf("%q: %q", list, problems)
		}
	}
}

func mustFilling(t *testing.T, o columns.FillOptions) columns.Filling {
	t.Helper()
	f, err := columns.ParseFilling(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A row whose cells have moved has one error, and none of its values is shown.
func TestShiftedRows(t *testing.T) {
	header, good := requiredOf(good())
	header, good = append(header, "email", "phone_context"), append(good, "", "")
	for name, cells := range map[string][]string{
		"one to the right":     append([]string{"x"}, good[:12]...),
		"two to the right":     append([]string{"x", "y"}, good[:11]...),
		"one to the left":      append(slices.Clone(good[1:]), ""),
		"from the middle on":   slices.Concat(good[:4], []string{"x"}, good[4:12]),
		"the last two alone":   append(slices.Clone(good[:11]), "Jr", "ann@example.com"),
		"left from the middle": slices.Concat(good[:4], good[5:], []string{""}),
	} {
		l := mustRead(t, table(header, good, cells), Options{Keep: true, Problems: 10})
		if got := severities(l.Rows[1].Problems); len(got) != 1 || !strings.HasPrefix(got[0], "error shifted_cells") {
			t.Errorf("%s: %q", name, got)
		}
		tells(t, l, "Gx7kPq2w")
		tells(t, l, "Rv4mTz9s")
	}
}

// A value that does not fit its column may be a password of another column: it is not shown.
func TestValuesThatDoNotFitTheirColumnAreNotShown(t *testing.T) {
	const secret = "Gx7kPq2wZz"
	for _, f := range typedFields {
		l := mustRead(t, listOf(with(f, secret)), Options{Keep: true, Problems: 10})
		// The dialer keeps letters in voicemail_id.
		if keeps := f == apiclient.DialplanNumber || f == apiclient.VoicemailID; l.Rows[0].Invalid == keeps {
			t.Errorf("%s: %v", f, shorts(l.Rows[0].Problems))
		}
		tells(t, l, secret)
	}
	for _, name := range []string{secret, "tR5vNw9yLp3k2001", "ann@example.com", "7275550100"} {
		header, cells := requiredOf(good())
		l := mustRead(t, table(append(header, name), append(cells, "x")), Options{Keep: true, Problems: 10})
		if slices.Contains(l.Unknown, name) {
			t.Errorf("column %q is shown", name)
		}
	}
}

// A row may end before columns that are optional or filled.
func TestRowsThatEndEarly(t *testing.T) {
	header, cells := requiredOf(good())
	list := strings.Join(header, ",") + ",email,Note\n" + strings.Join(cells, ",") + "\n"
	if l := mustRead(t, list, Options{Keep: true, Problems: 10}); l.Invalid != 0 || len(l.Mends) != 1 || l.Mends[0].Rows != 1 {
		t.Errorf("%v, %v", shorts(l.Errors), l.Mends)
	}
	short := strings.Join(header, ",") + "\n" + strings.Join(cells[:10], ",") + "\n"
	if l := mustRead(t, short, Options{Keep: true, Problems: 10}); l.Invalid != 1 || l.Counts[codes.MissingCells] != 1 {
		t.Errorf("%v", shorts(l.Errors))
	}
}

// If one row has blank cells beyond the header, and other rows do not, its values have moved. If all rows have such
// cells, a spreadsheet has left them behind.
func TestBlankCellsBeyondTheHeader(t *testing.T) {
	header, cells := requiredOf(good())
	other := slices.Clone(cells)
	for i, v := range cells {
		other[i] = strings.ReplaceAll(v, "8101", "8102")
	}
	head, one, two := strings.Join(header, ","), strings.Join(cells, ","), strings.Join(other, ",")
	for list, invalid := range map[string]int{
		head + "\n" + one + "\n" + two + ",\n": 1, head + "\n" + one + ",\n" + two + "\n": 1, head + "\n" + one + ",,\n" + two + ",\n": 0,
	} {
		l := mustRead(t, list, Options{Keep: true, Problems: 10})
		if l.Invalid != invalid || l.Counts[codes.ExtraCells] != invalid {
			t.Errorf("%q: %v", list, shorts(l.Errors))
		}
		for _, row := range l.Rows {
			if row.Invalid && (row.Readable || !strings.HasSuffix(string(row.Raw), ",")) {
				t.Errorf("%q: the row comes back as %q", list, row.Raw)
			}
		}
	}
}
