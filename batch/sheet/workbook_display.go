package sheet

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A display shows cells as a spreadsheet would. What a number format does is excelize's business: the cells of a row
// that need it are put into a sheet of their own, with the list's styles, which excelize reads. The sheet of the list
// cannot be left to it: with 50,000 rows whose texts are shared it takes 470 MiB, or temporary files with passwords
// that stay behind when the program is killed; it hides where damaged XML ends; and it moves cells that are out of order.
type display struct {
	file    *excelize.File
	formats map[int]numberFormat // by style
	row     bytes.Buffer         // the cells that excelize shall show, as XML
	waiting []waiting            // the same
}

type waiting struct {
	column int
	number bool
	fault  *Fault // what is known of it already
}

// The only sheet of a new excelize file.
const (
	scratch       = "Sheet1"
	scratchPart   = "xl/worksheets/sheet1.xml"
	mainNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
)

// newDisplay takes the styles part, which may be empty.
func newDisplay(styles []byte, date1904 bool) (d *display, err error) {
	defer refusePanic(&err)
	// Dates are shown so that nobody can mistake the day for the month: how they look depends on the computer anyway.
	d = &display{file: excelize.NewFile(excelize.Options{ShortDatePattern: "yyyy-mm-dd"})}
	if err := d.file.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}); err != nil {
		return nil, fmt.Errorf("preparing to show dates: %w", err)
	}
	d.file.Sheet.Delete(scratchPart) // what it read of it: from now on, we write that part
	if len(styles) == 0 {
		return d, nil
	}
	if d.formats, err = readFormats(styles); err != nil {
		return nil, err
	}
	d.file.Pkg.Store("xl/styles.xml", styles)
	d.file.Styles = nil // have it read them at the first use
	return d, nil
}

// of is the format of a style; a style that the workbook does not have is General.
func (d *display) of(style int) numberFormat {
	if f, ok := d.formats[style]; ok {
		return f
	}
	return builtIn(0)
}

// maxExact is the first number of 16 digits, of which a spreadsheet keeps 15 (ECMA-376 says nothing of it; Excel
// specifications and limits: number precision).
const maxExact = 1e15

// number shows a number, or leaves it for show and returns false. General is shown by all its digits, as in a column that
// is wide enough: Excel itself turns to 1.23E+11 from 12 digits on, or earlier in a narrow column, without any damage
// to the number.
func (d *display) number(c *rawCell) (string, bool) {
	value := string(bytes.TrimSpace(c.value))
	format := d.of(c.style)
	n, ok := parseNumber(value)
	var fault *Fault
	switch {
	case !ok: // excelize shows it as it stands, too
		return value, true
	case math.Abs(n) >= maxExact:
		fault = &isLong
	case format.date:
		fault = &isDate
	case format.whole && n == math.Trunc(n) && decimal(value):
		return value, true
	case format.whole && n == math.Trunc(n):
		return strconv.FormatFloat(n+0, 'f', -1, 64), true // + 0: no minus zero
	}
	d.later(c, "n", value, fault)
	return "", false
}

// later leaves a cell for show.
func (d *display) later(c *rawCell, kind, value string, fault *Fault) {
	element := "v"
	if kind == textKind {
		element, value = "t", strings.ReplaceAll(value, "_x", "_x005F_x") // it has been unescaped already
	}
	fmt.Fprintf(&d.row, `<c s="%d" t="%s">`, c.style, kind)
	if kind == textKind {
		d.row.WriteString("<is>")
	}
	fmt.Fprintf(&d.row, "<%s>", element)
	_ = xml.EscapeText(&d.row, []byte(value)) // a buffer takes everything
	fmt.Fprintf(&d.row, "</%s>", element)
	if kind == textKind {
		d.row.WriteString("</is>")
	}
	d.row.WriteString("</c>")
	d.waiting = append(d.waiting, waiting{c.column, kind == "n", fault})
}

var scientific = regexp.MustCompile(`^[+-]?\d+([.,]\d+)?E[+-]?\d+$`)

// show fills in the cells that were left for it, and appends their faults.
func (d *display) show(cells []string, faults []Fault) ([]Fault, error) {
	if len(d.waiting) == 0 {
		return faults, nil
	}
	shown, err := d.shown()
	if err != nil {
		return nil, err
	}
	for i, w := range d.waiting {
		if i < len(shown) { // trailing empty ones are not in it
			cells[w.column] = shown[i]
		}
		switch {
		case w.fault != nil:
			faults = append(faults, w.fault.at(w.column))
		case w.number && scientific.MatchString(cells[w.column]):
			faults = append(faults, isScientific.at(w.column))
		}
	}
	d.row.Reset()
	d.waiting = d.waiting[:0]
	return faults, nil
}

// shown is how excelize shows the cells that wait.
func (d *display) shown() (cells []string, err error) {
	defer refusePanic(&err)
	d.file.Pkg.Store(scratchPart, fmt.Appendf(nil, "<worksheet xmlns=%q><sheetData><row>%s</row></sheetData></worksheet>", mainNamespace, d.row.Bytes()))
	rows, err := d.file.Rows(scratch)
	if err != nil {
		return nil, fmt.Errorf("showing numbers: %w", err)
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return nil, nil
	}
	if cells, err = rows.Columns(); err != nil {
		return nil, damaged(0, "its numbers cannot be shown")
	}
	return cells, nil
}

// refusePanic is for code that calls excelize with what stands in a file. It is made for files that spreadsheets wrote,
// and index errors have been seen in it with files that were made to hurt. What it panicked with may be a value.
func refusePanic(err *error) {
	if recover() != nil {
		*err = damaged(0, "its number formats cannot be understood")
	}
}
