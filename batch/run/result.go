package run

import (
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/preflight"
)

// A Status is what became of one row.
type Status string

// The statuses of an import; check says Ready where an import would go on to Added.
const (
	Added       Status = "added"
	Exists      Status = "exists"
	Invalid     Status = "invalid"
	Refused     Status = "refused"
	Unconfirmed Status = "unconfirmed"
	NotSent     Status = "not_sent"
	Ready       Status = "ready"
)

// Verified says what asking again showed.
type Verified string

// NotAsked is the answer of rows that nobody asked about again.
const (
	NotAsked        Verified = ""
	VerifiedYes     Verified = "yes"
	VerifiedNo      Verified = "no"
	VerifiedUnknown Verified = "unknown"
)

// Codes of results that neither the dialer nor pre-flight gives.
const (
	CodeReady         apiclient.Code = "ready"
	CodeStoredNothing apiclient.Code = "success_but_absent"
	CodeInterrupted   apiclient.Code = "interrupted"
	CodeStopped       apiclient.Code = "run_stopped"
	CodeDeclined      apiclient.Code = "not_confirmed"
	CodeBeyondFirst   apiclient.Code = "beyond_first"
	CodeListHasErrors apiclient.Code = "list_has_errors"
	CodeInternal      apiclient.Code = "internal_error"
	CodeCannotTell    apiclient.Code = "cannot_tell"
	CodeEdited        apiclient.Code = "edited_since_sent"
	CodeInDoubt       apiclient.Code = "in_doubt"
)

// KindPhone is the kind of result that a row's phone has.
const KindPhone = "phone"

// A Result is what became of one row: it is data, whatever it says. It holds no password.
type Result struct {
	Line          int
	Kind          string
	Status        Status
	Code          apiclient.Code
	Message       string // the dialer's answer, rebuilt without secrets
	Hint          string // what to do
	Dialer        string
	ServerIP      string
	Extension     string
	PhoneLogin    string
	PhoneFullName string
	Verified      Verified
	Attempts      int           // add_phone requests sent
	Duration      time.Duration // of those requests together
	FinishedAt    time.Time
	Run           string // the run's id
}

// Done says whether the row needs nothing more of its import, or its undo. A phone that exists already is done only for a user who said so.
func (r *Result) Done(skipExisting bool) bool {
	switch r.Status {
	case Added, Deleted, Gone:
		return true
	}
	return r.Status == Exists && skipExisting
}

// Undone says whether the row still needs something. What a check calls ready is not done, and not undone.
func (r *Result) Undone(skipExisting bool) bool {
	return r.Status != Ready && !r.Done(skipExisting)
}

// invalidResult is the result of a row that pre-flight refused: its first error, and how many more there are.
func invalidResult(row *preflight.Row) (code apiclient.Code, message, hint string) {
	for _, p := range row.Problems {
		if p.Severity == preflight.Error {
			message = p.Message
			if p.Column != "" {
				message = p.Column + ": " + message
			}
			return p.Code, message, p.Hint
		}
	}
	return CodeListHasErrors, "", ""
}
