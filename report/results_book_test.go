package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// Results that are written as a workbook are read back unchanged, and all cells are text.
func TestResultsAsAWorkbookAreReadBack(t *testing.T) {
	results := []object.Result{
		{Line: 2, Kind: object.Phone, Status: object.Added, Code: "added", Message: "SUCCESS; =cmd", Dialer: "https://dialer.example.com", ServerIP: "10.0.9.8", Extension: "0705", PhoneLogin: "0705", PhoneFullName: "=cmd()", Verified: object.VerifiedYes, Attempts: 1, Run: "r1"},
		{Line: 3, Kind: object.Phone, Status: object.Refused, Code: "login_exists", PhoneFullName: "Zoë  Müller", Run: "r1"},
	}
	rows := []*preflight.Row{{Problems: []preflight.Problem{{Severity: codes.Warning, Code: "shared_password", Column: "Pass"}}}, {}}
	for name, checked := range map[string][]*preflight.Row{"of an import": nil, "of a check": rows} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := WriteResultsTo(&b, "r.XLSX", results, checked); err != nil {
				t.Fatal(err)
			}
			back, err := ReadResults(bytes.NewReader(b.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(results, back); d != "" {
				t.Error(d)
			}
			book, err := excelize.OpenReader(&b)
			if err != nil {
				t.Fatal(err)
			}
			defer book.Close()
			if d := cmp.Diff([]string{"Results"}, book.GetSheetList()); d != "" {
				t.Error(d)
			}
			for cell, want := range map[string]string{"I2": "0705", "K2": "'=cmd()", "E2": "SUCCESS; '=cmd"} {
				kind, _ := book.GetCellType("Results", cell)
				if got, err := book.GetCellValue("Results", cell); got != want || err != nil || kind != excelize.CellTypeInlineString {
					t.Errorf("%s holds %q of type %v, %v", cell, got, kind, err)
				}
			}
		})
	}
}

func TestAWorkbookOfSomethingElseIsNoResults(t *testing.T) {
	var b bytes.Buffer
	book, err := newTextWorkbook(&b, "Rows", []string{"extension"})
	if err != nil || book.close() != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"a list": b.String(), "broken": b.String()[:b.Len()/2], "a zip file's beginning": zipMagic} {
		if got, err := ReadResults(strings.NewReader(file)); !errors.Is(err, ErrNotResults) || got != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestACheckTellsTheWarningsOfEachRow(t *testing.T) {
	rows := []*preflight.Row{
		{},
		{Problems: []preflight.Problem{{Severity: codes.Warning, Code: "older_build", Column: "Pass;=x"}, {Severity: codes.Error, Code: "too_short", Column: "extension"}, {Severity: codes.Warning, Code: "duplicate"}}},
	}
	var b bytes.Buffer
	if err := WriteResultsTo(&b, "r.csv", []object.Result{{Line: 2}, {Line: 3}}, rows); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	if !strings.HasSuffix(lines[0], ",run,warnings") || !strings.HasSuffix(lines[1], ",") || !strings.HasSuffix(lines[2], ",older_build: Pass;'=x; duplicate") {
		t.Error(b.String())
	}
	if back, err := ReadResults(&b); err != nil || len(back) != 2 {
		t.Errorf("%v, %v", back, err)
	}
}

func TestEndingsOfResults(t *testing.T) {
	for path, can := range map[string]bool{"r.csv": true, "r.CSV": true, "r.xlsx": true, "r": true, "r.json": false, "r.pdf": false, "r.xls": false, "r.csv.gz": false, "dir.json/r": true} {
		if CanHoldResults(path) != can {
			t.Errorf("%s: %v", path, !can)
		}
	}
}
