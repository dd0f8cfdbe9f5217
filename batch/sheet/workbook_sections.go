package sheet

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/nfp"
)

// A numberFormat is a format code taken apart into its sections (ECMA-376 part 1, 18.8.31). Which section shows a number is
// chosen here: excelize knows the ones of positive and of negative numbers alone.
type numberFormat struct {
	numbers []section
	text    *section // for texts; nil shows them as they stand
	bad     bool     // it cannot be taken apart
}

// A section is one part of a format code, between semicolons.
type section struct {
	code    string // as written
	items   []nfp.Token
	when    *limit // the condition under which it is used; nil if it has none
	general bool   // shows numbers as General does
	date    bool
	literal bool // shows the same text whatever the value
	builtIn int  // the number of a format that has no code of its own
	broken  bool
}

// A limit is a condition such as [<100].
type limit struct {
	operator string
	operand  float64
}

func (l *limit) holds(n float64) bool {
	switch l.operator {
	case "<":
		return n < l.operand
	case "<=":
		return n <= l.operand
	case ">":
		return n > l.operand
	case ">=":
		return n >= l.operand
	case "<>":
		return n != l.operand
	}
	return n == l.operand
}

// readFormat takes a format code apart.
func readFormat(code string) (f numberFormat) {
	parts := splitSections(code)
	if len(parts) > 4 {
		return numberFormat{bad: true}
	}
	for i, part := range parts {
		s := readSection(part)
		f.bad = f.bad || s.broken
		if i == 3 || i > 0 && i == len(parts)-1 && s.has(nfp.TokenTypeTextPlaceHolder) {
			f.text = &s
			break
		}
		f.numbers = append(f.numbers, s)
	}
	if first := f.numbers[0]; len(f.numbers) == 1 && f.text == nil && first.has(nfp.TokenTypeTextPlaceHolder) {
		f.text = &first
		f.numbers[0] = section{general: true, code: "General"}
	}
	return f
}

// splitSections splits a format code at its semicolons, but for those in quotes, brackets and behind a backslash.
func splitSections(code string) (parts []string) {
	start, quoted, bracket := 0, false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case c == ';' && !bracket:
			parts, start = append(parts, code[start:i]), i+1
		}
	}
	return append(parts, code[start:])
}

func readSection(code string) section {
	s := section{code: code, literal: true}
	if code == "" {
		return s
	}
	parser := nfp.NumberFormatParser()
	parsed := parser.Parse(code)
	if len(parsed) != 1 {
		s.broken = true
		return s
	}
	for _, item := range parsed[0].Items {
		switch item.TType {
		case nfp.TokenTypeColor:
			continue
		case nfp.TokenTypeCondition:
			s.when = readLimit(item)
			s.broken = s.broken || s.when == nil
			continue
		case nfp.TokenTypeGeneral:
			s.general, s.literal = true, false
		case nfp.TokenTypeDateTimes, nfp.TokenTypeElapsedDateTimes:
			s.date, s.literal = true, false
		case nfp.TokenTypeLiteral, nfp.TokenTypeAlignment, nfp.TokenTypeRepeatsChar, nfp.TokenTypeCurrencyLanguage:
		case nfp.TokenTypeUnknown:
			s.broken = true
		default:
			s.literal = false
		}
		s.items = append(s.items, item)
	}
	if sign := beforeGeneral.FindStringSubmatch(code); sign != nil && len(s.items) > 0 && s.items[0].TType == nfp.TokenTypeGeneral {
		s.items = slices.Insert(s.items, 0, nfp.Token{TType: nfp.TokenTypeLiteral, TValue: sign[1]})
	}
	return s
}

// beforeGeneral matches the signs before General, which nfp leaves out.
var beforeGeneral = regexp.MustCompile(`(?i)^(?:\[[^\]]*\])*([-+(]+)General`)

func readLimit(item nfp.Token) *limit {
	l := &limit{}
	var err error
	for _, part := range item.Parts {
		switch part.Token.TType {
		case nfp.TokenTypeOperator:
			l.operator = part.Token.TValue
		case nfp.TokenTypeOperand:
			l.operand, err = strconv.ParseFloat(part.Token.TValue, 64)
		}
	}
	if err != nil || !slices.Contains([]string{"<", "<=", ">", ">=", "=", "<>"}, l.operator) {
		return nil
	}
	return l
}

func (s *section) has(kind string) bool {
	return slices.ContainsFunc(s.items, func(t nfp.Token) bool { return t.TType == kind })
}

// hides says whether the section shows nothing of what is there.
func (s *section) hides() bool { return s.literal && strings.TrimSpace(s.fixed()) == "" }

// fixed is the text of a section that shows the same whatever the value.
func (s *section) fixed() string {
	var b strings.Builder
	for _, item := range s.items {
		b.WriteString(literalOf(item))
	}
	return b.String()
}

// literalOf is the text that an item shows whatever the value: what fills a cell's width is left out.
func literalOf(item nfp.Token) string {
	switch item.TType {
	case nfp.TokenTypeLiteral:
		return item.TValue
	case nfp.TokenTypeAlignment:
		return " "
	case nfp.TokenTypeCurrencyLanguage:
		for _, part := range item.Parts {
			if part.Token.TType == nfp.TokenSubTypeCurrencyString {
				return part.Token.TValue
			}
		}
	}
	return ""
}

// choose gives the section that shows a number, and the number as the section shows it: without its sign where the section
// is that of negative numbers. It is not sure where a spreadsheet shows #### or where programs differ.
func (f *numberFormat) choose(n float64) (s *section, shown float64, sure bool) {
	if f.bad {
		return nil, n, false
	}
	s, shown, sure = f.byLimits(n)
	if sure && n < 0 && shown < 0 && !s.literal && len(f.numbers) > 1 {
		return s, shown, false // whether the sign is shown, programs do not agree
	}
	return s, shown, sure
}

func (f *numberFormat) byLimits(n float64) (s *section, shown float64, sure bool) {
	first := &f.numbers[0]
	conditions := 0
	for i := range f.numbers {
		if f.numbers[i].when != nil {
			conditions++
		}
	}
	switch {
	case conditions == 0:
		return f.bySign(n)
	case first.when == nil: // a condition behind a section without one
		return nil, n, false
	case first.when.holds(n):
		return first, n, true
	case len(f.numbers) == 1:
		return nil, n, false
	case f.numbers[1].when != nil && f.numbers[1].when.holds(n):
		return &f.numbers[1], n, true
	case f.numbers[1].when != nil && len(f.numbers) == 3 && f.numbers[2].when == nil: // of conditions there are two at most
		return &f.numbers[2], n, true
	case f.numbers[1].when == nil && len(f.numbers) == 2:
		return &f.numbers[1], n, true
	}
	return nil, n, false
}

// bySign chooses the section where none has a condition.
func (f *numberFormat) bySign(n float64) (s *section, shown float64, sure bool) {
	switch {
	case n < 0 && len(f.numbers) > 1:
		return &f.numbers[1], math.Abs(n), true
	case n == 0 && len(f.numbers) > 2:
		return &f.numbers[2], n, true
	}
	return &f.numbers[0], n, true
}
