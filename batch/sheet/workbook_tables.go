package sheet

import "strings"

const maxTable = 1 << 20 // bytes of the part of a table, unpacked

// A totals is where tables of a sheet have their totals rows: which rows, and in which columns.
type totals []struct{ row, last, from, to int }

// totals finds the totals rows of the tables of a sheet (ECMA-376 part 1, 18.5.1.2). A sheet whose tables cannot be read
// has none.
func (p parts) totals(sheet string) (list totals) {
	if p[relationsOf(sheet)] == nil {
		return nil
	}
	relations, err := p.relations(sheet)
	if err != nil {
		return nil
	}
	for _, r := range relations {
		if !r.is("table") || p[r.Target] == nil {
			continue
		}
		var table struct {
			Ref    string      `xml:"ref,attr"`
			Totals looseNumber `xml:"totalsRowCount,attr"`
		}
		if p.decode(r.Target, maxTable, &table) != nil || table.Totals < 1 {
			continue
		}
		first, last, _ := strings.Cut(table.Ref, ":")
		from, top, ok := parseCellName(first)
		to, bottom, too := parseCellName(last)
		if row := bottom - int(table.Totals) + 1; ok && too && row > top {
			list = append(list, struct{ row, last, from, to int }{row, bottom, from, to})
		}
	}
	return list
}

// has says whether a row is a totals row, and nothing else: all that it holds stands in the columns of the table.
func (t totals) has(row int, cells []string) bool {
	for _, r := range t {
		if row < r.row || row > r.last {
			continue
		}
		outside := false
		for i, cell := range cells {
			outside = outside || (i < r.from || i > r.to) && !blankCell(cell)
		}
		if !outside {
			return true
		}
	}
	return false
}
