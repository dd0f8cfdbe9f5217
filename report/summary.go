package report

import (
	"time"

	"phonebatch/batch/object"
)

// A Summary holds the results of a list and the facts that its text for a person needs.
type Summary struct {
	Results      []object.Result
	SkipExisting bool
	ProblemsTold bool   // the problems of pre-flight were shown already: the text counts such rows and omits their reasons
	ResultsPath  string // empty if no results were written
	FailedPath   string // empty if every row is done
	Before       string // the file of the values before changes; empty if nothing was changed or they are not known
	Credentials  string // the file of the passwords that the program made; empty if it made none
	Heading      string // first line of the text; empty for none
	Next         Step   // the command to run next, if there is one
	Import       bool   // an import has just ended: the text says what its phones still need
	Registering  bool   // some of the added phones register with the dialer: they are SIP or IAX2
	Now          time.Time
}

// A Step is the command that a person would run next, ready to be typed into a shell. The zero Step means no command.
type Step struct {
	Command string
	Why     string // the reason or the time to run the command; empty if the command is clear
	Resumes bool   // the command also does the rows that are not done: no separate import is needed
}
