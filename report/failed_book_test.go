package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/preflight"
)

// The failed rows of a workbook are a workbook. Its cells are read back unchanged in every round.
func TestFailedRowsOfAWorkbook(t *testing.T) {
	cells := func(n string, name string) []string {
		row := strings.Split(phone(1001), ",")
		row[0], row[1], row[3], row[8] = n, n, "L"+n, name
		return row
	}
	list := writtenWorkbook(t, append(strings.Split(header, ","), "Note"), [][]string{
		append(cells("01001", "Ann"), "=1+1"), append(cells("01002", " B\n\"o\" "), "12345678901234567890"), append(cells("01003", ""), "-5.00"),
	})
	var first []string
	for round := range 3 {
		l, err := preflight.Read(t.Context(), bytes.NewReader(list), preflight.Options{Keep: true, Problems: 100})
		if err != nil {
			t.Fatal(err)
		}
		var seen []string
		for _, row := range l.Rows {
			raw, _, _ := strings.Cut(string(row.Raw), `,"answer_lost`)
			raw, _, _ = strings.Cut(raw, ",answer_lost")
			raw, _, _ = strings.Cut(raw, ",missing_value")
			seen = append(seen, raw)
		}
		if round == 0 {
			first = seen
		}
		if d := cmp.Diff(first, seen); d != "" || len(seen) != 3 {
			t.Errorf("round %d: %s", round, d)
		}
		var b bytes.Buffer
		if n, err := WriteFailed(&b, "list.xlsx", l.Header, l.Rows, settled(l, codeLost, ""), false); n != 3 || err != nil {
			t.Fatal(n, err)
		}
		list = b.Bytes()
	}
}
