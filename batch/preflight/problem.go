package preflight

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A Problem is one thing that is wrong, or odd, in one row.
type Problem struct {
	Line     int            `json:"line"`
	Column   string         `json:"column"` // as the list names it
	Value    string         `json:"value"`  // as listed; *** for passwords
	Severity codes.Severity `json:"severity"`
	Code     apiclient.Code `json:"code"`
	Message  string         `json:"message"`
	Hint     string         `json:"hint"`
	Others   []int          `json:"other_lines,omitempty"` // of a clash: the first of the other rows' lines
}

// maxOthers is how many of the other rows of a clash a problem names.
const maxOthers = 10

// A Mend is one kind of change that was made to one column without risk.
type Mend struct {
	Column  string `json:"column"`
	What    string `json:"what"`
	Rows    int    `json:"rows"`
	Line    int    `json:"first_line"`
	Example string `json:"example,omitempty"` // empty for passwords
}
