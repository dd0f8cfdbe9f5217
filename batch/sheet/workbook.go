package sheet

import (
	"encoding/xml"
	"errors"
	"io"
)

// A workbook reads one sheet of an .xlsx workbook, row by row. It keeps the shared strings in memory, not the rows, and
// writes no file. It is not safe for concurrent use.
type workbook struct {
	index   *bookIndex
	sheet   sheetEntry
	rows    *markup
	strings []string
	merges  *mergeList
	totals  totals
	aside   []Aside
	display *display

	row    int // of the sheet, the last one read
	width  int // cells of the widest row so far
	size   int // bytes of the row's texts
	cells  []string
	faults []Fault
	cell   rawCell
}

// newWorkbook opens a sheet: the one of that name, whatever its case, hidden or not; without a name see chooseSheet. data
// is the whole file, which must not change until close. maxSize is how much may be unpacked, in bytes; 0 stands for
// maxUnpacked. Its errors are a *FormatError: workbook_encrypted, old_workbook, binary_workbook, open_document, foreign_file,
// workbook_damaged, workbook_too_large, no_such_sheet, no_visible_sheet, unclear_sheet.
func newWorkbook(data []byte, o *Options, maxSize int64) (*workbook, error) {
	parts, index, err := openIndex(data)
	if err != nil {
		return nil, err
	}
	return parts.chooseSheet(index, o, maxSize)
}

// open reads what must be known before the first row. What all sheets share is taken from another one, unless it is nil.
func (w *workbook) open(parts parts, shared *workbook) (err error) {
	if shared != nil {
		w.display, w.strings = shared.display, shared.strings
	} else if err = w.openShared(parts); err != nil {
		return err
	}
	if w.merges, err = parts.merges(w.sheet.part); err != nil {
		return err
	}
	w.totals = parts.totals(w.sheet.part)
	w.rows, err = parts.markup(w.sheet.part)
	return err
}

// openShared reads what all sheets share.
func (w *workbook) openShared(parts parts) (err error) {
	var styles []byte
	if parts[w.index.styles] != nil {
		if styles, err = parts.read(w.index.styles, maxStyles); err != nil {
			return err
		}
	}
	if w.display, err = newDisplay(styles, w.index.date1904); err != nil {
		return err
	}
	w.strings, err = parts.sharedStrings(w.index.strings)
	return err
}

// sheetName is what the sheet is called in the workbook.
func (w *workbook) sheetName() string { return w.sheet.name }

// visibleSheets names the sheets that can be seen, in the order of their tabs.
func (w *workbook) visibleSheets() []string {
	var names []string
	for _, s := range w.index.sheets {
		if !s.hidden {
			names = append(names, s.name)
		}
	}
	return names
}

func (w *workbook) close() error {
	return errors.Join(w.rows.close(), w.display.close())
}

// next returns the next row that holds anything: its number in the sheet, from 1; its cells as they are shown, without
// the empty ones at its end; and what is odd about it, by column, also right of its last cell. A cell that a merge
// covers is empty, whatever it hides. Both slices are valid until the next call, the strings for good. It returns io.EOF
// behind the last row; any other error, a *FormatError, ends the reading too.
func (w *workbook) next() (row int, cells []string, faults []Fault, err error) {
	for {
		token, err := w.rows.next()
		if errors.Is(err, io.EOF) {
			err = damaged(w.row, "its sheet has no end")
		}
		if err != nil {
			return 0, nil, nil, w.here(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			found, err := w.element(t)
			if err != nil {
				return 0, nil, nil, w.here(err)
			}
			if found && w.totals.has(w.row, w.cells) {
				w.aside = append(w.aside, Aside{w.row, TotalsRow})
			} else if found {
				return w.row, w.cells, w.faults, nil
			}
		case xml.EndElement:
			if t.Name.Local == "sheetData" {
				return 0, nil, nil, io.EOF
			}
		}
	}
}

// here says which row an error is about, if it does not know.
func (w *workbook) here(err error) error {
	var format *FormatError
	if errors.As(err, &format) && format.Line == 0 {
		format.Line = w.row
	}
	return err
}
