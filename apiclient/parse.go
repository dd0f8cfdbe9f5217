package apiclient

import (
	"bytes"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ParseReply reads the answer to a request to a dialer with dialect d. If the body is not an answer of VICIdial, or not
// the answer to this request, the code is one that Code.Unclear reports. ParseReply never reports a success that the
// answer does not state. It may be called concurrently.
func ParseReply(req Request, d Dialect, status int, body []byte) Reply {
	r := Reply{Function: req.Function, Status: status}
	line, ok := answerLine(body)
	if !ok {
		r.setForeign(req, status, body)
		return r
	}
	if strings.HasPrefix(line, "VERSION: ") {
		r.parseVersion(line)
		if r.Code == CodeUnclear {
			r.text, r.shape = "", sizeText(body)
		}
		return r
	}
	verdict, text, _ := strings.Cut(line, ": ")
	a, details, known := answer{}, []string(nil), false
	prefix := ""
	if rest, named := strings.CutPrefix(text, string(req.Function)+" "); !named {
		a, details, known = lookup(unprefixed, text)
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
		r.Code, r.shape = CodeUnclear, sizeText(body)
		return r
	}
	r.Code, r.text = a.code, verdict+": "+prefix+a.text
	r.success = verdict == "SUCCESS"
	r.setDetails(a, details, req, d)
	return r
}

// setForeign fills the reply from a body without an answer line.
func (r *Reply) setForeign(req Request, status int, body []byte) {
	r.Barrier, r.Title = barrier(status, body), title(body, req)
	switch {
	case status >= 300 && status < 400:
		r.Code, r.Barrier = CodeRedirect, NoBarrier
	case bytes.Contains(body, []byte("MySQL connect ERROR")):
		r.Code, r.Barrier = CodeDatabase, NoBarrier
	case r.Barrier == BarrierBrowser, r.Barrier == BarrierNetwork:
		r.Code = CodeForeign
	case busy(status):
		r.Code = CodeServerError
	case len(bytes.TrimSpace(body)) == 0 && r.Barrier == NoBarrier:
		r.Code = CodeEmpty
	default:
		r.Code = CodeForeign
	}
	if len(bytes.TrimSpace(body)) > 0 {
		r.shape = sizeText(body)
	}
}

// parseVersion fills the reply from a version answer. Without a known form of BUILD the code is CodeUnclear.
func (r *Reply) parseVersion(line string) {
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
			} else if forkBuild().MatchString(value) {
				r.Fork, r.Code = value, CodeVersion
			}
		case "TZ":
			r.Zone = zoneOffset(value)
		case "TZNOW":
			r.ZoneNow = zoneOffset(value)
		case "EPOCH":
			r.Clock = clock(value)
		case "DATE":
			r.WallClock, _ = time.Parse(time.DateTime, value) // zero if the value is invalid
		}
	}
	r.text = "VERSION"
}

// forkBuild matches the form of builds that only forks of VICIdial use.
var forkBuild = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^20[0-9]{6}-[0-9]{1,4}$`) })

// zoneOffset returns an offset in hours as it was sent, or "" if the text is not a number between -15 and 15.
func zoneOffset(text string) string {
	hours, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(hours) > 15 || strings.Trim(text, "-.0123456789") != "" || len(text) > 6 {
		return ""
	}
	return text
}

// clock reads seconds since 1970. The result is zero if the text is not a time between 1970 and the end of 9999.
func clock(text string) time.Time {
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds <= 0 || seconds >= 253402300800 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// setDetails keeps the details that may be shown. If the answer does not belong to the request, the code becomes
// CodeAnotherPhone; if details are missing, the code becomes CodeUnclear.
func (r *Reply) setDetails(a answer, details []string, req Request, d Dialect) {
	switch a.match(req, details, r.success, d) {
	case matchOther:
		r.Code = CodeAnotherPhone
		return
	case matchShort:
		r.Code = CodeUnclear
		return
	case matchFull:
	}
	if a.code == CodeLogin && twoFactor(details) {
		r.Code = CodeTwoFactor
	}
	if a.code == CodeRequired {
		return
	}
	names := a.named(req.Function)
	r.details = make([]string, 0, len(names))
	for i, name := range names {
		if i >= len(details) {
			break
		}
		if name == member {
			if r.member = details[i]; slices.Contains(strings.Split(req.Values["phone_logins"], ","), r.member) {
				r.details = append(r.details, PhoneLogin.String()+" "+r.member)
			}
			continue
		}
		spec, known := d.Spec(req.Function, name)
		if clean := spec.Clean(req.Values[name]); known && !spec.Secret && name != "user" && clean != "" && details[i] == clean {
			r.details = append(r.details, name+" "+clean)
		}
	}
}

// twoFactor reports whether the last detail of a refused login is 2FA, the mark of a missing second factor.
func twoFactor(details []string) bool {
	for len(details) > 0 && details[len(details)-1] == "" {
		details = details[:len(details)-1]
	}
	return len(details) > 2 && details[len(details)-1] == "2FA"
}
