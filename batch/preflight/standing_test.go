package preflight

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"phonebatch/batch/columns"
)

// held reads a list of phones with one more column, and returns what the column holds back.
func held(t *testing.T, column string, values []string, o Options) []columns.Held {
	t.Helper()
	header, _ := requiredOf(good())
	records := [][]string{append(header, column)}
	for i, v := range values {
		_, cells := requiredOf(numbered(8101 + i))
		records = append(records, append(cells, v))
	}
	_, err := Read(t.Context(), strings.NewReader(table(records...)), o)
	var e *columns.HeldError
	if errors.As(err, &e) {
		return e.Columns
	}
	if err != nil {
		t.Fatal(err)
	}
	return nil
}

var (
	pastDate   = fmt.Sprintf("%d-01-31", time.Now().Year()-1)
	futureDate = fmt.Sprintf("%d-01-31", time.Now().Year()+2)
)

// standingColumns are columns with the values of three rows. _ stands for an empty value.
var standingColumns = []struct {
	column string
	values string
	rows   int // rows that are held back
	take   string
}{
	{"Active", "Y N Y", 1, "Active=Y"},
	{"active", "1 0 1", 1, "active=1"},
	{"Is Active?", "yes no yes", 1, "Is Active?=yes"},
	{"Enabled", "TRUE FALSE TRUE", 1, "Enabled=TRUE"},
	{"accountEnabled", "True True True", 0, ""},
	{"Active", "x _ x", 1, "Active=x"},
	{"Active", "_ _ _", 0, ""},
	{"Aktiv", "ja nein ja", 1, "Aktiv=ja"},
	{"Activo", "sí no sí", 1, "Activo=sí"},
	{"Actif", "oui non oui", 1, "Actif=oui"},
	{"Attivo", "sì no sì", 1, "Attivo=sì"},
	{"Disabled", "N Y N", 1, "Disabled=N"},
	{"Disabled", "_ x _", 1, "Disabled="},
	{"Disabled", "no no no", 0, ""},
	{"is_deleted", "0 1 0", 1, "is_deleted=0"},
	{"Terminated", "_ " + pastDate + " _", 1, "Terminated="},
	{"Terminated", "_ " + futureDate + " _", 0, ""},
	{"Skip", "_ yes _", 1, "Skip="},
	{"Do not import", "_ x _", 1, "Do not import="},
	{"Gesperrt", "nein ja nein", 1, "Gesperrt=nein"},
	{"Baja", "no sí no", 1, "Baja=no"},
	{"Уволен", "_ x _", 1, "Уволен="},
	{"Status", "Active Active Terminated", 1, "Status=Active"},
	{"Status", "Active Full-time New", 0, ""},
	{"Status", "Active on-leave Active", 1, "Status=Active"},
	{"Status", "green green red", 3, ""},
	{"Status", "Active _ Active", 1, "Status=Active"},
	{"Employment Status", "Aktiv Ausgeschieden Aktiv", 1, "Employment Status=Aktiv"},
	{"Status [READ ONLY]", "Active Suspended Active", 1, "Status [READ ONLY]=Active"},
	{"Statut", "Actif Inactif Actif", 1, "Statut=Actif"},
	{"State", "NY CA TX", 0, ""},
	{"State", "active left active", 1, "State=active,active"},
	{"End Date", "_ " + pastDate + " _", 1, "End Date="},
	{"End Date", futureDate + " _ " + futureDate, 0, ""},
	{"End Date", "31.12.2019 never _", 1, "End Date=never,"},
	{"End Date", "43830 _ _", 1, "End Date="},
	{"End Date", "soon _ _", 1, "End Date="},
	{"Austritt", "31.01.2020 _ _", 1, "Austritt="},
	{"Fecha de baja", "31/01/2020 _ _", 1, "Fecha de baja="},
	{"deleted_at", "2020-01-31T10:00:00Z _ _", 1, "deleted_at="},
	{"Action", "add del add", 1, "Action=add"},
	{"Action", "add new create", 0, ""},
	{"Start Date", pastDate + " " + pastDate + " " + pastDate, 0, ""},
	{"Department", "No Left Closed", 0, ""},
}

func TestColumnsThatSayWhoIsNotWanted(t *testing.T) {
	for _, tt := range standingColumns {
		values := strings.Fields(tt.values)
		for i, v := range values {
			values[i] = strings.ReplaceAll(strings.ReplaceAll(v, "_", ""), "on-leave", "on leave")
		}
		list := held(t, tt.column, values, Options{})
		switch {
		case tt.rows == 0 && len(list) > 0, tt.rows > 0 && len(list) != 1:
			t.Errorf("%s of %q: held back %+v", tt.column, values, list)
		case tt.rows > 0 && (list[0].Rows != tt.rows || tt.column != "State" && list[0].Take != tt.take):
			t.Errorf("%s of %q: %+v, want %d rows, --where %q", tt.column, values, list[0], tt.rows, tt.take)
		}
	}
}

// Each of the proposals for a held list works by itself.
func TestTheWaysOutOfRowsHeldBack(t *testing.T) {
	for column, values := range map[string][]string{
		"Status": {"Active", "Left", "Active"}, "Skip": {"", "x", ""}, "End Date": {"", "2020-01-01", ""}, "Active": {"x", "", "x"}, "Action": {"add", "remove", "add"},
	} {
		h := held(t, column, values, Options{})
		if len(h) != 1 {
			t.Fatal(column, h)
		}
		where, err := columns.ParseWhere([]string{h[0].Take})
		if err != nil {
			t.Fatal(err)
		}
		aside, err := columns.ParseMapping([]string{column + "="})
		if err != nil {
			t.Fatal(err)
		}
		if held(t, column, values, Options{Where: where}) != nil || held(t, column, values, Options{Mapping: aside}) != nil {
			t.Errorf("%s: %v leads nowhere", column, (&columns.HeldError{Columns: h}).Hints())
		}
	}
}
