package sheet

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const (
	maxFormats    = 4096 // number formats in one workbook; Excel allows about 250
	maxFormatCode = 1024 // bytes in one format code; Excel allows 255 characters
)

// A styleSheet is the portion of the styles part that the reader needs.
type styleSheet struct {
	Formats []struct {
		ID   looseNumber `xml:"numFmtId,attr"`
		Code string      `xml:"formatCode,attr"`
	} `xml:"numFmts>numFmt"`
	Cells []struct {
		Format looseNumber `xml:"numFmtId,attr"`
	} `xml:"cellXfs>xf"`
}

// readFormats returns the number format of each style in the styles part. The error is a *FormatError.
func readFormats(styles []byte) (map[int]*numberFormat, error) {
	var sheet styleSheet
	if err := xml.Unmarshal(styles, &sheet); err != nil || len(sheet.Formats) > maxFormats {
		return nil, damaged(0, "its styles cannot be read")
	}
	codes := make(map[int]*numberFormat)
	for _, f := range sheet.Formats {
		if len(f.Code) > maxFormatCode {
			return nil, damaged(0, "its styles hold a number format of %d bytes", len(f.Code))
		}
		format := readFormat(f.Code)
		codes[int(f.ID)] = &format
	}
	formats := make(map[int]*numberFormat, len(sheet.Cells))
	for i, c := range sheet.Cells {
		id := int(c.Format)
		if codes[id] == nil {
			codes[id] = builtInFormat(id)
		}
		formats[i] = codes[id]
	}
	return formats, nil
}

// A looseNumber is an integer attribute. An empty attribute is 0: some programs write attributes for which they have no
// value.
type looseNumber int

// UnmarshalXMLAttr implements xml.UnmarshalerAttr.
func (n *looseNumber) UnmarshalXMLAttr(a xml.Attr) error {
	text := strings.TrimSpace(a.Value)
	if text == "" {
		*n = 0
		return nil
	}
	i, err := strconv.Atoi(text)
	*n = looseNumber(i)
	return err
}

// builtInCodes are the codes of the number formats that a workbook refers to only by number, as far as they look the
// same in every locale (ECMA-376 part 1, 18.8.30).
var builtInCodes = map[int]string{
	0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@",
	11: "0.00E+00", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
	19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 45: "mm:ss", 46: "[h]:mm:ss",
	37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)",
}

// builtInFormat returns the number format that a workbook refers to only by number.
func builtInFormat(id int) *numberFormat {
	if code, known := builtInCodes[id]; known {
		f := readFormat(code)
		return &f
	}
	s := section{code: fmt.Sprintf("built in %d", id), builtIn: id}
	switch {
	case 14 <= id && id <= 22, 27 <= id && id <= 36, 45 <= id && id <= 47, 50 <= id && id <= 58:
		s.date = true
	}
	return &numberFormat{numbers: []section{s}}
}

// plainDigits reports whether the format General shows the stored number unchanged: digits without a leading zero.
func plainDigits(value string) bool {
	for i := range len(value) {
		if value[i] < '0' || value[i] > '9' {
			return false
		}
	}
	return value == "0" || value != "" && value[0] != '0'
}

// numeric matches a number as a workbook stores it.
var numeric = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`)

// parseNumber parses a number as a workbook stores it. strconv alone would accept 0x10, 1_0 and Inf too.
func parseNumber(value string) (float64, bool) {
	if len(value) > 0 && len(value) <= 15 && plainDigits(value) { // the fast path for nearly all numbers
		n := 0
		for i := range len(value) {
			n = n*10 + int(value[i]-'0')
		}
		return float64(n), true
	}
	if len(value) > 400 || !numeric.MatchString(value) {
		return 0, false
	}
	n, err := strconv.ParseFloat(value, 64)
	return n, err == nil
}
