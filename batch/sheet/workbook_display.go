package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"github.com/xuri/nfp"
)

// A display shows cells as a spreadsheet would. The section of a number format that shows a number is chosen here, and most
// are rendered here: excelize takes 0.15 ms a cell, and does not know all sections. What is left to it (names of months,
// exponents, fractions, currencies of a place) is put into a sheet of its own, with a style of that one section.
type display struct {
	formats  map[int]*numberFormat // by style
	date1904 bool
	file     *excelize.File
	styles   map[string]int // of excelize's file, by the section's code
	shown    map[shownKey]string
}

// A shownKey is what excelize has shown already: dates repeat.
type shownKey struct {
	code  string
	value float64
}

// mostShown is how many such values are remembered.
const mostShown = 1 << 16

// The only sheet of a new excelize file.
const (
	scratch       = "Sheet1"
	scratchPart   = "xl/worksheets/sheet1.xml"
	mainNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
)

// newDisplay takes the styles part, which may be empty.
func newDisplay(styles []byte, date1904 bool) (*display, error) {
	d := &display{date1904: date1904, styles: make(map[string]int), shown: make(map[shownKey]string)}
	if len(styles) == 0 {
		return d, nil
	}
	var err error
	d.formats, err = readFormats(styles)
	return d, err
}

// close gives free what excelize takes.
func (d *display) close() error {
	if d.file == nil {
		return nil
	}
	return d.file.Close()
}

var general = builtIn(0)

// of is the format of a style; a style that the workbook does not have is General.
func (d *display) of(style int) *numberFormat {
	if f := d.formats[style]; f != nil {
		return f
	}
	return general
}

// maxExact is the first number of 16 digits, of which a spreadsheet keeps 15 (ECMA-376 says nothing of it; Excel
// specifications and limits: number precision).
const maxExact = 1e15

// number shows a number. General is shown by all its digits, as in a column that is wide enough: Excel itself turns to
// 1.23E+11 from 12 digits on, or earlier in a narrow column, without any damage to the number.
func (d *display) number(c *rawCell) (text string, fault *Fault, err error) {
	value := string(bytes.TrimSpace(c.value))
	n, ok := parseNumber(value)
	if !ok {
		return value, nil, nil
	}
	s, shown, sure := d.of(c.style).choose(n)
	switch {
	case !sure:
		return "", &isUnclear, nil
	case s.hides():
		if n != 0 {
			fault = &isHidden
		}
		return "", fault, nil
	case s.literal:
		return s.fixed(), nil, nil
	case s.general && shown == math.Trunc(shown) && math.Abs(n) < maxExact:
		if n == shown && decimal(value) {
			return s.around(value), nil, nil
		}
		return s.around(strconv.FormatFloat(shown+0, 'f', -1, 64)), nil, nil // + 0: no minus zero
	}
	if text, err = d.section(s, shown); err != nil {
		return "", nil, err
	}
	switch {
	case math.Abs(n) >= maxExact:
		fault = &isLong
	case s.date:
		fault = &isDate
	case scientific.MatchString(text):
		fault = &isScientific
	}
	return text, fault, nil
}

var scientific = regexp.MustCompile(`^[+-]?\d+([.,]\d+)?E[+-]?\d+$`)

// section shows a number by a section that is no text alone.
func (d *display) section(s *section, n float64) (text string, err error) {
	ok := false
	switch {
	case s.date:
		text, ok = s.dates(n, d.date1904)
	case !s.general:
		text, ok = s.render(n)
	}
	if ok {
		return text, nil
	}
	key := shownKey{s.code, n}
	if text, ok = d.shown[key]; ok {
		return text, nil
	}
	if text, err = d.byExcelize(s, n); err != nil {
		return "", err
	}
	if s.general {
		text = s.around(text)
	}
	if len(d.shown) >= mostShown {
		clear(d.shown)
	}
	d.shown[key] = text
	return text, nil
}

// text shows a text: most formats leave it as it stands.
func (d *display) text(style int, v string) (string, *Fault) {
	s := d.of(style).text
	switch {
	case v == "" || s == nil || s.general:
		return v, nil
	case s.hides():
		return "", &isHidden
	}
	return s.around(v), nil
}

// around puts the literals of a section around what it shows of a value.
func (s *section) around(v string) string {
	if len(s.items) == 1 && !s.literal || len(s.items) == 0 {
		return v
	}
	var b strings.Builder
	for _, item := range s.items {
		switch item.TType {
		case nfp.TokenTypeTextPlaceHolder, nfp.TokenTypeGeneral:
			b.WriteString(v)
		default:
			b.WriteString(literalOf(item))
		}
	}
	return b.String()
}

// byExcelize has excelize show a number.
func (d *display) byExcelize(s *section, n float64) (text string, err error) {
	defer refusePanic(&err)
	style, err := d.style(s)
	if err != nil {
		return "", err
	}
	value := strconv.FormatFloat(n, 'f', -1, 64)
	part := fmt.Appendf(nil, `<worksheet xmlns=%q><sheetData><row><c s="%d" t="n"><v>%s</v></c></row></sheetData></worksheet>`, mainNamespace, style, value)
	d.file.Sheet.Delete(scratchPart)
	d.file.Pkg.Store(scratchPart, part)
	rows, err := d.file.Rows(scratch)
	if err != nil {
		return "", fmt.Errorf("showing numbers: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return "", nil
	}
	cells, err := rows.Columns()
	if err != nil {
		return "", damaged(0, "its numbers cannot be shown")
	}
	return strings.Join(cells, ""), nil
}

// style gives excelize's file a style of one section.
func (d *display) style(s *section) (int, error) {
	if d.file == nil {
		// Dates are shown so that nobody can mistake the day for the month: how they look depends on the computer anyway.
		d.file = excelize.NewFile(excelize.Options{ShortDatePattern: "yyyy-mm-dd"})
		if err := d.file.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &d.date1904}); err != nil {
			return 0, fmt.Errorf("preparing to show dates: %w", err)
		}
	}
	if style, known := d.styles[s.code]; known {
		return style, nil
	}
	wanted := &excelize.Style{NumFmt: s.builtIn}
	if s.builtIn == 0 && !s.general {
		wanted.CustomNumFmt = &s.code
	}
	style, err := d.file.NewStyle(wanted)
	if err != nil {
		return 0, damaged(0, "its number formats cannot be understood")
	}
	d.styles[s.code] = style
	return style, nil
}

// refusePanic is for code that calls excelize with what stands in a file. It is made for files that spreadsheets wrote,
// and index errors have been seen in it with files that were made to hurt. What it panicked with may be a value.
func refusePanic(err *error) {
	if recover() != nil {
		*err = damaged(0, "its number formats cannot be understood")
	}
}
