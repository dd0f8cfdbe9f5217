package sheet

import (
	"math"
	"strconv"
	"strings"

	"github.com/xuri/nfp"
)

// render shows a number by a section of digits and literals. It is false for what is left to excelize: exponents,
// fractions, and digits of other scripts.
func (s *section) render(n float64) (string, bool) {
	if s.literal {
		return s.fixed(), true
	}
	if s.has(nfp.TokenTypeExponential) {
		return s.power(n)
	}
	shape, ok := s.shape()
	if !ok {
		return "", false
	}
	value := math.Abs(n) * math.Pow(100, float64(shape.percents)) / math.Pow(1000, float64(shape.thousands))
	whole, fraction, ok := rounded(value, len(shape.fraction))
	if !ok {
		return "", false
	}
	text := shape.fill(s.items, whole, fraction)
	if n < 0 && strings.ContainsAny(text, "123456789") {
		text = "-" + text
	}
	return text, true
}

// power shows a number with an exponent, where the format is as simple as 0.00E+00.
func (s *section) power(n float64) (string, bool) {
	places := 0
	switch code := strings.ToUpper(s.code); {
	case code == "0E+00":
	case strings.HasPrefix(code, "0.") && strings.HasSuffix(code, "E+00") && strings.Trim(code[2:len(code)-4], "0") == "":
		places = len(code) - len("0.E+00")
	default:
		return "", false
	}
	return strconv.FormatFloat(n, 'E', places, 64), true
}

// A shape is what the digits of a section look like.
type shape struct {
	whole, fraction     string // placeholders before and behind the decimal point
	point               bool
	grouped             bool
	percents, thousands int // by how much the number is multiplied by 100, and divided by 1000
	last                int // the item that holds the last placeholder before the point
}

// shape reads the items. It is false for a section that shows more than digits and literals.
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

// rounded gives the digits of a number before and behind the decimal point, as spreadsheets round it: half up, by the 15
// digits that they keep. Zero has no digits before the point.
func rounded(value float64, places int) (whole, fraction string, ok bool) {
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

// increment adds one to a number of digits.
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

// fill puts digits in the place of the placeholders.
func (h *shape) fill(items []nfp.Token, whole, fraction string) string {
	var b strings.Builder
	left := len(h.whole) // placeholders that are still to be filled before the point
	behind := 0
	end := len(strings.TrimRight(fraction, "0")) // digits that are shown where the placeholder is no 0
	for _, item := range items {
		switch item.TType {
		case nfp.TokenTypeZeroPlaceHolder, nfp.TokenTypeHashPlaceHolder, nfp.TokenTypeDigitalPlaceHolder:
			for _, sign := range item.TValue {
				if left > 0 {
					h.digit(&b, whole, left, sign)
					left--
					continue
				}
				switch {
				case sign == '0' || behind < end || strings.ContainsRune(h.fraction[behind:], '0'):
					b.WriteByte(fraction[behind])
				case sign == '?':
					b.WriteByte(' ')
				}
				behind++
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

// digit writes the digit of the placeholder that is the left-th from the point: with it, at the first placeholder, all
// that are further left.
func (h *shape) digit(b *strings.Builder, whole string, left int, sign rune) {
	from, to := len(whole)-left, len(whole)-left+1
	if left == len(h.whole) {
		from = 0
	}
	if to <= 0 {
		switch sign {
		case '0':
			h.one(b, '0', left)
		case '?':
			b.WriteByte(' ')
		}
		return
	}
	for i := max(from, 0); i < to; i++ {
		h.one(b, whole[i], len(whole)-i)
	}
}

// one writes a digit that stands so many digits left of the point, and the comma behind it.
func (h *shape) one(b *strings.Builder, digit byte, place int) {
	b.WriteByte(digit)
	if h.grouped && place > 1 && place%3 == 1 {
		b.WriteByte(',')
	}
}
