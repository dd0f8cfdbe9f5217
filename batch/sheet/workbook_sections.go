package sheet

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/nfp"
)

// A numberFormat is a format code, split into its sections (ECMA-376 part 1, 18.8.31). The numberFormat chooses the
// section for a number itself: excelize knows only the sections for positive and negative numbers.
type numberFormat struct {
	numbers []section
	text    *section // section for texts; nil leaves texts unchanged
	broken  bool     // the code cannot be parsed
}

// A section is a part of a format code between semicolons.
type section struct {
	code      string // as written in the file
	items     []nfp.Token
	condition *condition // condition for using the section; nil if there is none
	general   bool       // shows numbers as General does
	date      bool
	literal   bool // shows the same text for every value
	builtIn   int  // number of a format without a known code
	broken    bool
}

// A condition is a condition such as [<100].
type condition struct {
	operator string
	operand  float64
}

// holds reports whether n meets the condition.
func (l *condition) holds(n float64) bool {
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

// readFormat parses a format code. If the code cannot be parsed, the result is broken.
func readFormat(code string) (f numberFormat) {
	parts := splitSections(code)
	if len(parts) > 4 {
		return numberFormat{broken: true}
	}
	for i, part := range parts {
		s := readSection(part)
		f.broken = f.broken || s.broken
		if i == 3 || i > 0 && i == len(parts)-1 && s.hasItem(nfp.TokenTypeTextPlaceHolder) {
			f.text = &s
			break
		}
		f.numbers = append(f.numbers, s)
	}
	if first := f.numbers[0]; len(f.numbers) == 1 && f.text == nil && first.hasItem(nfp.TokenTypeTextPlaceHolder) {
		f.text = &first
		f.numbers[0] = section{general: true, code: "General"}
	}
	return f
}

// splitSections splits a format code at its semicolons. Semicolons in quotes, in brackets, and after \, _ or * do not
// count.
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

// readSection parses one section of a format code. If the section cannot be parsed, the result is broken.
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
			s.condition = readCondition(item)
			s.broken = s.broken || s.condition == nil
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
	sign := signBeforeGeneral.FindStringSubmatch(code)
	if sign != nil && len(s.items) > 0 && s.items[0].TType == nfp.TokenTypeGeneral {
		s.items = slices.Insert(s.items, 0, nfp.Token{TType: nfp.TokenTypeLiteral, TValue: sign[1]})
	}
	return s
}

// signBeforeGeneral matches the signs before General. The parser of nfp drops these signs.
var signBeforeGeneral = regexp.MustCompile(`(?i)^(?:\[[^\]]*\])*([-+(]+)General`)

// readCondition returns the condition of an item, or nil if the condition cannot be parsed.
func readCondition(item nfp.Token) *condition {
	l := &condition{}
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

func (s *section) hasItem(kind string) bool {
	return slices.ContainsFunc(s.items, func(t nfp.Token) bool { return t.TType == kind })
}

// showsNothing reports whether the section shows no visible character.
func (s *section) showsNothing() bool { return s.literal && strings.TrimSpace(s.literalText()) == "" }

// literalText returns the text of a section that shows the same text for every value.
func (s *section) literalText() string {
	var b strings.Builder
	for _, item := range s.items {
		b.WriteString(literalOf(item))
	}
	return b.String()
}

// literalOf returns the literal text of an item. It ignores characters that only fill the width of the cell.
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

// choose returns the section for a number, and the number that the section shows: its absolute value in the section for
// negative numbers. sure is false if a spreadsheet shows #### or if programs differ.
func (f *numberFormat) choose(n float64) (s *section, shown float64, sure bool) {
	if f.broken {
		return nil, n, false
	}
	s, shown, sure = f.byCondition(n)
	if sure && n < 0 && shown < 0 && !s.literal && len(f.numbers) > 1 {
		return s, shown, false // programs disagree whether to show the sign
	}
	return s, shown, sure
}

// byCondition does the work of choose, without the check for differing programs.
func (f *numberFormat) byCondition(n float64) (s *section, shown float64, sure bool) {
	first := &f.numbers[0]
	conditions := 0
	for i := range f.numbers {
		if f.numbers[i].condition != nil {
			conditions++
		}
	}
	switch {
	case conditions == 0:
		return f.bySign(n)
	case first.condition == nil: // a condition after a section without a condition
		return nil, n, false
	case first.condition.holds(n):
		return first, n, true
	case len(f.numbers) == 1:
		return nil, n, false
	case f.numbers[1].condition != nil && f.numbers[1].condition.holds(n):
		return &f.numbers[1], n, true
	case f.numbers[1].condition != nil && len(f.numbers) == 3 && f.numbers[2].condition == nil:
		// A format has at most two conditions.
		return &f.numbers[2], n, true
	case f.numbers[1].condition == nil && len(f.numbers) == 2:
		return &f.numbers[1], n, true
	}
	return nil, n, false
}

// bySign chooses the section of a format without conditions.
func (f *numberFormat) bySign(n float64) (s *section, shown float64, sure bool) {
	switch {
	case n < 0 && len(f.numbers) > 1:
		return &f.numbers[1], math.Abs(n), true
	case n == 0 && len(f.numbers) > 2:
		return &f.numbers[2], n, true
	}
	return &f.numbers[0], n, true
}
