package sheet

import (
	"math"
	"strconv"
	"strings"

	"github.com/xuri/nfp"
)

// render returns a number as a section of digits and literals shows it. ok is false if excelize has to render the
// number: most exponents, fractions, and digits of other scripts.
func (s *section) render(n float64) (string, bool) {
	if s.literal {
		return s.literalText(), true
	}
	if s.hasItem(nfp.TokenTypeExponential) {
		return s.renderExponent(n)
	}
	shape, ok := s.shape()
	if !ok {
		return "", false
	}
	value := math.Abs(n) * math.Pow(100, float64(shape.percents)) / math.Pow(1000, float64(shape.thousands))
	whole, fraction, ok := roundDigits(value, len(shape.fraction))
	if !ok {
		return "", false
	}
	text := shape.fill(s.items, whole, fraction)
	if n < 0 && strings.ContainsAny(text, "123456789") {
		text = "-" + text
	}
	return text, true
}

// renderExponent returns a number with an exponent. ok is false if the format is more complex than 0.00E+00.
func (s *section) renderExponent(n float64) (string, bool) {
	places := 0
	switch code := strings.ToUpper(s.code); {
	case code == "0E+00":
	case strings.HasPrefix(code, "0.") && strings.HasSuffix(code, "E+00") &&
		strings.Trim(code[2:len(code)-4], "0") == "":
		places = len(code) - len("0.E+00")
	default:
		return "", false
	}
	return strconv.FormatFloat(n, 'E', places, 64), true
}

// A shape describes the digits of a section.
type shape struct {
	whole, fraction     string // placeholders before and after the decimal point
	point               bool
	grouped             bool
	percents, thousands int // number of multiplications by 100 and of divisions by 1000
	last                int // index of the item with the last placeholder before the point
}

// shape returns the shape of a section. ok is false if the section has items other than digits and literals.
func (s *section) shape() (h shape, ok bool) {
	commas := 0 // since the last placeholder
	for i, item := range s.items {
		switch item.TType {
		case nfp.TokenTypeZeroPlaceHolder, nfp.TokenTypeHashPlaceHolder, nfp.TokenTypeDigitalPlaceHolder:
			if h.point {
				h.fraction += item.TValue
				continue
			}
			h.grouped = h.grouped || commas > 0
			h.whole, h.last, commas = h.whole+item.TValue, i, 0
		case nfp.TokenTypeThousandsSeparator:
			if !h.point && h.whole != "" {
				commas++
			}
		case nfp.TokenTypeDecimalPoint:
			if h.point {
				return h, false
			}
			h.point = true
		case nfp.TokenTypePercent:
			h.percents++
		case nfp.TokenTypeLiteral, nfp.TokenTypeAlignment, nfp.TokenTypeRepeatsChar, nfp.TokenTypeCurrencyLanguage:
		default:
			return h, false
		}
	}
	h.thousands = commas
	return h, h.whole+h.fraction != "" && strings.Trim(h.whole+h.fraction, "0#?") == ""
}

// maxExact is the smallest number with 16 digits. A spreadsheet stores only 15 digits. The source is "Excel
// specifications and limits" (number precision); ECMA-376 does not mention the limit.
const maxExact = 1e15

// roundDigits returns the digits of a number before and after the decimal point. It rounds as spreadsheets do: half up,
// based on the 15 digits that they store. The whole part of zero has no digits.
func roundDigits(value float64, places int) (whole, fraction string, ok bool) {
	if math.IsInf(value, 0) || math.IsNaN(value) || value >= maxExact || places > 30 {
		return "", "", false
	}
	exact, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', 15, 64), 64)
	if err != nil {
		return "", "", false
	}
	text := strconv.FormatFloat(exact, 'f', -1, 64)
	whole, fraction, _ = strings.Cut(text, ".")
	up := len(fraction) > places && fraction[places] >= '5'
	if len(fraction) > places {
		fraction = fraction[:places]
	}
	fraction += strings.Repeat("0", places-len(fraction))
	if up {
		digits := increment(whole + fraction)
		whole, fraction = digits[:len(digits)-places], digits[len(digits)-places:]
	}
	return strings.TrimLeft(whole, "0"), fraction, true
}

// increment adds one to a decimal number.
func increment(digits string) string {
	b := []byte(digits)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i]++; b[i] <= '9' {
			return string(b)
		}
		b[i] = '0'
	}
	return "1" + string(b)
}

// fill replaces the placeholders with digits.
func (h *shape) fill(items []nfp.Token, whole, fraction string) string {
	var b strings.Builder
	left := len(h.whole) // open placeholders before the point
	index := 0
	end := len(strings.TrimRight(fraction, "0")) // number of digits that a # or ? placeholder shows
	for _, item := range items {
		switch item.TType {
		case nfp.TokenTypeZeroPlaceHolder, nfp.TokenTypeHashPlaceHolder, nfp.TokenTypeDigitalPlaceHolder:
			for _, sign := range item.TValue {
				if left > 0 {
					h.writeDigits(&b, whole, left, sign)
					left--
					continue
				}
				switch {
				case sign == '0' || index < end || strings.ContainsRune(h.fraction[index:], '0'):
					b.WriteByte(fraction[index])
				case sign == '?':
					b.WriteByte(' ')
				}
				index++
			}
		case nfp.TokenTypeDecimalPoint:
			b.WriteByte('.')
		case nfp.TokenTypePercent:
			b.WriteByte('%')
		default:
			b.WriteString(literalOf(item))
		}
	}
	return b.String()
}

// writeDigits writes the digit for one placeholder before the point. left is the placeholder's distance from the point,
// counted from 1. The first placeholder also receives all digits further left.
func (h *shape) writeDigits(b *strings.Builder, whole string, left int, sign rune) {
	from, to := len(whole)-left, len(whole)-left+1
	if left == len(h.whole) {
		from = 0
	}
	if to <= 0 {
		switch sign {
		case '0':
			h.writeDigit(b, '0', left)
		case '?':
			b.WriteByte(' ')
		}
		return
	}
	for i := max(from, 0); i < to; i++ {
		h.writeDigit(b, whole[i], len(whole)-i)
	}
}

// writeDigit writes a digit, and a comma after it if a group of three ends there. place is the digit's distance from
// the point, counted from 1.
func (h *shape) writeDigit(b *strings.Builder, digit byte, place int) {
	b.WriteByte(digit)
	if h.grouped && place > 1 && place%3 == 1 {
		b.WriteByte(',')
	}
}
