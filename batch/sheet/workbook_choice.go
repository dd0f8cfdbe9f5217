package sheet

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// chooseSheet opens the sheet that is the list: the one that is named, the only one, or else the only one whose header is
// known. Sheets that are empty do not count.
func (p parts) chooseSheet(index *bookIndex, o *Options, maxSize int64) (*workbook, error) {
	first, err := index.choose(o.Sheet)
	if err != nil {
		return nil, err
	}
	visible := slices.DeleteFunc(slices.Clone(index.sheets), func(s sheetEntry) bool { return s.hidden })
	if o.Sheet != "" || len(visible) < 2 || o.Recognize == nil {
		return p.openSheet(index, first, nil, maxSize)
	}
	var filled, known []sheetEntry
	var shared *workbook
	for _, sheet := range visible {
		w, err := p.openSheet(index, sheet, shared, maxSize)
		if err != nil {
			return nil, err
		}
		shared = cmp.Or(shared, w)
		rows, err := w.peek(mostAbove)
		err = errors.Join(err, w.rows.close())
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			filled = append(filled, sheet)
		}
		if findHeader(len(rows), o.Recognize, func(i int) []string { return rows[i] }) >= 0 {
			known = append(known, sheet)
		}
	}
	switch {
	case len(known) == 1:
		return p.openSheet(index, known[0], shared, maxSize)
	case len(known) > 1:
		return nil, unclearSheet("more than one sheet of the workbook reads like a list", known)
	case len(filled) > 1:
		return nil, unclearSheet("more than one sheet of the workbook is filled, and the columns of none are known", filled)
	case len(filled) == 1:
		first = filled[0]
	}
	return p.openSheet(index, first, shared, maxSize)
}

func unclearSheet(reason string, sheets []sheetEntry) error {
	names := make([]string, 0, len(sheets))
	for _, s := range sheets[:min(len(sheets), 20)] {
		names = append(names, fmt.Sprintf("--sheet %q", s.name))
	}
	return &FormatError{Code: "unclear_sheet", Reason: reason, Remedy: "name the one that is the list: " + strings.Join(names, " or ")}
}

// openSheet opens a sheet; what all sheets share is taken from another one that is open, if there is one.
func (p parts) openSheet(index *bookIndex, sheet sheetEntry, shared *workbook, maxSize int64) (*workbook, error) {
	if err := p.measure(cmp.Or(maxSize, maxUnpacked), sheet.part, index.strings, index.styles); err != nil {
		return nil, err
	}
	w := &workbook{index: index, sheet: sheet}
	return w, w.open(p, shared)
}

// peek reads the first rows that hold anything.
func (w *workbook) peek(n int) (rows [][]string, err error) {
	for len(rows) < n {
		_, cells, _, err := w.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, slices.Clone(cells))
	}
	return rows, nil
}
