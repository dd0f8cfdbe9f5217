package sheet

import (
	"encoding/xml"
	"strconv"

	"github.com/xuri/excelize/v2"

	"phonebatch/batch/codes"
)

// A Fault is a fact about a cell or a row of a workbook that its text may not show.
type Fault struct {
	Column int // counted from 0; -1 for the whole row
	// Code is hidden_row, merged_cells, date, formula_without_value, long_number, scientific_notation, unclear_format
	// or spreadsheet_error.
	Code   codes.Code
	Reason string // never contains a value of the cell
	Remedy string
	Fatal  bool // an error; otherwise a warning
}

var (
	hiddenRowFault = Fault{
		Column: -1, Code: codes.HiddenRow, Reason: "the row is hidden in the workbook, by a filter or by hand",
		Remedy: codes.Remedy(codes.HiddenRow),
	}
	dateFault = Fault{
		Code:   codes.Date,
		Fatal:  true,
		Reason: "the cell holds a date or a time, and the spreadsheet shows it in a format of its own",
		Remedy: codes.Remedy(codes.Date),
	}
	longNumberFault = Fault{
		Code:   codes.LongNumber,
		Fatal:  true,
		Reason: "the number has more than 15 digits, and a spreadsheet stores only 15",
		Remedy: codes.Remedy(codes.LongNumber),
	}
	scientificFault = Fault{
		Code:   codes.Scientific,
		Fatal:  true,
		Reason: "the spreadsheet shows the number in scientific notation",
		Remedy: codes.Remedy(codes.Scientific),
	}
	unclearFault = Fault{
		Code:   codes.UnclearFormat,
		Fatal:  true,
		Reason: "the number format does not say for certain how the spreadsheet shows the number",
		Remedy: codes.Remedy(codes.UnclearFormat),
	}
	nothingShownFault = Fault{
		Code:   codes.UnclearFormat,
		Fatal:  true,
		Reason: "the cell has a value, but its number format hides the value",
		Remedy: codes.RemedyFor(codes.UnclearFormat, codes.NothingShown),
	}
	errorFault = Fault{
		Code:   codes.SheetError,
		Fatal:  true,
		Reason: "the cell holds an error of the spreadsheet, not a value",
		Remedy: codes.Remedy(codes.SheetError),
	}
	noValueFault = Fault{
		Code:   codes.NoCachedValue,
		Fatal:  true,
		Reason: "the formula was never calculated: its value is not in the workbook",
		Remedy: codes.Remedy(codes.NoCachedValue),
	}
)

// atColumn returns a copy of the fault for the given column.
func (f Fault) atColumn(column int) Fault {
	f.Column = column
	return f
}

// A rawCell is a cell as the file stores the cell (ECMA-376 part 1, 18.3.1.4). The workbook reuses one rawCell for all
// cells.
type rawCell struct {
	column  int // counted from 0
	row     int // the row in the cell's reference; 0 if there is none
	kind    string
	style   int
	formula bool
	filled  bool // the cell has a value, possibly an empty one
	value   []byte
}

// cell reads the rest of the cell that has just started. column is the column of a cell without a reference.
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
			var style looseNumber // a cell without a style has style 0
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

// lacksValue reports whether the cell has a formula whose value is missing. A formula whose value is the empty text has
// type str and an empty value. Programs that do not calculate formulas omit the value or write an empty one.
func (c *rawCell) lacksValue() bool {
	return c.formula && (!c.filled || len(c.value) == 0 && c.kind != "str")
}

// parseCellName parses a cell name such as B12. column counts from 0, row from 1.
func parseCellName(name string) (column, row int, ok bool) {
	i := 0
	for ; i < len(name) && 'a' <= name[i]|0x20 && name[i]|0x20 <= 'z' && column <= excelize.MaxColumns; i++ {
		column = column*26 + int(name[i]|0x20-'a') + 1
	}
	row, ok = parseRow(name[i:])
	return column - 1, row, ok && 1 <= column && column <= excelize.MaxColumns
}

// parseRow parses the number of a row, counted from 1.
func parseRow(digits string) (int, bool) {
	row, err := strconv.ParseUint(digits, 10, 32)
	return int(row), err == nil && 1 <= row && row <= excelize.TotalRows
}

// cellName returns the name of a cell for a user, such as B12.
func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return "?"
	}
	return name
}

// attribute returns the value of the attribute with the given name and without a namespace, or "" if there is none.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
