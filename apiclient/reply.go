package apiclient

import (
	"fmt"
	"strings"
	"time"
)

// A Reply is the result of one call, reduced to a stable code. A Reply does not hold the text of the answer, because
// answers repeat passwords (contract/API.md, "The answer"). Message rebuilds the text from the known words and from the
// details that are not secret and that this call sent.
type Reply struct {
	Code     Code
	Function Function // the function that was called
	Status   int      // the HTTP status; the code comes from the body, whatever the status
	Build    Build    // from a version answer
	Fork     string   // from a version answer: the build of a fork of VICIdial, such as 20201226-1; Build is then 0

	// From a version answer. Each is empty or zero if the answer does not hold it.
	Zone      string    // the standard-time offset of one server of the dialer; perhaps an offset that no phone can have
	ZoneNow   string    // the same offset today: one hour more if the web server has summer time
	Clock     time.Time // the time of the web server
	WallClock time.Time // the local time of the web server, stored as UTC; WallClock - Clock is the web server's offset

	Known int // from ProbeLogins: the number of logins, from the first one, that phones have

	Err        error         // the reason why no answer came; nil if an answer came
	RetryAfter time.Duration // the delay that a busy server asks for, or 0
	Location   string        // the target of a redirect; foreign text
	// Connect is how long the TCP connection for this call took to set up, without TLS; through a proxy, the connection
	// to the proxy. It is 0 if the call reused a connection, or if no connection was ready to use.
	Connect time.Duration
	// Dialled is how long the first TCP connection that was set up during the call took, whether the call used the
	// connection or another one that became free meanwhile; 0 if none was set up.
	Dialled time.Duration

	Barrier Barrier // the reason why the call did not reach the API, if another server answered
	Title   string  // the title of the page that came as the answer; foreign text, safe to show
	Via     string  // the address of the proxy that may have sent the answer, or ""

	member     string   // the login that the answer names as unknown
	success    bool     // the answer reports a success, perhaps for another phone
	text       string   // the known text, without details
	details    []string // the details that may be shown, as "field value"
	shape      string   // a description of an answer that is not known
	compressed bool     // the answer is compressed although the client did not ask for that
}

// Message returns the answer as a person may see it: the dialer's words with the details that are not secret, or the
// reason why no answer came. For an unknown answer the message gives the length, and the title of a page.
func (r Reply) Message() string {
	switch {
	case r.Err != nil:
		return r.Err.Error()
	case r.text == "" && r.shape != "":
		return fmt.Sprintf("HTTP %s: %s", statusText(r.Status), r.describe())
	case r.text == "" && r.Status != 0:
		return fmt.Sprintf("HTTP %s with an empty answer", statusText(r.Status))
	case len(r.details) > 0:
		return r.text + " (" + strings.Join(r.details, ", ") + ")"
	}
	return r.text
}

// describe describes an answer that is not known.
func (r Reply) describe() string {
	text := r.shape
	if r.compressed {
		text = strings.Replace(text, "an answer", "a compressed answer", 1)
	}
	if r.Code == CodeUnclear {
		return text + " that is not one of this API's answers"
	}
	text += " that is not VICIdial's"
	if r.Title != "" {
		text += fmt.Sprintf(", titled %q", r.Title)
	}
	return text
}

// Answered describes an answer that did not come from the API: the status, the title of the page if there is one, and
// the proxy that may have sent the answer. The text is safe to show.
func (r Reply) Answered() string {
	text := statusText(r.Status)
	if r.Title != "" {
		text += fmt.Sprintf(", with a page titled %q", r.Title)
	}
	if r.Via != "" {
		text += "; this answer may come from the proxy " + r.Via
	}
	return text
}

// Passing reports whether the cause of the failure may disappear without any change, so that the same call may succeed
// later.
func (r Reply) Passing() bool {
	switch r.Code {
	case CodeLost, CodeAnotherPhone, CodeDatabase, CodeServerError:
		return true
	case CodeNeverSent:
		return !permanent(r.Err)
	}
	return false
}
