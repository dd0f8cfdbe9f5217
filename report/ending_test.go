package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// renderings lists endings with parts of their text, line and JSON.
var renderings = map[string]struct {
	ending Ending
	text   []string // parts of the text; none if there is no text
	not    string   // not in the text
	line   string
	json   map[string]any
}{
	"rows": {
		Ending{Command: "import", List: "a.csv", Dialer: "d", Summary: Summary{Results: []object.Result{added(2, object.VerifiedYes), refused(3, "login_exists", "ERROR")}, ResultsPath: "r.csv", FailedPath: "f.csv", Heading: "so far:"}},
		[]string{"so far:\n2 rows: 1 added, 1 refused", "results: r.csv"},
		"not there",
		"1 of 2 rows not done: login_exists (line 3): f.csv",
		map[string]any{"command": "import", "list": "a.csv", "dialer": "d", "rows": 2.0, "results_file": "r.csv", "failed_file": "f.csv"},
	},
	"files": {
		Ending{Command: "check", Subject: Files, Preflight: &preflight.List{}, Summary: Summary{ResultsPath: "r.csv", Next: Step{Command: "x", Why: "y"}}},
		[]string{"\nresults: r.csv\nnext: x\n      (y)\n"},
		"rows",
		"0 of 0 rows not done",
		map[string]any{"command": "check", "rows": 0.0, "rows_ready": 0.0, "results_file": "r.csv"},
	},
	"what is there": {
		Ending{Command: "verify", Subject: Verifying, Summary: Summary{Results: []object.Result{added(2, object.VerifiedNo)}}},
		[]string{"line 2: ", "0 there, 1 not there"},
		"results:",
		"of 1 phone 1 not there (line 2)",
		map[string]any{"command": "verify", "rows": 1.0},
	},
	"checks": {
		Ending{Command: "doctor", Dialer: "d", Subject: Checking, Checks: []Check{{Check: "TLS", Verdict: "ok"}}},
		nil, "TLS", "",
		map[string]any{"command": "doctor", "dialer": "d"},
	},
	"an open run": {
		Ending{Command: "report", Open: new(bool)},
		[]string{"0 rows\n"},
		"", "0 of 0 rows not done",
		map[string]any{"open": false, "rows": 0.0},
	},
}

func TestAnEndingIsRenderedTwice(t *testing.T) {
	for name, tt := range renderings {
		t.Run(name, func(t *testing.T) {
			var text, doc bytes.Buffer
			if err := tt.ending.Text(&text); err != nil {
				t.Fatal(err)
			}
			for _, part := range tt.text {
				if !strings.Contains(text.String(), part) {
					t.Errorf("%q is not in\n%s", part, &text)
				}
			}
			if tt.text == nil && text.Len() > 0 || tt.not != "" && strings.Contains(text.String(), tt.not) {
				t.Errorf("the text is\n%s", &text)
			}
			if got := tt.ending.Line(); tt.ending.Subject != Checking && got != tt.line {
				t.Errorf("the line is %q", got)
			}
			exit := Exit{Status: 3, Error: "an error", Hints: []string{"do this"}}
			if err := tt.ending.JSON(&doc, exit); err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			if err := json.Unmarshal(doc.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if got["exit"] != 3.0 || got["error"] != "an error" {
				t.Errorf("exit %v, error %v", got["exit"], got["error"])
			}
			for field, want := range tt.json {
				if got[field] != want {
					t.Errorf("%s is %v, want %v", field, got[field], want)
				}
			}
			if _, has := got["checks"]; has != (tt.ending.Subject == Checking) {
				t.Errorf("checks: %v", has)
			}
		})
	}
}
