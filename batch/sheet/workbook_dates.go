package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"github.com/xuri/nfp"
)

// renderDate returns a date or a time as the section shows it. ok is false if excelize has to render the number: names
// of months and days in languages other than English, and regional calendars.
func (s *section) renderDate(n float64, date1904 bool) (string, bool) {
	t, err := excelize.ExcelDateToTime(n, date1904)
	if err != nil || n < 0 {
		return "", false
	}
	if s.builtIn == 14 {
		return t.Format("2006-01-02"), true
	}
	var b strings.Builder
	hour12 := strings.Contains(strings.ToUpper(s.code), "AM/PM")
	last := byte(0) // first letter of the previous unit
	for i, item := range s.items {
		text, ok := literalOf(item), true
		switch item.TType {
		case nfp.TokenTypeDateTimes:
			letter := item.TValue[0] | 0x20
			minutes := letter == 'm' && (last == 'h' || s.nextUnit(i) == 's')
			if text, ok = renderUnit(t, strings.ToLower(item.TValue), minutes, hour12); letter != 'a' {
				last = letter
			}
			ok = ok && (s.isEnglish() || strings.Trim(text, "0123456789AMP") == "")
		case nfp.TokenTypeElapsedDateTimes:
			last = item.TValue[0] | 0x20
			text, ok = renderElapsed(n, last, len(item.TValue))
		case nfp.TokenTypeLiteral, nfp.TokenTypeAlignment, nfp.TokenTypeCurrencyLanguage:
		default:
			ok = false
		}
		if !ok {
			return "", false
		}
		b.WriteString(text)
	}
	return b.String(), b.Len() > 0
}

// renderUnit returns one part of a date. letters are the letters of the part in the format code. minutes says that m
// means minutes; hour12 says that hours count to 12.
func renderUnit(t time.Time, letters string, minutes, hour12 bool) (string, bool) {
	number := func(n int) (string, bool) { return fmt.Sprintf("%0*d", len(letters), n), true }
	hour := t.Hour()
	if hour12 {
		hour = (hour+11)%12 + 1
	}
	switch letters {
	case "yyyy", "yyy":
		return strconv.Itoa(t.Year()), true
	case "yy", "y":
		return fmt.Sprintf("%02d", t.Year()%100), true
	case "m", "mm":
		if minutes {
			return number(t.Minute())
		}
		return number(int(t.Month()))
	case "mmm":
		return t.Format("Jan"), true
	case "mmmm":
		return t.Format("January"), true
	case "d", "dd":
		return number(t.Day())
	case "ddd":
		return t.Format("Mon"), true
	case "dddd":
		return t.Format("Monday"), true
	case "h", "hh":
		return number(hour)
	case "s", "ss":
		return number(t.Second())
	case "am/pm":
		return t.Format("PM"), true
	}
	return "", false
}

// renderElapsed returns a number of days as a total of hours (h), minutes (m) or seconds (s), padded with zeros to
// width.
func renderElapsed(days float64, letter byte, width int) (string, bool) {
	per, known := map[byte]float64{'h': 24, 'm': 24 * 60, 's': 24 * 60 * 60}[letter]
	if !known || days > 1e6 {
		return "", false
	}
	return fmt.Sprintf("%0*d", width, int64(math.Floor(days*per+1e-6))), true
}

// isEnglish reports whether the section names months and days in English: the section names no language, or a variant
// of English.
func (s *section) isEnglish() bool {
	for _, item := range s.items {
		for _, part := range item.Parts {
			if part.Token.TType == nfp.TokenSubTypeLanguageInfo {
				tag, err := strconv.ParseUint(part.Token.TValue, 16, 32)
				return err == nil && tag&0xff == 0x09 && tag>>16 == 0
			}
		}
	}
	return true
}

// nextUnit returns the first letter of the next date unit after item i, or 0 if there is none.
func (s *section) nextUnit(i int) byte {
	for _, item := range s.items[i+1:] {
		if item.TType == nfp.TokenTypeDateTimes || item.TType == nfp.TokenTypeElapsedDateTimes {
			return item.TValue[0] | 0x20
		}
	}
	return 0
}
