package sheet

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxRowText is how long the texts of one row may be together, in bytes.
const maxRowText = 1 << 20

// element reads an element above the cells, and says whether it is a row that holds anything.
func (w *workbook) element(start xml.StartElement) (bool, error) {
	switch start.Name.Local {
	case "worksheet", "sheetData":
		return false, nil
	case "row":
		return w.readRow(start)
	}
	return false, w.rows.skip()
}

func (w *workbook) readRow(start xml.StartElement) (bool, error) {
	number := w.row + 1
	if r := attribute(start, "r"); r != "" {
		var ok bool
		if number, ok = parseRow(r); !ok {
			return false, damaged(w.row, "the next row says that it is row %q", r)
		}
	}
	if number <= w.row { // as the format wants it, and every spreadsheet writes it
		return false, damaged(w.row, "row %d stands behind it", number)
	}
	w.row, w.size, w.cells, w.faults = number, 0, w.cells[:0], w.faults[:0]
	for column := 0; ; {
		token, err := w.rows.next()
		if err != nil {
			return false, err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return w.finish(isTrue(attribute(start, "hidden")))
		case xml.StartElement:
			if t.Name.Local != "c" {
				err = w.rows.skip()
			} else if err = w.rows.cell(&w.cell, t, column); err == nil {
				err = w.place(column)
				column = w.cell.column + 1
			}
			if err != nil {
				return false, err
			}
		}
	}
}

// place puts the cell just read into its row, where column is the first one that is free.
func (w *workbook) place(column int) error {
	c := &w.cell
	if c.column < column || c.row != 0 && c.row != w.row {
		return damaged(w.row, "cell %s stands in the wrong place", cellName(c.column, cmp.Or(c.row, w.row)))
	}
	text, err := w.value(c)
	if err != nil || text == "" {
		return err
	}
	if w.size += len(text); w.size > maxRowText {
		return &FormatError{Code: "record_too_long", Line: w.row, Reason: fmt.Sprintf("the row is longer than %d bytes", maxRowText), Remedy: "delete the text that does not belong to a list"}
	}
	for len(w.cells) < c.column {
		w.cells = append(w.cells, "")
	}
	w.cells = append(w.cells, text)
	return nil
}

// value is what a cell shows.
func (w *workbook) value(c *rawCell) (text string, err error) {
	if c.uncalculated() {
		w.faults = append(w.faults, noValue.at(c.column))
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
			return "", damaged(w.row, "cell %s refers to a text that is not there", cellName(c.column, w.row))
		}
		text, fault = w.display.text(c.style, w.strings[i])
	case textKind, "str":
		text, fault = w.display.text(c.style, string(unescape(c.value)))
	case "b":
		text = strings.ToUpper(strconv.FormatBool(isTrue(string(c.value))))
	case "e":
		text, fault = string(c.value), &isError
	case "d":
		text, fault = string(c.value), &isDate
	default:
		text, fault, err = w.display.number(c)
	}
	if fault != nil {
		w.faults = append(w.faults, fault.at(c.column))
	}
	return text, err
}

// textKind is the type of a cell that holds its text itself.
const textKind = "inlineStr"

// finish completes the row, and says whether it holds anything.
func (w *workbook) finish(hidden bool) (bool, error) {
	w.width = max(w.width, len(w.cells))
	w.merges.covered(w.row, w.width, func(column int, m merge) {
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
		w.faults = append(w.faults, hiddenRow)
	}
	slices.SortStableFunc(w.faults, func(a, b Fault) int { return cmp.Compare(a.Column, b.Column) })
	return true, nil
}

// blank says whether the row holds nothing but white space, and no cell that should hold more.
func (w *workbook) blank() bool {
	return !slices.ContainsFunc(w.cells, func(c string) bool { return strings.TrimSpace(c) != "" }) &&
		!slices.ContainsFunc(w.faults, func(f Fault) bool { return f.Fatal })
}
