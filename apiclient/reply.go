package apiclient

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Reply is what the dialer answered to one call, reduced to a stable code. The text itself is not kept in any
// form that could be shown: answers repeat passwords (contract/API.md, "The answer"), so Message is rebuilt from
// the code and from those details that are no secret and are what this call sent.
type Reply struct {
	Code     Code
	Function Function // the call that was answered
	Status   int      // of the HTTP answer; the body decides, not the status
	Build    Build    // of a version answer
	Fork     string   // what a version answer says of a build that is none of VICIdial's own, such as 20201226-1; Build is 0 then

	// Of a version answer, each empty or zero where it was not told.
	Zone      string    // the standard-time offset that a server of the dialer is set to, perhaps none that a phone can have
	ZoneNow   string    // the same of today: an hour more where its web server has summer time
	Clock     time.Time // the time of its web server
	WallClock time.Time // what that shows on the wall, as if that were UTC: its difference to Clock is the web server's own offset

	Err        error         // why there was no answer; nil where there was one
	RetryAfter time.Duration // how long a busy server asks us to stay away
	Location   string        // where a redirect points; foreign text

	Barrier Barrier // what stood between the call and the API, of an answer that is none of the API's
	Title   string  // of the page that came instead; foreign text, fit to be shown
	Via     string  // the proxy that may have answered itself; empty where there is none

	success bool     // it says that something was done, for whomever
	text    string   // the known text, without details
	details []string // what may be shown of the details, as "field value"
	shape   string   // of an answer that was not understood, in words
	packed  bool     // it was compressed, which nobody had asked for
}

// A Request is what was asked: the function and its fields as sent, passwords included.
type Request struct {
	Function Function
	Values   map[string]string
}

// ParseReply reads the answer to a request. It never fails and never takes anything for a success that was not
// said: what is not an answer of a VICIdial, or is not the answer to this request, has a code that is Unclear.
// It is pure, and safe for concurrent use.
func ParseReply(req Request, d Dialect, status int, body []byte) Reply {
	r := Reply{Function: req.Function, Status: status}
	line, ok := answerLine(body)
	if !ok {
		r.foreign(req, status, body)
		return r
	}
	if strings.HasPrefix(line, "VERSION: ") {
		r.version(line)
		if r.Code == CodeUnclear {
			r.text, r.shape = "", measure(body)
		}
		return r
	}
	verdict, text, _ := strings.Cut(line, ": ")
	a, details, known := answer{}, []string(nil), false
	prefix := ""
	if rest, named := strings.CutPrefix(text, string(req.Function)+" "); !named {
		a, details, known = lookup(bare, text)
		known = known && verdict != "SUCCESS"
	} else {
		prefix = string(req.Function) + " "
		table := refusals
		if verdict == "SUCCESS" {
			table = successes[req.Function]
		}
		a, details, known = lookup(table, rest)
	}
	if !known {
		r.Code, r.shape = CodeUnclear, measure(body)
		return r
	}
	r.Code, r.text = a.code, verdict+": "+prefix+a.text
	r.success = verdict == "SUCCESS"
	r.take(a, details, req, d)
	return r
}

func (r *Reply) version(line string) {
	r.Code = CodeUnclear
	if r.Function != Version {
		return
	}
	for _, part := range strings.Split(line, "|") {
		key, value, _ := strings.Cut(part, ": ")
		switch key {
		case "BUILD":
			if b, err := ParseBuild(value); err == nil {
				r.Build, r.Code = b, CodeVersion
			} else if forked().MatchString(value) {
				r.Fork, r.Code = value, CodeVersion
			}
		case "TZ":
			r.Zone = zoneOffset(value)
		case "TZNOW":
			r.ZoneNow = zoneOffset(value)
		case "EPOCH":
			r.Clock = clock(value)
		case "DATE":
			r.WallClock, _ = time.Parse(time.DateTime, value) // zero where it is none
		}
	}
	r.text = "VERSION"
}

// forked is the form of builds of which only forks are known.
var forked = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^20[0-9]{6}-[0-9]{1,4}$`) })

// zoneOffset takes hours for what they are only where a clock can be so far from Greenwich.
func zoneOffset(text string) string {
	hours, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(hours) > 15 || strings.Trim(text, "-.0123456789") != "" || len(text) > 6 {
		return ""
	}
	return text
}

// clock reads seconds since 1970. What no clock shows, before that year or after 9999, is none.
func clock(text string) time.Time {
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds <= 0 || seconds >= 253402300800 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// take keeps of the details what may be shown, and finds out whether the answer is really this request's.
func (r *Reply) take(a answer, details []string, req Request, d Dialect) {
	switch a.fits(req, details, r.success, d) {
	case fitsNot:
		r.Code = CodeAnotherPhone
		return
	case fitsShort:
		r.Code = CodeUnclear
		return
	case fitsWhole:
	}
	if a.code == CodeLogin && twoFactor(details) {
		r.Code = CodeTwoFactor
	}
	if a.code == CodeRequired {
		return
	}
	for i, name := range a.named(req.Function) {
		if i >= len(details) {
			break
		}
		spec, known := d.Spec(req.Function, name)
		if clean := spec.Clean(req.Values[name]); known && !spec.Secret && name != "user" && clean != "" && details[i] == clean {
			r.details = append(r.details, name+" "+clean)
		}
	}
}

// twoFactor says whether a refused login's last detail is the code for a second factor.
func twoFactor(details []string) bool {
	for len(details) > 0 && details[len(details)-1] == "" {
		details = details[:len(details)-1]
	}
	return len(details) > 2 && details[len(details)-1] == "2FA"
}

// Message is the answer as a person may see it: the dialer's own words, and those details that are no secret; where
// there was no answer, why. Of what was not understood it says how long it
// was, and the title of a page.
func (r Reply) Message() string {
	switch {
	case r.Err != nil:
		return r.Err.Error()
	case r.text == "" && r.shape != "":
		return fmt.Sprintf("HTTP %s: %s", statusText(r.Status), r.described())
	case r.text == "" && r.Status != 0:
		return fmt.Sprintf("HTTP %s without a word", statusText(r.Status))
	case len(r.details) > 0:
		return r.text + " (" + strings.Join(r.details, ", ") + ")"
	}
	return r.text
}

// described says in words what came that was not understood.
func (r Reply) described() string {
	text := r.shape
	if r.packed {
		text = strings.Replace(text, "an answer", "a compressed answer", 1) // which nobody had asked for
	}
	if r.Code == CodeUnclear {
		return text + " that is none of this API's"
	}
	text += " that is not VICIdial's"
	if r.Title != "" {
		text += fmt.Sprintf(", titled %q", r.Title)
	}
	return text
}
