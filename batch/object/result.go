// Package object says what a row of a list stands for on a dialer, and what became of it.
package object

import (
	"time"

	"phonebatch/apiclient"
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

// A Kind says what is added to a dialer.
type Kind string

// Phone is the kind of what add_phone adds.
const Phone Kind = "phone"

// A Result is what became of one row: it is data, whatever it says. It holds no password.
type Result struct {
	Line          int
	Kind          Kind
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

// The statuses of an undo, besides Refused, Unconfirmed and NotSent.
const (
	Deleted    Status = "deleted"
	Gone       Status = "gone"        // it was not there any more
	NotVisible Status = "not_visible" // it is there, and this API user does not see it
)
