package apiclient

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
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

	// Of a version answer, each empty or zero where it was not told.
	Zone      string    // the standard-time offset that a server of the dialer is set to, perhaps none that a phone can have
	ZoneNow   string    // the same of today: an hour more where its web server has summer time
	Clock     time.Time // the time of its web server
	WallClock time.Time // what that shows on the wall, as if that were UTC: its difference to Clock is the web server's own offset

	Err        error         // why there was no answer; nil where there was one
	RetryAfter time.Duration // how long a busy server asks us to stay away
	Location   string        // where a redirect points; foreign text

	text    string   // the known text, without details
	details []string // what may be shown of the details, as "field value"
	shape   string   // of an answer that was not understood
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
		r.Code, r.shape = foreign(status, body), shape(body)
		return r
	}
	if strings.HasPrefix(line, "VERSION: ") {
		r.version(line)
		if r.Code == CodeUnclear {
			r.text, r.shape = "", shape(body)
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
		r.Code, r.shape = CodeUnclear, shape(body)
		return r
	}
	r.Code, r.text = a.code, verdict+": "+prefix+a.text
	r.take(a, details, verdict == "SUCCESS", req, d)
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

// take keeps of the details what may be shown, and finds out whether a SUCCESS is really this request's.
func (r *Reply) take(a answer, details []string, success bool, req Request, d Dialect) {
	names := strings.Fields(a.details)
	for i, name := range names {
		if i >= len(details) || name == "-" {
			continue
		}
		sent := req.Values[name]
		if spec, ok := d.Spec(req.Function, name); ok {
			sent = spec.Clean(sent)
		}
		if details[i] != sent {
			continue
		}
		if name != "user" && sent != "" {
			r.details = append(r.details, name+" "+sent)
		}
	}
	switch {
	case a.code == CodeLogin && twoFactor(details):
		r.Code = CodeTwoFactor
	case success && len(details) < len(names):
		r.Code, r.details = CodeUnclear, nil // cut short
	case success && !r.ours(req, details, d):
		r.Code, r.details = CodeAnotherPhone, nil
	case success && req.Function == AddPhone && !cleansTo(req, DialplanNumber.String(), details[4], d):
		r.Code, r.details = CodeUnclear, nil // cut short in its last detail
	}
}

// ours says whether a SUCCESS names the extension and server, alias or user of this request, as cleaned. A dialer
// in the other letter mode cleans otherwise, so either way of cleaning will do.
func (r *Reply) ours(req Request, details []string, d Dialect) bool {
	var keys []string
	switch req.Function {
	case AddPhone, UpdatePhone:
		keys = []string{"extension", "server_ip"}
	case AddPhoneAlias, UpdatePhoneAlias:
		keys = []string{"alias_id"}
	case AddUser:
		if !strings.Contains(req.Values["agent_user"], "AUTOGENERA") { // where the dialer chooses a number
			keys = []string{"agent_user"}
		}
	}
	for i, key := range keys {
		if i+1 >= len(details) || !cleansTo(req, key, details[i+1], d) {
			return false
		}
	}
	return true
}

func cleansTo(req Request, field, answered string, d Dialect) bool {
	for _, nonLatin := range []bool{d.NonLatin, !d.NonLatin} {
		spec, ok := Dialect{NonLatin: nonLatin, Build: d.Build}.Spec(req.Function, field)
		if ok && spec.Clean(req.Values[field]) == answered {
			return true
		}
	}
	return false
}

// twoFactor says whether a refused login's last detail is the code for a second factor.
func twoFactor(details []string) bool {
	for len(details) > 0 && details[len(details)-1] == "" {
		details = details[:len(details)-1]
	}
	return len(details) > 2 && details[len(details)-1] == "2FA"
}

// Message is the answer as a person may see it: the dialer's own words, and those details that are no secret; where
// there was no answer, why. Of what was not understood it shows the shape alone.
func (r Reply) Message() string {
	switch {
	case r.Err != nil:
		return r.Err.Error()
	case r.text == "" && r.shape != "":
		return fmt.Sprintf("HTTP %d, not an answer that this API gives: %s", r.Status, r.shape)
	case r.text == "" && r.Status != 0:
		return fmt.Sprintf("HTTP %d %s without a word", r.Status, http.StatusText(r.Status))
	case len(r.details) > 0:
		return r.text + " (" + strings.Join(r.details, ", ") + ")"
	}
	return r.text
}
