package preflight

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

func TestRejudgeFollowsTheDialersBuild(t *testing.T) {
	long := numbered(102)
	long.PhonePass = "12345678901"
	web := numbered(103)
	web.OnHookAgent = "y"
	l := mustRead(t, listOf(numbered(101), long, web), Options{Keep: true, Asked: true})
	if l.Invalid != 0 || l.NErrors != 0 {
		t.Fatal(shorts(l.Errors))
	}
	fresh := l.Rejudge(apiclient.Dialect{Build: 180300})
	want := []string{`3 error cut_off phone_pass "***"`, `4 warning field_ignored on_hook_agent "Y"`}
	if d := cmp.Diff(want, shorts(fresh)); d != "" {
		t.Error(d)
	}
	explained(t, fresh)
	tells(t, l, "12345678901", "1234567890")
	if l.Invalid != 1 || l.Ready() != 2 || !l.Rows[1].Invalid || l.Rows[2].Invalid {
		t.Errorf("%d invalid", l.Invalid)
	}
	if l.NErrors != 1 || l.NWarned != 1 || l.Counts[codes.Cut] != 1 || len(l.Errors) != 1 || len(l.Rows[1].Problems) != 1 {
		t.Errorf("%d errors, counts %v", l.NErrors, l.Counts)
	}
	if again := l.Rejudge(apiclient.Dialect{Build: 180300}); len(again) != 0 || l.Invalid != 1 || l.NWarned != 1 {
		t.Errorf("found again: %v", shorts(again))
	}
}

func TestRejudgeOfACurrentBuildFindsNothing(t *testing.T) {
	flag := numbered(102)
	flag.OnHookAgent, flag.PhoneFullName = "maybe", "José (Pepe)"
	l := mustRead(t, listOf(numbered(101), flag), Options{Keep: true, Asked: true})
	if fresh := l.Rejudge(apiclient.Dialect{Build: 241004}); len(fresh) != 0 || l.Invalid != 0 || l.NWarned != 2 {
		t.Errorf("found %v", shorts(fresh))
	}
}

func TestRejudgeLeavesInvalidRowsAlone(t *testing.T) {
	wrong := with(apiclient.PhonePass, "12345678901", apiclient.LocalGMT, "EST")
	l := mustRead(t, listOf(wrong), Options{Keep: true, Asked: true})
	if fresh := l.Rejudge(apiclient.Dialect{Build: old}); len(fresh) != 0 || l.Invalid != 1 || l.NErrors != 1 {
		t.Errorf("found %v, %d invalid", shorts(fresh), l.Invalid)
	}
}

func TestRejudgeHeedsStrictAndIgnore(t *testing.T) {
	web := with(apiclient.OnHookAgent, "Y", apiclient.PhonePass, "12345678901")
	l := mustRead(t, listOf(web), Options{Keep: true, Strict: true, Asked: true, Ignore: ignoring(codes.Cut)})
	fresh := l.Rejudge(apiclient.Dialect{Build: old})
	if d := cmp.Diff([]string{`2 error field_ignored on_hook_agent "Y"`}, shorts(fresh)); d != "" || l.Invalid != 1 {
		t.Error(d)
	}
}

func TestRejudgeKeepsNoMoreProblemsThanAskedFor(t *testing.T) {
	a, b := numbered(101), numbered(102)
	a.PhonePass, b.PhonePass = "12345678901", "12345678901"
	l := mustRead(t, listOf(a, b), Options{Keep: true, Problems: 1, Asked: true})
	l.Rejudge(apiclient.Dialect{Build: old})
	if l.NErrors != 2 || len(l.Errors) != 1 {
		t.Errorf("%d errors kept of %d", len(l.Errors), l.NErrors)
	}
}
