package codes

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

// nothingToDo lists the codes that need no remedy: nothing is wrong, or the status of the row says everything.
var nothingToDo = []Code{
	apiclient.CodeAdded, apiclient.CodeUpdated, apiclient.CodeDeleted, apiclient.CodeRefreshed, apiclient.CodeVersion,
	apiclient.CodeNothingToDo, apiclient.CodePhoneAbsent, apiclient.CodeAliasAbsent, Ready, apiclient.CodeWouldUpdate, Unchanged,
	WouldRetire,
}

func TestTheTableIsWhole(t *testing.T) {
	seen := make(map[Code]bool)
	for _, k := range Kinds() {
		if seen[k.Code] || !regexp.MustCompile(`^[a-z][a-z_0-9]*$`).MatchString(string(k.Code)) {
			t.Errorf("%q is no code, or stands in the table twice", k.Code)
		}
		seen[k.Code] = true
		if k.Meaning == "" || k.Scope.String() == "" || k.Meaning != Meaning(k.Code) {
			t.Errorf("%s is not explained: %+v", k.Code, k)
		}
		if has := Remedy(k.Code) != ""; has == slices.Contains(nothingToDo, k.Code) || has != (len(Remedies(k.Code)) > 0 || k.Row != "") {
			t.Errorf("%s: is there something to do? %q", k.Code, Remedy(k.Code))
		}
		for _, text := range append([]string{k.Meaning, k.Remedy, k.Row}, strings.Split(k.Stop, "\n")...) {
			if strings.HasSuffix(text, ".") || strings.TrimSpace(text) != text {
				t.Errorf("%s is explained with a full stop, or with blanks around: %q", k.Code, text)
			}
		}
		if slices.Contains(Ignorable, k.Code) == k.Fixed || k.Scope > ListScope && !k.Fixed {
			t.Errorf("%s: can it be ignored?", k.Code)
		}
		if slices.Contains(Found(), k.Code) != (k.Scope <= FileScope) {
			t.Errorf("%s: is it found before anything is sent?", k.Code)
		}
	}
	if Meaning("no_such_code") != "" || Remedy("no_such_code") != "" || len(Remedies("no_such_code")) > 0 {
		t.Error("a word that is no code has an entry")
	}
}

func TestRemedies(t *testing.T) {
	if got := Remedy(apiclient.CodeForeign); got != isURL+"; "+findOut {
		t.Errorf("a row's remedy is %q", got)
	}
	if got := Remedies(apiclient.CodeLogin); len(got) != 2 || got[0] != Remedy(apiclient.CodeLogin) {
		t.Errorf("a run's remedies are %q, a row's is %q", got, Remedy(apiclient.CodeLogin))
	}
	if got := RemedyFor(TooShort, Fewest, 3); got != "use at least 3 characters" {
		t.Errorf("got %q", got)
	}
	if got := RemedyFor(TooShort, ForUndo); got != Remedy(TooShort) {
		t.Errorf("without the case: %q", got)
	}
}

func TestEveryBarrierHasARemedy(t *testing.T) {
	for _, b := range []apiclient.Barrier{
		apiclient.BarrierBusy, apiclient.BarrierLogin, apiclient.BarrierFirewall, apiclient.BarrierProxy,
		apiclient.BarrierBrowser, apiclient.BarrierPage, apiclient.BarrierNetwork, apiclient.BarrierMissing,
		apiclient.BarrierScheme,
	} {
		for _, r := range []apiclient.Reply{{Barrier: b}, {Barrier: b, Via: "http://proxy", RetryAfter: 1e9}} {
			if lines := BarrierRemedies(r); len(lines) == 0 || slices.Contains(lines, "") {
				t.Errorf("%s: %q", b, lines)
			}
		}
	}
	if lines := BarrierRemedies(apiclient.Reply{}); len(lines) > 0 {
		t.Errorf("no barrier: %q", lines)
	}
	busy := apiclient.Reply{Barrier: apiclient.BarrierBusy, Via: "x"}
	if first := BarrierRemedies(busy); !slices.Equal(first, BarrierRemedies(busy)) {
		t.Error("asked twice, the remedies differ")
	}
	for status, word := range map[int]string{401: "password", 407: "password", 403: "allow", 502: "cannot reach"} {
		if lines := fmt.Sprint(ProxyRemedies(status)); !strings.Contains(lines, word) {
			t.Errorf("%d: %s", status, lines)
		}
	}
}
