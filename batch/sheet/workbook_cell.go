package sheet

import (
	"encoding/xml"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// A Fault is what is odd about a cell of a workbook, or about a whole row, that its text may not show.
type Fault struct {
	Column int    // from 0; -1 for the row
	Code   string // hidden_row, merged_cells, date, formula_without_value, long_number, scientific_notation, spreadsheet_error
	Reason string // never holds a value
	Remedy string
	Fatal  bool // an error, not just a warning
}

const typeAnew = "format the column as Text, then type the value anew"

var (
	hiddenRow = Fault{
		Column: -1, Code: "hidden_row", Reason: "the row is hidden in the workbook, by a filter or by hand",
		Remedy: "show the hidden rows, and delete what shall not be imported",
	}
	isDate = Fault{
		Code: "date", Fatal: true, Reason: "the spreadsheet holds a date or a time here, and shows it in a way of its own", Remedy: typeAnew,
	}
	isLong = Fault{
		Code: "long_number", Fatal: true, Reason: "it is a number of more than 15 digits, of which a spreadsheet keeps 15", Remedy: typeAnew,
	}
	isScientific = Fault{
		Code: "scientific_notation", Fatal: true, Reason: "the spreadsheet shows the number in scientific notation",
		Remedy: "format the column as Text, then type the number anew with all its digits",
	}
	isUnclear = Fault{
		Code: "unclear_format", Fatal: true, Reason: "by its number format it cannot be known for sure what the spreadsheet shows of the number", Remedy: typeAnew,
	}
	isHidden = Fault{
		Code: "unclear_format", Fatal: true, Reason: "there is a value in the cell, and its number format shows nothing of it",
		Remedy: "give the cell another format to see what is in it, or empty it",
	}
	isError = Fault{
		Code: "spreadsheet_error", Fatal: true, Reason: "the cell holds an error of the spreadsheet, not a value",
		Remedy: "mend the formula, or put the value in its place",
	}
	noValue = Fault{
		Code: "formula_without_value", Fatal: true, Reason: "the formula was never calculated: its value is not in the workbook",
		Remedy: "open the workbook in the spreadsheet program, save it, and pass it again",
	}
)

func (f Fault) at(column int) Fault {
	f.Column = column
	return f
}

// A rawCell is a cell as it is written (ECMA-376 part 1, 18.3.1.4). It is used anew for every cell.
type rawCell struct {
	column  int // from 0
	row     int // the one that the cell names, 0 where it names none
	kind    string
	style   int
	formula bool
	filled  bool // there is a value, if an empty one
	value   []byte
}

// cell reads the cell that has just begun. column is the one it has if it does not say.
func (m *markup) cell(c *rawCell, start xml.StartElement, column int) error {
	*c = rawCell{column: column, value: c.value[:0]}
	for _, a := range start.Attr {
		ok := true
		switch a.Name.Local {
		case "r":
			if a.Value != "" {
				c.column, c.row, ok = parseCellName(a.Value)
			}
		case "s":
			var style looseNumber // what has none is style 0
			ok = style.UnmarshalXMLAttr(a) == nil
			c.style = int(style)
		case "t":
			c.kind = a.Value
		}
		if !ok {
			return damaged(0, "a cell says %s=%q", a.Name.Local, a.Value)
		}
	}
	for depth := m.depth; m.depth >= depth; {
		token, err := m.next()
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "v":
			c.filled = true
			c.value, err = m.text(c.value)
		case "is":
			c.filled = true
			c.value, err = m.richText(c.value)
		case "f":
			c.formula = true
			err = m.skip()
		default:
			err = m.skip()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// uncalculated says whether the cell has a formula whose value is missing. Formulas whose value is the empty text say
// so by their type; writers that do not calculate leave the value out or empty.
func (c *rawCell) uncalculated() bool {
	return c.formula && (!c.filled || len(c.value) == 0 && c.kind != "str")
}

// parseCellName reads a name such as B12: a column from 0 and a row from 1.
func parseCellName(name string) (column, row int, ok bool) {
	i := 0
	for ; i < len(name) && 'a' <= name[i]|0x20 && name[i]|0x20 <= 'z' && column <= excelize.MaxColumns; i++ {
		column = column*26 + int(name[i]|0x20-'a') + 1
	}
	row, ok = parseRow(name[i:])
	return column - 1, row, ok && 1 <= column && column <= excelize.MaxColumns
}

func parseRow(digits string) (int, bool) {
	row, err := strconv.ParseUint(digits, 10, 32)
	return int(row), err == nil && 1 <= row && row <= excelize.TotalRows
}

// cellName is what a person calls a cell.
func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return "?"
	}
	return name
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
