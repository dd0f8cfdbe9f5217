package sheet

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"phonebatch/batch/codes"
)

// newWorkbook opens the sheet that o.Sheet names, hidden or not; case does not matter. If o.Sheet is empty, see
// chooseSheet. data is the whole file and must not change until close. maxSize is the limit for the unpacked parts in
// bytes; 0 means maxUnpacked. The error is a *FormatError with one of these codes: workbook_encrypted, old_workbook,
// binary_workbook, open_document, foreign_file, workbook_damaged, workbook_too_large, no_such_sheet, no_visible_sheet,
// unclear_sheet.
func newWorkbook(data []byte, o *Options, maxSize int64) (*workbook, error) {
	parts, index, err := openIndex(data)
	if err != nil {
		return nil, err
	}
	return parts.chooseSheet(index, o, maxSize)
}

// chooseSheet opens the sheet that holds the list: the sheet that o.Sheet names, the only visible sheet, or the only
// visible sheet with a header that o.Recognize knows. If no header is known, chooseSheet opens the only visible sheet
// that is not empty. Otherwise the error is a *FormatError with code unclear_sheet.
func (p parts) chooseSheet(index *bookIndex, o *Options, maxSize int64) (*workbook, error) {
	first, err := index.findSheet(o.Sheet)
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
		rows, err := w.firstRows(headerCandidates)
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
		return nil, unclearSheet("more than one sheet of the workbook looks like a list", known)
	case len(filled) > 1:
		return nil, unclearSheet("more than one sheet of the workbook has cells, and no sheet has a known header", filled)
	case len(filled) == 1:
		first = filled[0]
	}
	return p.openSheet(index, first, shared, maxSize)
}

// unclearSheet returns the error for a workbook in which several sheets may be the list. The remedy names 20 of them at
// most.
func unclearSheet(reason string, sheets []sheetEntry) error {
	names := make([]string, 0, len(sheets))
	for _, s := range sheets[:min(len(sheets), 20)] {
		names = append(names, fmt.Sprintf("--sheet %q", s.name))
	}
	return &FormatError{
		Code:   codes.UnclearSheet,
		Reason: reason,
		Remedy: codes.RemedyFor(codes.UnclearSheet, codes.SheetsNamed, strings.Join(names, " or ")),
	}
}

// openSheet opens a sheet. If shared is not nil, the sheet takes the data that all sheets share from that workbook.
func (p parts) openSheet(index *bookIndex, sheet sheetEntry, shared *workbook, maxSize int64) (*workbook, error) {
	if err := p.checkSizes(cmp.Or(maxSize, maxUnpacked), sheet.part, index.strings, index.styles); err != nil {
		return nil, err
	}
	w := &workbook{index: index, sheet: sheet}
	return w, w.open(p, shared)
}

// firstRows returns the first n rows that are not blank, or all of them if there are fewer.
func (w *workbook) firstRows(n int) (rows [][]string, err error) {
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
