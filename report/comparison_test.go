package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/object"
)

// compares returns a comparison with one difference of each kind, whose texts are hostile.
func compares() *batch.Comparison {
	first := object.ForPhone(2, &apiclient.Phone{Extension: "5001", ServerIP: "10.0.9.8"})
	second := object.ForPhone(3, &apiclient.Phone{Extension: "5002", ServerIP: "10.0.9.8"})
	return &batch.Comparison{
		Same: 7, OnlyList: []*object.Object{first}, LeftOut: 1,
		OnlyDialer: []apiclient.Phone{{Extension: "5009", ServerIP: "10.0.9.9", PhoneFullName: "Ann\x1b[31m"}},
		Differ: []batch.Difference{{Object: second, Columns: []batch.ColumnDifference{
			{Column: "voicemail_id", Listed: "***", Shown: "5002"},
			{Column: "phone_full_name", Listed: "Bo", Shown: "Bo\u202eoB"},
		}}},
	}
}

func TestComparisons(t *testing.T) {
	var wide strings.Builder
	if err := Compared(&wide, compares()); err != nil {
		t.Fatal(err)
	}
	want := `LINE  SERVER    EXTENSION  DIFFERENCE          LIST  DIALER
2     10.0.9.8  5001       only in the list
      10.0.9.9  5009       only on the dialer        Ann\x1b[31m
3     10.0.9.8  5002       voicemail_id        ***   5002
3     10.0.9.8  5002       phone_full_name     Bo    Bo\u{202e}oB
7 the same, 1 only in the list, 1 only on the dialer, 1 different; rows with errors, not compared: 1
`
	if d := cmp.Diff(want, wide.String()); d != "" {
		t.Error(d)
	}
	var small bytes.Buffer
	if err := Compared(narrow(&small, 60), compares()); err != nil {
		t.Fatal(err)
	}
	want = `line 2: extension 5001 on 10.0.9.8 is only in the list
extension 5009 on 10.0.9.9 is only on the dialer:
  Ann\x1b[31m
line 3: extension 5002 on 10.0.9.8 differs: voicemail_id
  "***" in the list, "5002" on the dialer
line 3: extension 5002 on 10.0.9.8 differs: phone_full_name
  "Bo" in the list, "Bo\u{202e}oB" on the dialer
7 the same, 1 only in the list, 1 only on the dialer, 1
  different; rows with errors, not compared: 1
`
	if d := cmp.Diff(want, small.String()); d != "" {
		t.Error(d)
	}
}

// More differences than a table holds are counted, and JSON has them all.
func TestManyDifferencesAreCounted(t *testing.T) {
	c := &batch.Comparison{}
	for i := range TableRows + 5 {
		c.OnlyDialer = append(c.OnlyDialer, apiclient.Phone{Extension: fmt.Sprint(5000 + i), ServerIP: "10.0.9.8"})
	}
	var b strings.Builder
	if err := Compared(&b, c); err != nil {
		t.Fatal(err)
	}
	end := "and 5 more: compare --json\n0 the same, 0 only in the list, 85 only on the dialer, 0 different\n"
	if lines := strings.Count(b.String(), "\n"); lines != TableRows+3 || !strings.HasSuffix(b.String(), end) {
		t.Errorf("%d lines: %s", lines, b.String())
	}
	if d := comparedOf(c); len(d.OnlyDialer) != TableRows+5 {
		t.Errorf("%d in the document", len(d.OnlyDialer))
	}
}
