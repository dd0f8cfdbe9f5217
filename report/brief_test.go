package report

import (
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

func TestInShortItIsSaidWhichPhonesAreNotThere(t *testing.T) {
	results := []object.Result{added(2, object.VerifiedYes), added(3, object.VerifiedNo), added(4, object.VerifiedNo), added(9, object.VerifiedUnknown), added(10, object.NotAsked)}
	if got, want := VerifiedShort(results), "of 5 phones 2 not there (lines 3, 4), 2 unknown (lines 9, 10)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := VerifiedShort(results[:2]), "of 2 phones 1 not there (line 3)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestInShortTheReasonsAreSaid(t *testing.T) {
	rows := func(code apiclient.Code, lines ...int) (list []object.Result) {
		for _, line := range lines {
			list = append(list, refused(line, code, ""))
		}
		return list
	}
	many := func(parts ...[]object.Result) (list []object.Result) {
		for _, p := range parts {
			list = append(list, p...)
		}
		return list
	}
	there := object.Result{Line: 11, Status: object.Exists, Code: apiclient.CodePhoneExists}
	for _, tt := range []struct {
		name string
		s    Summary
		want string
	}{
		{"one", Summary{Results: append(rows("login_exists", 4), added(2, "")), FailedPath: "FILE"}, "1 of 2 rows not done: login_exists (line 4): FILE"},
		{"two codes", Summary{Results: many(rows(codes.TooShort, 7), rows("login_exists", 4, 9)), FailedPath: "FILE"}, "3 of 3 rows not done: login_exists (lines 4, 9), too_short (line 7): FILE"},
		{"many lines", Summary{Results: rows("a", 2, 3, 4, 5, 6, 7, 8)}, "7 of 7 rows not done: a (lines 2, 3, 4, 5, 6 and 2 more)"},
		{"many codes", Summary{Results: many(rows("a", 2), rows("b", 3), rows("c", 4), rows("d", 5), rows("e", 6))}, "5 of 5 rows not done: a (line 2), b (line 3), c (line 4) and 2 other codes"},
		{"one code, two statuses", Summary{Results: append(rows("a", 2), object.Result{Line: 3, Status: object.Unconfirmed, Code: "a"})}, "2 of 2 rows not done: a (lines 2, 3)"},
		{"what exists is done", Summary{Results: append(rows("a", 2), there), SkipExisting: true}, "1 of 2 rows not done: a (line 2)"},
		{"all done", Summary{Results: []object.Result{added(2, "")}}, "0 of 1 row not done"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.s.Short(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
