package apiclient

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"
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
