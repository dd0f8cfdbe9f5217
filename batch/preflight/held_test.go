package preflight

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"phonebatch/batch/columns"
)

// heldBy reads a list of good phones with one more column.
func heldBy(t *testing.T, column string, values ...string) *columns.HeldError {
	t.Helper()
	header, _ := requiredOf(good())
	rows := [][]string{append(slices.Clone(header), column)}
	for i, v := range values {
		_, cells := requiredOf(numbered(8101 + i))
		rows = append(rows, append(cells, v))
	}
	_, err := Read(t.Context(), strings.NewReader(table(rows...)), Options{})
	var held *columns.HeldError
	if err != nil && !errors.As(err, &held) {
		t.Fatal(err)
	}
	return held
}

func TestColumnsThatSayEverybodyIsWantedHoldNobodyBack(t *testing.T) {
	for _, tt := range []struct {
		column string
		values []string
	}{
		{"Status", []string{"Active", "Active - Full Time", "Active-PT"}},
		{"Status", []string{"Exempt", "Non-exempt", "Exempt"}},
		{"Status", []string{"Festangestellt", "Werkstudent", "Minijob"}},
		{"Status", []string{"NULL", "NULL", "n/a"}},
		{"Statut", []string{"Titulaire", "Stagiaire", "Cadre"}},
		{"Aktiv", []string{"j", "J", "ja"}},
		{"Actif", []string{"oui", "O", "oui"}},
		{"Activo", []string{"S", "Sí", "si"}},
		{"Aktywny", []string{"Tak", "tak", "T"}},
		{"Активен", []string{"Да", "да", "1"}},
		{"Gesperrt", []string{"nein", "N", ""}},
		{"Bloqueado", []string{"Não", "não", "N"}},
		{"Termination Date", []string{"0000-00-00", "00/00/0000", ""}},
		{"End Date", []string{"Present", "ongoing", "9999-12-31"}},
		{"Deleted At", []string{"NULL", "", "NULL"}},
		{"State", []string{"NY", "", "CA"}},
	} {
		if held := heldBy(t, tt.column, tt.values...); held != nil {
			t.Errorf("%s %q: %v", tt.column, tt.values, held)
		}
	}
}

func TestHintsForRowsThatAreHeldBack(t *testing.T) {
	for _, tt := range []struct {
		column string
		values []string
		hint   string
	}{
		{"Status", []string{"Active", "Terminated"}, `--where Status=Active takes the rows that are wanted; `},
		{"Status", []string{"Active", "Floating"}, `--where Status=Active takes the rows that are surely wanted, and more with other values`},
		{"Status", []string{"Floating", "Sinking"}, `--where "Status=…" takes`},
		{"Активен", []string{"1", "Нет"}, `--where Активен=1 takes the rows that are wanted; `},
		{"End Date", []string{"", "2001-02-03"}, `--where "End Date=" takes the rows that are wanted; `},
		{"End Date", []string{"NULL", "2001-02-03", ""}, `--where "End Date=,NULL" takes the rows that are wanted; `},
		{"End Date", []string{"NULL", "2001-02-03", "2999-01-01"}, `--where "End Date=2999-01-01,NULL" takes the rows that are wanted; `},
		{"Status", []string{"Active, full time", "Left"}, `--where "Status=…" takes`},
		{"Left", []string{"12", "3"}, `--where "Left=…" takes`},
		{"Action", []string{"add", "del"}, `--where Action=add takes the rows that are wanted; `},
	} {
		held := heldBy(t, tt.column, tt.values...)
		if held == nil || !strings.HasPrefix(held.Hints()[0], tt.hint) {
			t.Errorf("%s %q: got %v, want a hint that begins with %q", tt.column, tt.values, held, tt.hint)
			if held != nil {
				t.Log(held.Hints()[0])
			}
		}
	}
}
