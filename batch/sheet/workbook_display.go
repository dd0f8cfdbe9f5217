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

// A display shows the values of cells as a spreadsheet does. It chooses the section of a number format that applies to
// a number, and renders most sections itself: excelize takes 0.15 ms for a cell, and does not know all sections.
// excelize renders the rest: names of months, exponents, fractions and regional currencies. For this, a display writes
// the number into a sheet of an excelize file, with a style that has only that section. A display is not safe for
// concurrent use.
type display struct {
	formats  map[int]*numberFormat // by style
	date1904 bool
	file     *excelize.File
	styles   map[string]int // styles in file, by the code of the section
	cache    map[cacheKey]string
}

// A cacheKey identifies a number that excelize has rendered. The cache pays off because dates repeat.
type cacheKey struct {
	code  string
	value float64
}

// maxCached is the size at which the display empties the cache.
const maxCached = 1 << 16

// The only sheet of a new excelize file, and the XML namespace of sheets.
const (
	scratchSheet  = "Sheet1"
	scratchPart   = "xl/worksheets/sheet1.xml"
	mainNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
)

// newDisplay returns a display for the content of the styles part, which may be empty. The error is a *FormatError.
func newDisplay(styles []byte, date1904 bool) (*display, error) {
	d := &display{date1904: date1904, styles: make(map[string]int), cache: make(map[cacheKey]string)}
	if len(styles) == 0 {
		return d, nil
	}
	var err error
	d.formats, err = readFormats(styles)
	return d, err
}

// close frees the resources of excelize.
func (d *display) close() error {
	if d.file == nil {
		return nil
	}
	return d.file.Close()
}

var generalFormat = builtInFormat(0)

// format returns the number format of a style. A style that the workbook lacks has the format General.
func (d *display) format(style int) *numberFormat {
	if f := d.formats[style]; f != nil {
		return f
	}
	return generalFormat
}

// showNumber returns the text that a spreadsheet shows for the number in c, and a fault if the text may differ from the
// value that the user typed. A value that is not a number is returned unchanged. The format General shows all digits,
// as in a column of sufficient width. Excel itself shows 1.23E+11 from 12 digits on, or earlier in a narrow column, but
// the number is undamaged.
func (d *display) showNumber(c *rawCell) (text string, fault *Fault, err error) {
	value := string(bytes.TrimSpace(c.value))
	n, ok := parseNumber(value)
	if !ok {
		return value, nil, nil
	}
	s, shown, sure := d.format(c.style).choose(n)
	switch {
	case !sure:
		return "", &unclearFault, nil
	case s.showsNothing():
		if n != 0 {
			fault = &nothingShownFault
		}
		return "", fault, nil
	case s.literal:
		return s.literalText(), nil, nil
	case s.general && shown == math.Trunc(shown) && math.Abs(n) < maxExact:
		if n == shown && plainDigits(value) {
			return s.withLiterals(value), nil, nil
		}
		return s.withLiterals(strconv.FormatFloat(shown+0, 'f', -1, 64)), nil, nil // + 0 turns minus zero into zero
	}
	if text, err = d.showSection(s, shown); err != nil {
		return "", nil, err
	}
	switch {
	case math.Abs(n) >= maxExact:
		fault = &longNumberFault
	case s.date:
		fault = &dateFault
	case scientific.MatchString(text):
		fault = &scientificFault
	}
	return text, fault, nil
}

// scientific matches a number in scientific notation.
var scientific = regexp.MustCompile(`^[+-]?\d+([.,]\d+)?E[+-]?\d+$`)

// showSection returns a number as a section shows it. The section must not be literal.
func (d *display) showSection(s *section, n float64) (text string, err error) {
	ok := false
	switch {
	case s.date:
		text, ok = s.renderDate(n, d.date1904)
	case !s.general:
		text, ok = s.render(n)
	}
	if ok {
		return text, nil
	}
	key := cacheKey{s.code, n}
	if text, ok = d.cache[key]; ok {
		return text, nil
	}
	if text, err = d.showByExcelize(s, n); err != nil {
		return "", err
	}
	if s.general {
		text = s.withLiterals(text)
	}
	if len(d.cache) >= maxCached {
		clear(d.cache)
	}
	d.cache[key] = text
	return text, nil
}

// showText returns the text that a spreadsheet shows for the text v. Most formats do not change a text.
func (d *display) showText(style int, v string) (string, *Fault) {
	s := d.format(style).text
	switch {
	case v == "" || s == nil || s.general:
		return v, nil
	case s.showsNothing():
		return "", &nothingShownFault
	}
	return s.withLiterals(v), nil
}

// withLiterals adds the literals of a section before and after v, the text of the value.
func (s *section) withLiterals(v string) string {
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

// showByExcelize lets excelize render a number. The error is a *FormatError if excelize cannot render it.
func (d *display) showByExcelize(s *section, n float64) (text string, err error) {
	defer panicToError(&err)
	style, err := d.excelizeStyle(s)
	if err != nil {
		return "", err
	}
	value := strconv.FormatFloat(n, 'f', -1, 64)
	part := fmt.Appendf(nil, `<worksheet xmlns=%q><sheetData><row><c s="%d" t="n"><v>%s</v></c></row></sheetData></worksheet>`,
		mainNamespace, style, value)
	d.file.Sheet.Delete(scratchPart)
	d.file.Pkg.Store(scratchPart, part)
	rows, err := d.file.Rows(scratchSheet)
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

// excelizeStyle returns the style in the excelize file that has the section as its format. It creates the file and the
// style if necessary.
func (d *display) excelizeStyle(s *section) (int, error) {
	if d.file == nil {
		// Excel's short date pattern depends on the computer. This pattern does not confuse day and month.
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

// panicToError turns a panic into a *FormatError. Call it deferred in a function that passes content of a file to
// excelize: excelize is made for files that spreadsheets wrote, and has panicked with index errors on malicious files.
// The panic value is dropped, because it may contain a value of the list.
func panicToError(err *error) {
	if recover() != nil {
		*err = damaged(0, "its number formats cannot be understood")
	}
}
