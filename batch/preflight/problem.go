package preflight

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A Problem is one thing that is wrong or odd in one row.
type Problem struct {
	Line     int            `json:"line"`
	Column   string         `json:"column"` // as the list names it
	Value    string         `json:"value"`  // as listed; *** for passwords
	Severity codes.Severity `json:"severity"`
	Code     apiclient.Code `json:"code"`
	Message  string         `json:"message"`
	Hint     string         `json:"hint"`
	Others   []int          `json:"other_lines,omitempty"` // of a clash: the lines of the other rows, maxOthers at most
}

// maxOthers is the number of other rows that a problem names.
const maxOthers = 10

// A Mend is one kind of change to one column that cannot be wrong, with the number of changed rows.
type Mend struct {
	Column  string `json:"column"`
	What    string `json:"what"`
	Rows    int    `json:"rows"`
	Line    int    `json:"first_line"`
	Example string `json:"example,omitempty"` // empty for passwords
}

// A finding is a problem of one row that only the whole list shows. problem builds the Problem for the row.
type finding struct {
	row     uint32
	problem func(row uint32) Problem
}
