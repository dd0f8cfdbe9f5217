package run

import (
	"fmt"
	"strconv"
	"strings"
)

// A Limit is a number of rows, or a percentage of the rows. The zero value is no limit.
type Limit struct {
	n       int
	percent bool
	given   bool
}

// ParseLimit reads N or N%, with N >= 0 and at most 100%. The error says which forms are allowed.
func ParseLimit(text string) (Limit, error) {
	number, percent := strings.CutSuffix(text, "%")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || percent && n > 100 {
		return Limit{}, fmt.Errorf("want a number such as 20, or a share such as 5%%")
	}
	return Limit{n, percent, true}, nil
}

// Given reports whether there is a limit.
func (m Limit) Given() bool { return m.given }

// String returns the limit in the form that ParseLimit reads, or "" if there is none.
func (m Limit) String() string {
	switch {
	case !m.given:
		return ""
	case m.percent:
		return fmt.Sprintf("%d%%", m.n)
	}
	return strconv.Itoa(m.n)
}

// Of returns the number of rows that the limit allows, out of the given number. Call it only if there is a limit.
func (m Limit) Of(rows int) int {
	if m.percent {
		return rows * m.n / 100
	}
	return m.n
}
