package apiclient

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
)

// answerLine finds the one line that is the answer. PHP may have put warnings around it, each on lines of their own. A
// page in which the words merely occur, lines that contradict each other, and an answer that something else follows, are
// none.
func answerLine(body []byte) (string, bool) {
	var found string
	for l := range bytes.Lines(body) {
		line := strings.TrimRight(string(l), "\r\n")
		switch {
		case found != "" && strings.HasPrefix(found, invalidSource) && strings.HasPrefix(line, invalidSource):
			// which alone comes as two lines
		case found != "" && !diagnostic().MatchString(line) || strings.Contains(line, "<") && page().MatchString(line):
			return "", false
		}
		if begins(line) {
			found = line
		}
	}
	return found, found != ""
}

// begins says whether a line begins as answers do.
func begins(line string) bool {
	for _, verdict := range []string{"SUCCESS: ", "ERROR: ", "NOTICE: ", "VERSION: "} {
		if strings.HasPrefix(line, verdict) {
			return true
		}
	}
	return false
}

const invalidSource = "ERROR: Invalid Source"

var (
	// diagnostic is a blank line or one of those that PHP's display_errors writes.
	diagnostic = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\s*$|^<br />|^(<b>|PHP )?(Warning|Notice|Deprecated|Fatal error|Parse error)(</b>)?: `)
	})
	page = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)<(!doctype|html|head|body|form|pre)\b`) })
)

// foreign makes the reply of what came instead of an answer.
func (r *Reply) foreign(req Request, status int, body []byte) {
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
		r.shape = measure(body)
	}
}
