package sheet

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/nfp"
)

const (
	maxFormats    = 4096 // number formats of one workbook; Excel has about 250
	maxFormatCode = 1024 // bytes of one; Excel allows 255 characters
)

// A numberFormat says what must be known of one before it is applied.
type numberFormat struct {
	whole bool // shows every whole number by its digits alone: General, Text, 0
	date  bool
	text  bool // adds something to texts
}

// styleSheet is what is read here of the styles; excelize reads the rest.
type styleSheet struct {
	Formats []struct {
		ID   int    `xml:"numFmtId,attr"`
		Code string `xml:"formatCode,attr"`
	} `xml:"numFmts>numFmt"`
	Cells []struct {
		Format int `xml:"numFmtId,attr"`
	} `xml:"cellXfs>xf"`
}

// readFormats tells the number format of each style, from the styles part.
func readFormats(styles []byte) (map[int]numberFormat, error) {
	var sheet styleSheet
	if err := xml.Unmarshal(styles, &sheet); err != nil || len(sheet.Formats) > maxFormats {
		return nil, damaged(0, "its styles cannot be read")
	}
	codes := make(map[int]numberFormat)
	for _, f := range sheet.Formats {
		if len(f.Code) > maxFormatCode {
			return nil, damaged(0, "its styles hold a number format of %d bytes", len(f.Code))
		}
		codes[f.ID] = readFormat(f.Code)
	}
	formats := make(map[int]numberFormat, len(sheet.Cells))
	for i, c := range sheet.Cells {
		format, custom := codes[c.Format]
		if !custom {
			format = builtIn(c.Format)
		}
		formats[i] = format
	}
	return formats, nil
}

// builtIn describes the number formats that a workbook uses by their numbers alone (ECMA-376 part 1, 18.8.30).
func builtIn(id int) numberFormat {
	switch {
	case id == 0, id == 1, id == 49:
		return numberFormat{whole: true}
	case 14 <= id && id <= 22, 27 <= id && id <= 36, 45 <= id && id <= 47, 50 <= id && id <= 58:
		return numberFormat{date: true}
	}
	return numberFormat{}
}

// languageTag is how LibreOffice says in which language a format was chosen: [$-407]General.
var languageTag = regexp.MustCompile(`^\[\$-[0-9A-Fa-f]+\]`)

func readFormat(code string) numberFormat {
	plain := languageTag.ReplaceAllString(code, "")
	format := numberFormat{whole: strings.EqualFold(plain, "General") || plain == "@" || plain == "0"}
	parser := nfp.NumberFormatParser()
	for _, section := range parser.Parse(code) {
		for _, item := range section.Items {
			switch item.TType {
			case nfp.TokenTypeDateTimes, nfp.TokenTypeElapsedDateTimes:
				format.date = true
			}
		}
		alone := len(section.Items) == 1 && section.Items[0].TType == nfp.TokenTypeTextPlaceHolder
		if section.Type == nfp.TokenSectionText && !alone {
			format.text = true
		}
	}
	return format
}

// decimal says whether a number is written as it is shown: digits that do not begin with 0.
func decimal(value string) bool {
	for i := range len(value) {
		if value[i] < '0' || value[i] > '9' {
			return false
		}
	}
	return value == "0" || value[0] != '0'
}

var numeric = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$`)

// parseNumber reads a number as a workbook has it; strconv alone would take 0x10, 1_0 and Inf too.
func parseNumber(value string) (float64, bool) {
	if len(value) > 0 && len(value) <= 15 && decimal(value) { // nearly all of them
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
