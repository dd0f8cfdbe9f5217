package apiclient

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
)

// answerLine returns the line of a body that is the answer. Blank lines and PHP warnings around the line are ignored.
// The second result is false if the body has no answer line, is an HTML page, has more than one answer, or has other
// text after the answer.
func answerLine(body []byte) (string, bool) {
	var found string
	for l := range bytes.Lines(body) {
		line := strings.TrimRight(string(l), "\r\n")
		switch {
		case found != "" && strings.HasPrefix(found, invalidSource) && strings.HasPrefix(line, invalidSource):
			// the only answer with two lines
		case found != "" && !diagnostic().MatchString(line) || strings.Contains(line, "<") && page().MatchString(line):
			return "", false
		}
		if beginsAnswer(line) {
			found = line
		}
	}
	return found, found != ""
}

// beginsAnswer reports whether a line begins with the verdict of an answer.
func beginsAnswer(line string) bool {
	for _, verdict := range []string{"SUCCESS: ", "ERROR: ", "NOTICE: ", "VERSION: "} {
		if strings.HasPrefix(line, verdict) {
			return true
		}
	}
	return false
}

const invalidSource = "ERROR: Invalid Source"

var (
	// diagnostic matches a blank line, and a line that PHP writes if display_errors is on.
	diagnostic = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\s*$|^<br />|^(<b>|PHP )?(Warning|Notice|Deprecated|Fatal error|Parse error)(</b>)?: `)
	})
	page = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)<(!doctype|html|head|body|form|pre)\b`) })
)
