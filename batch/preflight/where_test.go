package preflight

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

func TestWhereTakesRows(t *testing.T) {
	header, _ := requiredOf(good())
	records := [][]string{append(header, "Status", "Org Unit [READ ONLY]")}
	for i, v := range [][2]string{{"Active", "/Sales"}, {"inactive", "/Sales/North"}, {" ACTIVE ", "/Support"}, {"", "/Support"}} {
		_, cells := requiredOf(numbered(8101 + i))
		records = append(records, append(cells, v[0], v[1]))
	}
	list := table(records...)
	for where, want := range map[string][]int{
		"Status=Active":                       {2, 4},
		"status=active,INACTIVE":              {2, 3, 4},
		"Status!=inactive":                    {2, 4, 5},
		"Status=":                             {5},
		"Status!=":                            {2, 3, 4},
		"Org Unit~^/Sales":                    {2, 3},
		"Org Unit!~^/sales":                   {4, 5},
		"extension~[13]$":                     {2, 4},
		"extension=8102":                      {3},
		"Status=Active\nOrg Unit=/Support":    {4},
		"Ｓtatus=Ａctive\nextension!=8101,8102": {4},
	} {
		w, err := columns.ParseWhere(strings.Split(where, "\n"))
		if err != nil {
			t.Fatal(where, err)
		}
		l := mustRead(t, list, Options{Keep: true, Where: w, Mapping: mustMapping(t, "Status=")})
		var lines []int
		for _, row := range l.Rows {
			lines = append(lines, row.Line)
		}
		if !slices.Equal(lines, want) || l.LeftOut != 4-len(want) || l.Total != len(want) {
			t.Errorf("%q takes %v, leaves out %d; want %v", where, lines, l.LeftOut, want)
		}
	}
}

func mustMapping(t *testing.T, texts ...string) columns.Mapping {
	t.Helper()
	m, err := columns.ParseMapping(texts)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWhereThatCannotBeUsed(t *testing.T) {
	for _, text := range []string{"", "Status", "=Active", "!=x", "Status~(", "~x"} {
		_, err := columns.ParseWhere([]string{text})
		var e *columns.WhereError
		if !errors.As(err, &e) || e.Remedy == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
	header, cells := requiredOf(good())
	for where, more := range map[string][]string{"Status=x": {"Note"}, "Desk=x": {"Desk", "desk"}} {
		w, err := columns.ParseWhere([]string{where})
		if err != nil {
			t.Fatal(err)
		}
		row := append(slices.Clone(cells), make([]string, len(more))...)
		_, err = Read(t.Context(), strings.NewReader(table(append(slices.Clone(header), more...), row)), Options{Where: w})
		var e *columns.WhereError
		if !errors.As(err, &e) || e.Remedy == "" {
			t.Errorf("%q of %q: %v", where, more, err)
		}
	}
}

func TestUnknownColumnsAreAWarningThatStrictRefuses(t *testing.T) {
	header, cells := requiredOf(good())
	list := table(append(header, "Desk", "Team"), append(cells, "4", "A"))
	for name, tt := range map[string]struct {
		o       Options
		warned  int
		refused bool
	}{
		"as it is":        {Options{}, 1, false},
		"strict":          {Options{Strict: true}, 0, true},
		"ignored":         {Options{Strict: true, Ignore: ignoring(codes.UnknownColumn)}, 0, false},
		"set aside":       {Options{Strict: true, Mapping: mustMapping(t, "Desk=", "Team=")}, 0, false},
		"one is named":    {Options{Filling: mustDefaults(t, "email={Desk}@example.com")}, 1, false},
		"both are named":  {Options{Strict: true, Filling: mustDefaults(t, "email={Desk}@{Team}.example")}, 0, false},
		"one is asked of": {Options{Where: mustWhere(t, "Desk=4")}, 1, false},
	} {
		l := mustRead(t, list, tt.o)
		if l.NWarned != tt.warned || l.Refused != tt.refused || tt.refused != (l.NErrors == 1) {
			t.Errorf("%s: %d errors, %d warnings, refused %v: %v", name, l.NErrors, l.NWarned, l.Refused, fmt.Sprint(l.Counts))
		}
	}
}

func mustWhere(t *testing.T, texts ...string) columns.Where {
	t.Helper()
	w, err := columns.ParseWhere(texts)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
