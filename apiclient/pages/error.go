package pages

import (
	"errors"
	"fmt"
)

// A NotReadableError says that a page is not exactly as contract/PAGES.md describes. No row of the page is used.
type NotReadableError struct {
	Page   string // what was asked for, such as "the list of phones"
	Reason string // safe to show: at most one key or value of the page, quoted and cut, and never a password
	Cause  Cause  // who can change that
}

// A Cause says what stands behind a page that is not readable.
type Cause uint8

// The causes.
const (
	Unexpected   Cause = iota // something else than the dialer answered, or the dialer is of an unknown build
	MayLackRight              // perhaps the API user may not see the page
	WantsBrowser              // the dialer wants the API user to do something in a browser first
)

// Error returns the page and the reason.
func (e *NotReadableError) Error() string {
	return fmt.Sprintf("%s on the admin pages cannot be read: %s", e.Page, e.Reason)
}

// ErrNoPhone is matched by the error of Deep if the dialer has no such phone, or if the phone belongs to a user group
// that the API user may not see. The page is the same in both cases.
var ErrNoPhone = errors.New("there is no such phone, or the user may not see the phone")

// maxQuote is the length of the longest value that a reason quotes, in bytes.
const maxQuote = 60

// unexpected returns the error of a part of the page that is not as expected. The name of the page is added later.
func unexpected(format string, values ...any) error {
	for i, v := range values {
		if text, is := v.(string); is && len(text) > maxQuote {
			values[i] = text[:maxQuote] + "…"
		}
	}
	return &NotReadableError{Reason: fmt.Sprintf(format, values...)}
}

// on adds the name of the page to an error of unexpected, and leaves other errors as they are.
func on(page string, err error) error {
	var e *NotReadableError
	if errors.As(err, &e) {
		e.Page = page
	}
	return err
}
