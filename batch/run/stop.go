package run

import (
	"fmt"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
)

// A StopError says why a run ended before all objects had their turn: the dialer refuses this user, the server is no
// dialer, or the dialer has fallen silent.
type StopError struct {
	Reply apiclient.Reply
	Line  int  // the line of the object whose call got Reply
	First bool // the call was the first request of the run
	Asked int  // how often the first request was sent
	// Silent is the time since the last answer of a dialer that has fallen silent; 0 if silence is not the reason.
	Silent time.Duration
}

func (e *StopError) Unwrap() error { return e.Reply.Err }

func (e *StopError) Error() string {
	message := e.Reply.Message()
	switch code := e.Reply.Code; {
	case e.Silent > 0:
		return fmt.Sprintf("the dialer has given no answer for %s; the last: %s", e.Silent.Round(time.Second), message)
	case code == codes.Internal:
		return message
	case code == apiclient.CodeNeverSent:
		return "the dialer cannot be reached: " + message
	case code == apiclient.CodeLost:
		return "the dialer did not answer: " + message
	case barriers[e.Reply.Barrier] != "":
		return fmt.Sprintf("%s: it answered %s%s", barriers[e.Reply.Barrier], e.Reply.Answered(), e.patience())
	case code == apiclient.CodeRedirect:
		return "the dialer sends us elsewhere: it answered " + e.Reply.Answered()
	case code == apiclient.CodeDatabase:
		return "the dialer's database is down: it answered " + e.Reply.Answered()
	case code == apiclient.CodeAnotherPhone:
		return "what answers gives the answers to other requests: " + message
	case code.Foreign():
		return "what answers is no VICIdial: " + message
	case code == apiclient.CodeProbeAccepted:
		return fmt.Sprintf("the dialer stored a mere question, that of line %d", e.Line)
	case e.First:
		return "the dialer refused the first request: " + message
	}
	return fmt.Sprintf("the dialer stopped the run at line %d: %s", e.Line, message)
}

// Status implements exit.Error.
func (e *StopError) Status() int { return exit.Refused }

// patience returns how often a dialer with a passing trouble was asked, and how long it wants to be left alone; or ""
// for other troubles.
func (e *StopError) patience() string {
	if !e.Reply.Passing() {
		return ""
	}
	text := ""
	if e.Asked > 1 {
		text = fmt.Sprintf(", asked %d times", e.Asked)
	}
	if after := e.Reply.RetryAfter; after > 0 {
		text += fmt.Sprintf(", and wants to be left alone for %s", after)
	}
	return text
}

// barriers name who has answered in place of the API.
var barriers = map[apiclient.Barrier]string{
	apiclient.BarrierBusy:     "the dialer is busy or down",
	apiclient.BarrierLogin:    "the web server asks for a login of its own, before that of VICIdial",
	apiclient.BarrierFirewall: "a firewall, or a rule of the web server such as ModSecurity's, turns us away",
	apiclient.BarrierProxy:    "the proxy on the way to the dialer does not let us through",
	apiclient.BarrierBrowser:  "a check that only browsers pass, such as Cloudflare's, stands before the dialer",
	apiclient.BarrierPage:     "a login page answers, and not the API",
	apiclient.BarrierNetwork:  "the network that this machine is in asks for a login first",
	apiclient.BarrierScheme:   "that port speaks https, and was spoken to in http",
	apiclient.BarrierMissing:  "what answers is no VICIdial, or has no API at that path",
}
