package sheet

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"phonebatch/batch/codes"
)

// maxRowText is the maximum total length of the texts in one row, in bytes.
const maxRowText = 1 << 20

// next returns the next row that is not blank. row is the number of the row in the sheet, counted from 1. cells holds
// the texts that the spreadsheet shows, without the empty cells at the end; a cell that a merge covers is empty. faults
// lists the faults of the row, ordered by column; a fault may lie to the right of the last cell. Both slices are valid
// until the next call; the strings stay valid. After the last row, the error is io.EOF. Any other error is a
// *FormatError and ends the reading.
func (w *workbook) next() (row int, cells []string, faults []Fault, err error) {
	for {
		token, err := w.rows.next()
		if errors.Is(err, io.EOF) {
			err = damaged(w.row, "its sheet ends too early")
		}
		if err != nil {
			return 0, nil, nil, w.withLine(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			found, err := w.element(t)
			if err != nil {
				return 0, nil, nil, w.withLine(err)
			}
			if found && w.totals.covers(w.row, w.cells) {
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

// withLine adds the current row to a *FormatError without a line.
func (w *workbook) withLine(err error) error {
	var format *FormatError
	if errors.As(err, &format) && format.Line == 0 {
		format.Line = w.row
	}
	return err
}

// element reads an element above the level of cells. It reports whether the element is a row that is not blank.
func (w *workbook) element(start xml.StartElement) (bool, error) {
	switch start.Name.Local {
	case "worksheet", "sheetData":
		return false, nil
	case "row":
		return w.readRow(start)
	}
	return false, w.rows.skip()
}

// readRow reads the row that has just started. It reports whether the row is not blank. A row without a number follows
// the row before it.
func (w *workbook) readRow(start xml.StartElement) (bool, error) {
	number := w.row + 1
	if r := attribute(start, "r"); r != "" {
		var ok bool
		if number, ok = parseRow(r); !ok {
			return false, damaged(w.row, "the next row says that it is row %q", r)
		}
	}
	if number <= w.row { // the format requires ascending rows, and every spreadsheet writes them
		return false, damaged(w.row, "row %d comes after this row", number)
	}
	w.row, w.size, w.cells, w.faults = number, 0, w.cells[:0], w.faults[:0]
	for column := 0; ; {
		token, err := w.rows.next()
		if err != nil {
			return false, err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return w.finishRow(isTrue(attribute(start, "hidden")))
		case xml.StartElement:
			if t.Name.Local != "c" {
				err = w.rows.skip()
			} else if err = w.rows.cell(&w.cell, t, column); err == nil {
				err = w.addCell(column)
				column = w.cell.column + 1
			}
			if err != nil {
				return false, err
			}
		}
	}
}

// addCell appends the cell that was just read to the row. column is the first free column.
func (w *workbook) addCell(column int) error {
	c := &w.cell
	if c.column < column || c.row != 0 && c.row != w.row {
		return damaged(w.row, "cell %s is in the wrong place", cellName(c.column, cmp.Or(c.row, w.row)))
	}
	text, err := w.shownText(c)
	if err != nil || text == "" {
		return err
	}
	if w.size += len(text); w.size > maxRowText {
		return &FormatError{
			Code:   codes.RecordTooLong,
			Line:   w.row,
			Reason: fmt.Sprintf("the row is longer than %d bytes", maxRowText),
			Remedy: codes.RemedyFor(codes.RecordTooLong, codes.TextBeside),
		}
	}
	for len(w.cells) < c.column {
		w.cells = append(w.cells, "")
	}
	w.cells = append(w.cells, text)
	return nil
}

// shownText returns the text that the spreadsheet shows for a cell, and adds the faults of the cell to the row.
func (w *workbook) shownText(c *rawCell) (text string, err error) {
	if c.lacksValue() {
		w.faults = append(w.faults, noValueFault.atColumn(c.column))
		return "", nil
	}
	if len(c.value) == 0 {
		return "", nil
	}
	var fault *Fault
	switch c.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(string(c.value)))
		if err != nil || i < 0 || i >= len(w.strings) {
			return "", damaged(w.row, "cell %s refers to a text that does not exist", cellName(c.column, w.row))
		}
		text, fault = w.display.showText(c.style, w.strings[i])
	case textKind, "str":
		text, fault = w.display.showText(c.style, string(unescape(c.value)))
	case "b":
		text = strings.ToUpper(strconv.FormatBool(isTrue(string(c.value))))
	case "e":
		text, fault = string(c.value), &errorFault
	case "d":
		text, fault = string(c.value), &dateFault
	default:
		text, fault, err = w.display.showNumber(c)
	}
	if fault != nil {
		w.faults = append(w.faults, fault.atColumn(c.column))
	}
	return text, err
}

// textKind is the type of a cell that holds its own text instead of a shared string.
const textKind = "inlineStr"

// finishRow applies the merges to the row and sorts its faults. It reports whether the row is not blank.
func (w *workbook) finishRow(hidden bool) (bool, error) {
	w.width = max(w.width, len(w.cells))
	w.merges.eachCovered(w.row, w.width, func(column int, m merge) {
		if column < len(w.cells) {
			w.cells[column] = ""
		}
		w.faults = slices.DeleteFunc(w.faults, func(f Fault) bool { return f.Column == column })
		w.faults = append(w.faults, m.fault(column))
	})
	for len(w.cells) > 0 && w.cells[len(w.cells)-1] == "" {
		w.cells = w.cells[:len(w.cells)-1]
	}
	if w.blank() {
		return false, nil
	}
	if hidden {
		w.faults = append(w.faults, hiddenRowFault)
	}
	slices.SortStableFunc(w.faults, func(a, b Fault) int { return cmp.Compare(a.Column, b.Column) })
	return true, nil
}

// blank reports whether the row holds only white space and has no fatal fault.
func (w *workbook) blank() bool {
	return !slices.ContainsFunc(w.cells, func(c string) bool { return strings.TrimSpace(c) != "" }) &&
		!slices.ContainsFunc(w.faults, func(f Fault) bool { return f.Fatal })
}
