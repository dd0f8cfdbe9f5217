package report

import (
	"strings"
	"testing"
)

func TestEveryFieldOfADocumentIsExplained(t *testing.T) {
	seen := make(map[string]bool)
	for _, f := range documentFields() {
		seen[f.path] = true
		if fieldNotes[f.path] == "" {
			t.Errorf("%s (%s) is not explained", f.path, f.kind)
		}
	}
	for path := range fieldNotes {
		if !seen[path] {
			t.Errorf("there is no %s", path)
		}
	}
	for _, line := range []string{"problems[].severity           string", "would_be_sent.servers         object", "rows                          number", "open                          boolean"} {
		if !strings.Contains(Schema(), "  "+line+" ") {
			t.Errorf("not in the schema: %s", line)
		}
	}
}
