package run

import (
	"fmt"
	"strconv"
	"strings"

	"phonebatch/batch/object"
)

// MaxFailures is how many rows may fail before a run ends: a number of rows, or a share of those that are to be added.
// The zero value is no limit.
type MaxFailures struct {
	n       int
	percent bool
	given   bool
}

// ParseMaxFailures reads N or N%.
func ParseMaxFailures(text string) (MaxFailures, error) {
	number, percent := strings.CutSuffix(text, "%")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || percent && n > 100 {
		return MaxFailures{}, fmt.Errorf("want a number of rows such as 20, or a share such as 5%%")
	}
	return MaxFailures{n, percent, true}, nil
}

func (m MaxFailures) String() string {
	switch {
	case !m.given:
		return ""
	case m.percent:
		return fmt.Sprintf("%d%%", m.n)
	}
	return strconv.Itoa(m.n)
}

// of is how many of so many rows may fail.
func (m MaxFailures) of(rows int) int {
	if m.percent {
		return rows * m.n / 100
	}
	return m.n
}

// A FailuresError ends a run of which more rows have failed than it may.
type FailuresError struct{ Failed, Max int }

func (e *FailuresError) Error() string {
	return fmt.Sprintf("%d rows have failed and --max-failures allows %d", e.Failed, e.Max)
}

// tooMany counts a row that has failed. A phone that exists already has not failed, and an invalid row was never tried.
func (e *Engine) tooMany(it *item) error {
	if s := it.result.Status; s != object.Refused && s != object.Unconfirmed && s != object.NotSent {
		return nil
	}
	e.failed++
	return e.exceeded()
}

// exceeded says whether more rows have failed than may.
func (e *Engine) exceeded() error {
	if most := e.options.MaxFailures.of(e.sendable); e.options.MaxFailures.given && e.failed > most {
		return &FailuresError{e.failed, most}
	}
	return nil
}
