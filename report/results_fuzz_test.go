package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

func FuzzResults(f *testing.F) {
	f.Add([]byte(resultsHeader))
	f.Add([]byte(written(f, oneResult)))
	f.Add([]byte("\ufeff" + strings.ReplaceAll(written(f, oneResult), "\n", "\r\n")))
	for _, record := range []string{
		`1,phone,added,added,"=1, '=2","'=x","''=x",-5.00,'-5.00,"line` + "\n" + `end",` + "\x1b[2J\u202e,,0,0,,",
		`-1,,,,,,,,,,,,-1,-1,2026-07-01T10:20:30.5+02:00,`,
		`'+1,,,,,,,,,,,,1,1,,`,
		`1,,,,,,,,,,,,1,9223372036854775807,0000-01-01T00:00:00+01:00,`,
	} {
		f.Add([]byte(resultsHeader + record + "\n"))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		results, err := ReadResults(bytes.NewReader(file))
		if err != nil {
			if results != nil {
				t.Fatalf("both %v and %v", results, err)
			}
			return
		}
		for i := range results {
			r := &results[i]
			*r = asWritten(*r)
		}
		text := written(t, results...)
		back, err := ReadResults(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if d := cmp.Diff(results, back, cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
		if twice := written(t, back...); twice != text {
			t.Fatalf("%q\n%q", text, twice)
		}
	})
}

// asWritten returns a result as it is after WriteResults and ReadResults: with plain text, in UTC, in milliseconds.
func asWritten(r object.Result) object.Result {
	for _, s := range []*string{&r.Message, &r.Hint, &r.Dialer, &r.ServerIP, &r.Extension, &r.PhoneLogin, &r.PhoneFullName, &r.Run} {
		*s = Plain(*s)
	}
	r.Kind = object.Kind(Plain(string(r.Kind)))
	r.Status, r.Code, r.Verified = object.Status(Plain(string(r.Status))), apiclient.Code(Plain(string(r.Code))), object.Verified(Plain(string(r.Verified)))
	r.FinishedAt = r.FinishedAt.Truncate(time.Second)
	return r
}
