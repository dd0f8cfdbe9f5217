package sheet

import "strings"

const maxTable = 1 << 20 // bytes of a table part, unpacked

// totalsRows holds the position of the totals rows of each table: rows row to last, columns from to to. Rows count
// from 1, columns from 0.
type totalsRows []struct{ row, last, from, to int }

// totalsRows finds the totals rows of the tables of a sheet (ECMA-376 part 1, 18.5.1.2). It ignores tables that cannot
// be read.
func (p parts) totalsRows(sheet string) (list totalsRows) {
	if p[relationsPart(sheet)] == nil {
		return nil
	}
	relations, err := p.relations(sheet)
	if err != nil {
		return nil
	}
	for _, r := range relations {
		if !r.hasType("table") || p[r.Target] == nil {
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
		to, bottom, ok2 := parseCellName(last)
		if row := bottom - int(table.Totals) + 1; ok && ok2 && row > top {
			list = append(list, struct{ row, last, from, to int }{row, bottom, from, to})
		}
	}
	return list
}

// covers reports whether a row is only a totals row: all its filled cells are in the columns of the table.
func (t totalsRows) covers(row int, cells []string) bool {
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
