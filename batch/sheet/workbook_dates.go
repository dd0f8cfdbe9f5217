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

// dates shows a date or a time. It is false for what is left to excelize: names of months and days in other languages than
// English, and calendars of other places.
func (s *section) dates(n float64, date1904 bool) (string, bool) {
	t, err := excelize.ExcelDateToTime(n, date1904)
	if err != nil || n < 0 {
		return "", false
	}
	if s.builtIn == 14 {
		return t.Format("2006-01-02"), true
	}
	var b strings.Builder
	twelve := strings.Contains(strings.ToUpper(s.code), "AM/PM")
	last := byte(0) // of the units before
	for i, item := range s.items {
		text, ok := literalOf(item), true
		switch item.TType {
		case nfp.TokenTypeDateTimes:
			letter := item.TValue[0] | 0x20
			minutes := letter == 'm' && (last == 'h' || s.unitBehind(i) == 's')
			if text, ok = unit(t, strings.ToLower(item.TValue), minutes, twelve); letter != 'a' {
				last = letter
			}
			ok = ok && (s.english() || strings.Trim(text, "0123456789AMP") == "")
		case nfp.TokenTypeElapsedDateTimes:
			last = item.TValue[0] | 0x20
			text, ok = elapsed(n, last, len(item.TValue))
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

// unit is one part of a date, by the letters of a format code.
func unit(t time.Time, letters string, minutes, twelve bool) (string, bool) {
	number := func(n int) (string, bool) { return fmt.Sprintf("%0*d", len(letters), n), true }
	hour := t.Hour()
	if twelve {
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

// elapsed is how many hours, minutes or seconds a number of days has in all.
func elapsed(days float64, letter byte, width int) (string, bool) {
	per, known := map[byte]float64{'h': 24, 'm': 24 * 60, 's': 24 * 60 * 60}[letter]
	if !known || days > 1e6 {
		return "", false
	}
	return fmt.Sprintf("%0*d", width, int64(math.Floor(days*per+1e-6))), true
}

// english says whether names of months are English ones: no language is named, or a kind of English.
func (s *section) english() bool {
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

// unitBehind is the letter of the next unit of a date behind an item.
func (s *section) unitBehind(i int) byte {
	for _, item := range s.items[i+1:] {
		if item.TType == nfp.TokenTypeDateTimes || item.TType == nfp.TokenTypeElapsedDateTimes {
			return item.TValue[0] | 0x20
		}
	}
	return 0
}
