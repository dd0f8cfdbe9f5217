package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
)

func printed(t *testing.T, d *document) string {
	t.Helper()
	var b strings.Builder
	if err := d.write(&b); err != nil {
		t.Fatal(err)
	}
	if !json.Valid([]byte(b.String())) {
		t.Errorf("no JSON: %s", b.String())
	}
	return b.String()
}

// wantDocument is the document of TestDocument.
const wantDocument = `{
  "command": "import",
  "list": "a&b.csv",
  "dialer": "sandbox",
  "exit": 3,
  "error": "an error",
  "rows": 4,
  "rows_ready": 1,
  "rows_invalid": 3,
  "statuses": {
    "added": 1,
    "invalid": 3
  },
  "not_done": [
    {
      "kind": "phone",
      "code": "duplicate_extension",
      "status": "invalid",
      "rows": 2,
      "first_line": 4,
      "message": "extension: the same as line 5",
      "hint": "renumber"
    },
    {
      "kind": "phone",
      "code": "characters_dropped",
      "status": "invalid",
      "rows": 1,
      "first_line": 3,
      "message": "phone_pass: 2 dropped",
      "hint": "use only letters"
    }
  ],
  "results_file": "r.csv",
  "failed_file": "r.failed.csv",
  "errors": 3,
  "warnings": 1,
  "problems": [
    {
      "line": 3,
      "column": "phone_pass",
      "value": "***",
      "severity": "error",
      "code": "characters_dropped",
      "message": "2 dropped",
      "hint": "use only letters"
    },
    {
      "line": 4,
      "column": "extension",
      "value": "1003",
      "severity": "error",
      "code": "duplicate_extension",
      "message": "the same as line 5",
      "hint": "renumber",
      "other_lines": [
        5
      ]
    },
    {
      "line": 3,
      "column": "phone_full_name",
      "value": "<José>",
      "severity": "warning",
      "code": "characters_dropped",
      "message": "stored as \"Jos\"",
      "hint": "use only letters"
    }
  ],
  "mends": [
    {
      "column": "local_gmt",
      "what": "mended",
      "rows": 1,
      "first_line": 2,
      "example": "\"-5\" → \"-5.00\""
    },
    {
      "column": "phone_pass",
      "what": "trimmed",
      "rows": 2,
      "first_line": 3
    }
  ],
  "unknown_columns": [
    "Note"
  ],
  "would_be_sent": {
    "servers": {
      "10.0.9.8": 1
    },
    "mended": 2,
    "warned": 1
  },
  "format": {
    "encoding": "",
    "encoding_guessed": false,
    "sheet": "Agents"
  }
}
`

func TestDocument(t *testing.T) {
	dropped := preflight.Problem{Line: 3, Column: "phone_pass", Value: "***", Severity: codes.Error, Code: "characters_dropped", Message: "2 dropped", Hint: "use only letters"}
	twice := preflight.Problem{Line: 4, Column: "extension", Value: "1003", Severity: codes.Error, Code: "duplicate_extension", Message: "the same as line 5", Hint: "renumber", Others: []int{5}}
	warning := preflight.Problem{Line: 3, Column: "phone_full_name", Value: "<José>", Severity: codes.Warning, Code: "characters_dropped", Message: `stored as "Jos"`, Hint: "use only letters"}
	d := &document{Command: "import", List: "a&b.csv", Dialer: "sandbox", Exit: 3, Error: "an error", Results: "r.csv", Failed: "r.failed.csv"}
	d.addList(&preflight.List{
		Total: 4, Invalid: 3, NErrors: 3, NWarned: 1, Errors: []preflight.Problem{dropped, twice}, Warnings: []preflight.Problem{warning},
		Mends:   []preflight.Mend{{Column: "local_gmt", What: "mended", Rows: 1, Line: 2, Example: `"-5" → "-5.00"`}, {Column: "phone_pass", What: "trimmed", Rows: 2, Line: 3}},
		Unknown: []string{"Note"},
		Sending: preflight.Sending{Servers: map[string]int{"10.0.9.8": 1}, Mended: 2, Warned: 1},
		Header:  sheet.Header{Workbook: true, Sheet: "Agents"},
	})
	d.addResults([]object.Result{
		{Line: 2, Kind: object.Phone, Status: object.Added, Code: apiclient.CodeAdded},
		{Line: 3, Kind: object.Phone, Status: object.Invalid, Code: "characters_dropped", Message: "phone_pass: 2 dropped", Hint: "use only letters"},
		{Line: 4, Kind: object.Phone, Status: object.Invalid, Code: "duplicate_extension", Message: "extension: the same as line 5", Hint: "renumber"},
		{Line: 5, Kind: object.Phone, Status: object.Invalid, Code: "duplicate_extension", Message: "extension: the same as line 4", Hint: "renumber"},
	}, false)
	if d := cmp.Diff(wantDocument, printed(t, d)); d != "" {
		t.Error(d)
	}
}

func TestAnEmptyListHasAllFieldsThatScriptsCountOn(t *testing.T) {
	d := &document{Command: "check", List: "-", Exit: 4}
	d.addList(read(t, lines(header)))
	d.addResults(nil, false)
	want := `{
  "command": "check",
  "list": "-",
  "exit": 4,
  "rows": 0,
  "rows_ready": 0,
  "rows_invalid": 0,
  "errors": 0,
  "warnings": 0,
  "problems": [],
  "would_be_sent": {
    "servers": {},
    "mended": 0,
    "warned": 0
  },
  "format": {
    "encoding": "UTF-8",
    "encoding_guessed": false,
    "delimiter": ","
  }
}
`
	if d := cmp.Diff(want, printed(t, d)); d != "" {
		t.Error(d)
	}
}

func TestNothingButFailedRowsHoldsAPassword(t *testing.T) {
	secrets := []string{"hun!ter2x", "hunter2x", "Ru!by8qz", "Ruby8qz", "q\u202e7xqs", "7xqs", passOne, passTwo}
	list := lines(header,
		strings.Replace(phone(1001), passOne, "hun!ter2x", 1),
		strings.Replace(phone(1002), passTwo, " Ru!by8qz ", 1),
		strings.Replace(phone(1003), passOne, "q\u202e7xqs", 1),
		strings.Replace(phone(1004), passOne, "", 1),
		strings.Replace(phone(1005), passOne, `"`+passOne, 1),
		"1006,1006,1006,1006,"+passOne,
		phone(1007)+","+passTwo,
		phone(1008), phone(1008), phone(1009), phone(1010),
	)
	for _, o := range []preflight.Options{{}, {Strict: true}} {
		o.Keep, o.Problems = true, JSONProblems
		l, err := preflight.Read(t.Context(), strings.NewReader(list), o)
		if err != nil {
			t.Fatal(err)
		}
		results := settled(l, codeLost, "no answer")
		var d document
		d.addList(l)
		d.addResults(results, false)
		var mends, summary strings.Builder
		if err := Mends(&mends, l); err != nil {
			t.Fatal(err)
		}
		if err := (Summary{Results: results}).Write(&summary); err != nil {
			t.Fatal(err)
		}
		for what, text := range map[string]string{
			"the document": printed(t, &d), "the table": table(t, l), "the results": written(t, results...), "the mends": mends.String(),
			"the summary": summary.String(), "the verdict": Verdict(l), "the list, printed": fmt.Sprintf("%+v", l.Errors),
		} {
			holdsNoPassword(t, what, text, secrets...)
		}
	}
}
