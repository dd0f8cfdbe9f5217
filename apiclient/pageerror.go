package apiclient

import (
	"fmt"
	"time"
)

// A PageReason says why Client.Page returned no admin page. The text is the reason in plain words.
type PageReason string

// The reasons.
const (
	PageNotAnswered    PageReason = "no answer"
	PageLoginRefused   PageReason = "the login is refused"
	PageLocked         PageReason = "the user is locked after too many wrong logins"
	PageNoPermission   PageReason = "the user may not see the admin pages"
	PageAddressRefused PageReason = "the address of this machine is not allowed"
	PageRedirected     PageReason = "the dialer sends to another page"
	PageTooLarge       PageReason = "the answer is too large"
	PageBusy           PageReason = "the server is busy or down"
	PageForeign        PageReason = "the answer is not an admin page"
)

// A PageError says why Client.Page returned no admin page. The text is made of fixed words, the status and the barrier,
// and holds nothing of the answer: the dialer's 401 repeats the password (contract/PAGES.md).
type PageError struct {
	Reason  PageReason
	Status  int     // the HTTP status of the answer, or 0 without an answer
	Barrier Barrier // the barrier that the answer shows, if another server answered
	Err     error   // for PageNotAnswered the cause, a *CallError; otherwise nil

	RetryAfter time.Duration // the delay that a busy server asks for, or 0
}

// Error returns the reason with the status or the cause.
func (e *PageError) Error() string {
	text := "reading an admin page: " + string(e.Reason)
	switch {
	case e.Err != nil:
		text += ": " + e.Err.Error()
	case e.Barrier != NoBarrier:
		text += fmt.Sprintf(" (HTTP %s, %s)", statusText(e.Status), e.Barrier)
	case e.Status != 0:
		text += fmt.Sprintf(" (HTTP %s)", statusText(e.Status))
	}
	return text
}

// Passing reports whether the cause may disappear without any change, so that the same page may come later.
func (e *PageError) Passing() bool { return e.Reason == PageNotAnswered || e.Reason == PageBusy }

// Refuses reports whether the dialer refuses this user: no page would come, and asking again could lock the user.
func (e *PageError) Refuses() bool {
	switch e.Reason {
	case PageLoginRefused, PageLocked, PageNoPermission, PageAddressRefused:
		return true
	}
	return false
}

// Unwrap returns the cause if no answer came. The text of the causes below the CallError may hold a password.
func (e *PageError) Unwrap() error { return e.Err }
