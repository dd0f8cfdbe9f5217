package sheet

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"phonebatch/batch/codes"
)

// A merge is a rectangle of cells that the spreadsheet shows as one cell with the value of the first cell. Rows count
// from 1, columns from 0. bottom and right belong to the merge.
type merge struct{ top, left, bottom, right int }

// A mergeList finds the cells of a row that merges cover. The caller must ask for the rows in ascending order.
type mergeList struct {
	pending []merge // merges below the current row, the topmost first
	active  []merge
}

// merges reads the merges of a sheet. They are stored after the rows, so merges parses the sheet to its end if the
// sheet has any merge. In every case, merges unpacks the whole part and so finds damage before the first row is
// returned.
func (p parts) merges(sheet string) (*mergeList, error) {
	list := new(mergeList)
	if found, err := p.contains(sheet, "mergeCell"); !found || err != nil {
		return list, err
	}
	m, err := p.markup(sheet)
	if err != nil {
		return nil, err
	}
	defer func() { _ = m.close() }()
	for {
		token, err := m.next()
		if errors.Is(err, io.EOF) {
			slices.SortStableFunc(list.pending, func(a, b merge) int { return cmp.Compare(a.top, b.top) })
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "mergeCell" {
			found, ok := parseMerge(attribute(start, "ref"))
			if !ok {
				return nil, damaged(0, "it merges a range of cells that does not exist")
			}
			list.pending = append(list.pending, found)
		}
	}
}

// contains reports whether the bytes of a part contain a word. It reads the part to its end, so that its checksum is
// verified.
func (p parts) contains(name, word string) (bool, error) {
	r, err := p.open(name)
	if err != nil {
		return false, err
	}
	defer func() { _ = r.Close() }()
	buffer := make([]byte, chunkSize)
	carried, found := 0, false
	for {
		n, err := r.Read(buffer[carried:])
		text := buffer[:carried+n]
		found = found || bytes.Contains(text, []byte(word))
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return false, err
		}
		carried = copy(buffer, text[max(0, len(text)-len(word)):]) // the word may continue in the next chunk
	}
}

// parseMerge parses a range such as B2:C4.
func parseMerge(ref string) (merge, bool) {
	first, last, ranged := strings.Cut(strings.ReplaceAll(ref, "$", ""), ":")
	if !ranged {
		last = first
	}
	left, top, ok := parseCellName(first)
	right, bottom, ok2 := parseCellName(last)
	return merge{min(top, bottom), min(left, right), max(top, bottom), max(left, right)}, ok && ok2
}

// eachCovered calls visit for every cell of a row that a merge covers, except the first cell of each merge. It visits
// the columns from 0 to columns-1.
func (l *mergeList) eachCovered(row, columns int, visit func(column int, m merge)) {
	for len(l.pending) > 0 && l.pending[0].top <= row {
		l.active = append(l.active, l.pending[0])
		l.pending = l.pending[1:]
	}
	l.active = slices.DeleteFunc(l.active, func(m merge) bool { return m.bottom < row })
	for _, m := range l.active {
		for column := m.left; column <= m.right && column < columns; column++ {
			if row != m.top || column != m.left {
				visit(column, m)
			}
		}
	}
}

// fault returns the fault of a cell that the merge covers.
func (m merge) fault(column int) Fault {
	first := cellName(m.left, m.top)
	return Fault{
		Column: column, Code: codes.MergedCells,
		Reason: fmt.Sprintf("the cell is merged into %s, the only cell of %s:%s with a value",
			first, first, cellName(m.right, m.bottom)),
		Remedy: codes.Remedy(codes.MergedCells),
	}
}
