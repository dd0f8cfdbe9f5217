package sheet

import "errors"

// A workbook reads one sheet of an .xlsx workbook, row by row. It holds the shared strings in memory, but not the rows,
// and it writes no file. It is not safe for concurrent use.
type workbook struct {
	index   *bookIndex
	sheet   sheetEntry
	rows    *markup
	strings []string
	merges  *mergeList
	totals  totalsRows
	aside   []Aside
	display *display

	row    int // number of the last row read
	width  int // cells in the widest row so far
	size   int // total length of the row's texts in bytes
	cells  []string
	faults []Fault
	cell   rawCell
}

// open reads everything that must be known before the first row. If shared is not nil, open takes the data that all
// sheets share from that workbook.
func (w *workbook) open(parts parts, shared *workbook) (err error) {
	if shared != nil {
		w.display, w.strings = shared.display, shared.strings
	} else if err = w.openShared(parts); err != nil {
		return err
	}
	if w.merges, err = parts.merges(w.sheet.part); err != nil {
		return err
	}
	w.totals = parts.totalsRows(w.sheet.part)
	w.rows, err = parts.markup(w.sheet.part)
	return err
}

// openShared reads the data that all sheets share: the styles and the shared strings.
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

// sheetName returns the name of the sheet.
func (w *workbook) sheetName() string { return w.sheet.name }

// visibleSheets returns the names of the visible sheets in the order of their tabs.
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
