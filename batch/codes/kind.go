package codes

import "phonebatch/apiclient"

// A Code is the word for one thing that can be said of a row, a list or a run.
type Code = apiclient.Code

// A Scope says how much of the list a code is about, and so how much of the list the problem keeps from being sent.
type Scope uint8

// The scopes. Problems with the scopes from RowScope to FileScope are found before anything is sent.
const (
	RowScope    Scope = iota + 1 // one row, or one of its cells
	ListScope                    // what several rows have in common; said once, at the first of these rows
	HeaderScope                  // the columns of the list; no row is read
	FileScope                    // the file as a whole; no part of the file can be read
	AnswerScope                  // what a dialer, or something in its place, answered to one call
	RunScope                     // what a run or an undo says of a row by itself
)

// String returns the word for the scope.
func (s Scope) String() string {
	return [...]string{"", "row", "list", "header", "file", "answer", "run"}[s]
}

// A Kind is one entry of the table: everything that can be said of a code without a row. No text ends in a full stop.
type Kind struct {
	Code     Code
	Severity Severity // 0 if it depends on the field, and for codes of answers and runs, whose rows have a status
	Scope    Scope
	Fixed    bool   // true if --ignore cannot turn the code off
	Meaning  string // what the code stands for
	Remedy   string // what to do about the cause; empty if there is nothing to do
	Row      string // what to do about the row in addition; empty if the remedy is enough
	Stop     string // what else to look at if the answer stops a run, one line for each thing
	Cases    Cases  // remedies of special cases, in place of Remedy
}

// Cases maps special cases to their remedies. Each remedy is a template for fmt.Sprintf.
type Cases map[Case]string

// A Case names a special case of one code. The case has a remedy of its own.
type Case string

// A Severity says what a problem does to its row.
type Severity uint8

// An Error keeps the row from being sent; a Warning does not.
const (
	Warning Severity = iota + 1
	Error
)

// String returns the word for the severity.
func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// MarshalText implements encoding.TextMarshaler.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ForRow returns the remedy for a row, on one line.
func (k Kind) ForRow() string {
	switch {
	case k.Row == "":
		return k.Remedy
	case k.Remedy == "":
		return k.Row
	}
	return k.Remedy + "; " + k.Row
}
