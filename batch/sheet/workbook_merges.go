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
)

// A merge is a rectangle of cells shown as one, which holds the value of its first cell. Rows count from 1, columns
// from 0, and the last ones belong to it.
type merge struct{ top, left, bottom, right int }

// A mergeList tells which cells of a row are covered by a merge. It is asked for rows in ascending order.
type mergeList struct {
	waiting []merge // that begin further down, the topmost first
	active  []merge
}

// merges reads those of a sheet. They stand behind its rows, so that the sheet is read twice where there are any; that
// it is unpacked twice in any case tells damage to it before the first row is handed out.
func (p parts) merges(sheet string) (*mergeList, error) {
	list := new(mergeList)
	if found, err := p.mentions(sheet, "mergeCell"); !found || err != nil {
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
			slices.SortStableFunc(list.waiting, func(a, b merge) int { return cmp.Compare(a.top, b.top) })
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "mergeCell" {
			found, ok := parseMerge(attribute(start, "ref"))
			if !ok {
				return nil, damaged(0, "it merges cells that cannot be")
			}
			list.waiting = append(list.waiting, found)
		}
	}
}

// mentions says whether a part's bytes hold a word, and reads the part to its end, where its checksum is looked at.
func (p parts) mentions(name, word string) (bool, error) {
	r, err := p.open(name)
	if err != nil {
		return false, err
	}
	defer func() { _ = r.Close() }()
	buffer := make([]byte, chunk)
	kept, found := 0, false
	for {
		n, err := r.Read(buffer[kept:])
		text := buffer[:kept+n]
		found = found || bytes.Contains(text, []byte(word))
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return false, err
		}
		kept = copy(buffer, text[max(0, len(text)-len(word)):]) // the word may go on in the next chunk
	}
}

// parseMerge reads a reference such as B2:C4.
func parseMerge(ref string) (merge, bool) {
	first, last, ranged := strings.Cut(strings.ReplaceAll(ref, "$", ""), ":")
	if !ranged {
		last = first
	}
	left, top, ok := parseCellName(first)
	right, bottom, ok2 := parseCellName(last)
	return merge{min(top, bottom), min(left, right), max(top, bottom), max(left, right)}, ok && ok2
}

// covered calls with every cell of a row, left of the column given, that a merge covers: all of its cells but the first.
func (l *mergeList) covered(row, columns int, with func(column int, m merge)) {
	for len(l.waiting) > 0 && l.waiting[0].top <= row {
		l.active = append(l.active, l.waiting[0])
		l.waiting = l.waiting[1:]
	}
	l.active = slices.DeleteFunc(l.active, func(m merge) bool { return m.bottom < row })
	for _, m := range l.active {
		for column := m.left; column <= m.right && column < columns; column++ {
			if row != m.top || column != m.left {
				with(column, m)
			}
		}
	}
}

// fault is what there is to say of a cell that a merge covers.
func (m merge) fault(column int) Fault {
	first := cellName(m.left, m.top)
	return Fault{
		Column: column, Code: "merged_cells",
		Reason: fmt.Sprintf("it is merged into %s, the only cell of %s:%s that holds a value", first, first, cellName(m.right, m.bottom)),
		Remedy: "unmerge the cells, and fill in each of them",
	}
}
