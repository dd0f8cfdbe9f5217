package apiclient_test

import (
	"maps"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

func success(c apiclient.Code) bool {
	switch c {
	case apiclient.CodeAdded, apiclient.CodeUpdated, apiclient.CodeDeleted, apiclient.CodeRefreshed:
		return true
	}
	return false
}

func TestEveryRecordedAnswerIsUnderstood(t *testing.T) {
	for _, e := range recorded(t) {
		r := e.reply()
		if r.Code == "" || r.Code.Unclear() || r.Code.Foreign() || r.Err != nil {
			t.Errorf("%s: %q is %s (%v)", e, e.Body, r.Code, r.Err)
		}
		if success(r.Code) != e.succeeded() {
			t.Errorf("%s: %q is %s", e, e.Body, r.Code)
		}
		if r.Function != e.function() || r.Status != e.Status {
			t.Errorf("%s: the reply is of %q with status %d", e, r.Function, r.Status)
		}
		verdict, _, _ := strings.Cut(e.Body, ":")
		if !strings.HasPrefix(r.Message(), verdict) {
			t.Errorf("%s: %q is shown as %q", e, e.Body, r.Message())
		}
	}
}

// A client must understand the answers of a dialer before the dialer's letter mode is known.
func TestRecordedAnswersAreUnderstoodInTheOtherDialect(t *testing.T) {
	for _, e := range recorded(t) {
		want := e.reply().Code
		e.dialect.NonLatin = !e.dialect.NonLatin
		if got := e.reply().Code; got != want {
			t.Errorf("%s: %s, in the other dialect %s", e, want, got)
		}
	}
}

func TestRecordedAnswersForAnotherPhoneAreNoSuccess(t *testing.T) {
	key := map[apiclient.Function][]string{
		apiclient.AddPhone: {"extension", "server_ip"}, apiclient.UpdatePhone: {"extension", "server_ip"},
		apiclient.AddPhoneAlias: {"alias_id"}, apiclient.UpdatePhoneAlias: {"alias_id"},
	}
	for _, e := range recorded(t) {
		for _, name := range key[e.function()] {
			if !e.succeeded() {
				continue
			}
			other := maps.Clone(e.Request)
			other[name] += "9"
			r := apiclient.ParseReply(apiclient.Request{Function: e.function(), Values: other}, e.dialect, e.Status, []byte(e.Body))
			if r.Code != apiclient.CodeAnotherPhone || !r.Code.Unclear() {
				t.Errorf("%s, with another %s: %s", e, name, r.Code)
			}
			if strings.Contains(r.Message(), "(") {
				t.Errorf("%s: the message shows details: %q", e, r.Message())
			}
		}
	}
}

func TestRecordedVersionIsRead(t *testing.T) {
	all := recorded(t, apiclient.Version)
	if len(all) != 1 {
		t.Fatalf("%d version calls were recorded", len(all))
	}
	if r := all[0].reply(); r.Code != apiclient.CodeVersion || r.Build != current || r.Zone != "-5.00" {
		t.Errorf("%s, build %s, zone %s", r.Code, r.Build, r.Zone)
	}
}

// A proxy sends a truncated body if the connection between proxy and dialer breaks.
func TestTruncatedSuccessNamesAllItsDetails(t *testing.T) {
	seen := make(map[apiclient.Code]bool)
	for _, e := range recorded(t) {
		if !e.succeeded() || seen[e.reply().Code] && e.ID%20 != 0 {
			continue
		}
		whole := e.reply().Code
		seen[whole] = true
		lastDetail := strings.LastIndexByte(e.Body, '|')
		for n := range len(e.Body) {
			r := apiclient.ParseReply(e.request(), e.dialect, 200, []byte(e.Body[:n]))
			switch {
			case success(r.Code) && (r.Code != whole || n <= lastDetail):
				t.Errorf("%s: cut to %q it is %s", e, e.Body[:n], r.Code)
			case !success(r.Code) && !r.Code.Unclear():
				t.Errorf("%s: cut to %q it is the refusal %s", e, e.Body[:n], r.Code)
			}
		}
	}
	if len(seen) != 4 {
		t.Errorf("successes that were cut: %v", seen)
	}
}

func TestTruncatedRefusalIsNoSuccess(t *testing.T) {
	for _, e := range recorded(t) {
		if e.succeeded() || e.ID%5 != 0 {
			continue
		}
		for n := range len(e.Body) {
			if r := apiclient.ParseReply(e.request(), e.dialect, 200, []byte(e.Body[:n])); success(r.Code) {
				t.Errorf("%s: cut to %q it is %s", e, e.Body[:n], r.Code)
			}
		}
	}
}
