package apiclient

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// A Reply is what the dialer answered to one call, reduced to a stable code. The text itself is not kept in any
// form that could be shown: answers repeat passwords (contract/API.md, "The answer"), so Message is rebuilt from
// the code and from those details that are no secret and are what this call sent.
type Reply struct {
	Code     Code
	Function Function // the call that was answered
	Status   int      // of the HTTP answer; the body decides, not the status
	Build    Build    // of a version answer
	Zone     string   // of a version answer: the server's standard-time offset

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
		return r
	}
	verdict, text, _ := strings.Cut(line, ": ")
	a, details, known := lookup(bare, text)
	prefix := ""
	if function, rest, _ := strings.Cut(text, " "); !known && (function == string(req.Function) || function == "auth") {
		prefix = function + " "
		a, details, known = lookup(answers, rest)
	}
	if !known || (verdict == "SUCCESS") != a.code.success() {
		r.Code, r.shape = CodeUnclear, shape(body)
		return r
	}
	r.Code, r.text = a.code, verdict+": "+prefix+a.text
	r.take(a, details, req, d)
	return r
}

// answerLine finds the one line that is the answer. PHP may have put warnings before it, each on lines of their
// own; a page in which the words merely occur, or lines that contradict each other, are no answer.
func answerLine(body []byte) (string, bool) {
	var found string
	for l := range bytes.Lines(body) {
		line := strings.TrimRight(string(l), "\r\n")
		if !strings.HasPrefix(line, "SUCCESS: ") && !strings.HasPrefix(line, "ERROR: ") &&
			!strings.HasPrefix(line, "NOTICE: ") && !strings.HasPrefix(line, "VERSION: ") {
			continue
		}
		if found != "" && !strings.HasPrefix(found, "ERROR: Invalid Source") {
			return "", false
		}
		found = line
	}
	return found, found != ""
}

// foreign names what came instead of an answer.
func foreign(status int, body []byte) Code {
	switch {
	case status >= 300 && status < 400:
		return CodeRedirect
	case bytes.Contains(body, []byte("MySQL connect ERROR")):
		return CodeDatabase
	case status >= 500:
		return CodeServerError
	case len(bytes.TrimSpace(body)) == 0:
		return CodeEmpty
	}
	return CodeForeign
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
			if _, ok := ParseOffset(value); ok {
				r.Zone = value
			}
		}
	}
	r.text = "VERSION"
}

// take keeps of the details what may be shown, and finds out whether a SUCCESS is really this request's.
func (r *Reply) take(a answer, details []string, req Request, d Dialect) {
	names := strings.Fields(a.details)
	matched := 0
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
		matched++
		if name != "user" && sent != "" {
			r.details = append(r.details, name+" "+sent)
		}
	}
	switch {
	case a.code == CodeLogin && len(details) > 0 && contains(details, "2FA"):
		r.Code = CodeTwoFactor
	case a.code.success() && len(details) < len(names):
		r.Code = CodeUnclear // cut short
	case a.code.success() && !r.ours(req, details, d):
		r.Code, r.details = CodeAnotherPhone, nil
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
	}
	for i, key := range keys {
		if !cleansTo(req, key, details[i+1], d) {
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

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// Message is the answer as a person may see it: the dialer's own words, and those details that are no secret; where
// there was no answer, why.
// Of what was not understood it shows the shape alone.
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

// maxShape is how much of an unknown answer is shown, in characters.
const maxShape = 80

// shape masks a text that may hold anything: letters become x, digits 9. What is left says "a page" or
// "a sentence" to the eye, and nothing else.
func shape(body []byte) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.Join(strings.Fields(string(body)), " ") {
		if n++; n > maxShape {
			fmt.Fprintf(&b, "… (%d bytes)", len(body))
			break
		}
		switch {
		case r == ' ' || r == '<' || r == '>' || r == '/':
			b.WriteRune(r)
		case unicode.IsDigit(r):
			b.WriteByte('9')
		case unicode.IsLetter(r):
			b.WriteByte('x')
		default:
			b.WriteByte('.')
		}
	}
	return b.String()
}
