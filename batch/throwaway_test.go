package batch

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

func atOnce(context.Context) error { return nil }

// The calls of a trial.
const (
	callAdd    = "add_phone"
	callAsk    = "question"
	callRemove = "update_phone"
)

func storedReply(f url.Values) string {
	return "SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|" + f.Get("extension") + "|10.0.9.8|EXTERNAL|" + f.Get("dialplan_number")
}

func loginTakenReply(f url.Values) string {
	return "ERROR: add_phone PHONE LOGIN ALREADY EXISTS: |6666|" + f.Get("phone_login")
}

func always(text string) func(url.Values) string { return func(url.Values) string { return text } }

// trialTests lists faults of a trial, and how the trial ends.
var trialTests = map[string]struct {
	spoiled string // the calls that answer answers in place of the dialer
	nth     int    // the number of the spoiled call; 0 means every call
	answer  func(url.Values) string
	end     TrialEnd
	code    apiclient.Code // of the deciding answer
	left    bool
	stored  int
	calls   int
}{
	"all is well":         {"", 0, nil, "", "", false, 0, 4},
	"refused":             {callAdd, 0, loginTakenReply, TrialNotAdded, apiclient.CodeLoginExists, false, 0, 1},
	"another is refused":  {callAdd, 0, always("ERROR: add_phone PHONE LOGIN ALREADY EXISTS: |6666|x"), TrialUnclear, apiclient.CodeAnotherPhone, true, 0, 2},
	"another is there":    {callAsk, 0, always("ERROR: add_phone PHONE ALREADY EXISTS ON THIS SERVER: |6666|10.0.9.8|x"), TrialInDoubt, apiclient.CodeDeleted, true, 0, 4},
	"another is deleted":  {callRemove, 0, always("SUCCESS: update_phone PHONE HAS BEEN DELETED - 6666|x|10.0.9.8|"), TrialNotDeleted, apiclient.CodeAnotherPhone, true, 1, 4},
	"silent loss":         {callAdd, 0, storedReply, TrialNotStored, apiclient.CodeAdded, false, 0, 2},
	"empty answer":        {callAdd, 0, always(""), TrialUnclear, apiclient.CodeEmpty, true, 0, 2},
	"may not delete":      {callRemove, 0, always("NOTICE: update_phone USER DOES NOT HAVE PERMISSION TO DELETE PHONES: |6666|x|10.0.9.8"), TrialMayNotDelete, apiclient.CodeMayNotDelete, true, 1, 3},
	"function forbidden":  {callRemove, 0, always("ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |6666|update_phone|"), TrialNotDeleted, apiclient.CodeFunction, true, 1, 4},
	"deletion unclear":    {callRemove, 0, always(""), TrialNotDeleted, apiclient.CodeEmpty, true, 1, 4},
	"first answer lost":   {callAsk, 1, always(""), "", "", false, 0, 4},
	"last answer lost":    {callAsk, 2, always(""), TrialInDoubt, apiclient.CodeDeleted, true, 0, 4},
	"no answer but to it": {callAsk, 0, always(""), TrialInDoubt, apiclient.CodeDeleted, true, 0, 4},
}

// TestTryDeleteTellsWhatBecameOfItsPhone: a throw-away phone that may be on the dialer is never reported as gone.
func TestTryDeleteTellsWhatBecameOfItsPhone(t *testing.T) {
	for name, tt := range trialTests {
		t.Run(name, func(t *testing.T) {
			d, seen := newDialer(), make(map[string]int)
			d.instead = func(function string, f url.Values) (int, string) {
				if f.Get("local_gmt") == "99.99" {
					function = callAsk
				}
				seen[function]++
				if function != tt.spoiled || tt.nth != 0 && tt.nth != seen[function] {
					return 0, ""
				}
				return 200, tt.answer(f)
			}
			extension, err := TryDelete(t.Context(), d.client(t, "1234"), "10.0.9.8", atOnce)
			var trial *TrialError
			switch errors.As(err, &trial); {
			case tt.end == "" && (err != nil || !strings.HasPrefix(extension, "phonebatchtry")):
				t.Errorf("%q, %v", extension, err)
			case tt.end != "" && (trial == nil || trial.End != tt.end || trial.Reply.Code != tt.code || trial.Left() != tt.left):
				t.Errorf("%+v; want %q by %s, left: %v", trial, tt.end, tt.code, tt.left)
			case tt.end != "" && (trial.Extension != extension || trial.ServerIP != "10.0.9.8" || !strings.Contains(err.Error(), extension)):
				t.Errorf("%v does not name %s", err, extension)
			}
			if n := len(d.Phones()); n != tt.stored || len(d.calls) != tt.calls {
				t.Errorf("%d phones are stored after %v", n, d.calls)
			}
		})
	}
}

// TestTryDeleteWhereNothingIsCertain: it is not known whether the phone was stored, and its absence proves nothing.
func TestTryDeleteWhereNothingIsCertain(t *testing.T) {
	d, asked := newDialer(), 0
	d.instead = func(function string, f url.Values) (int, string) {
		if f.Get("local_gmt") == "99.99" {
			asked++
			return map[bool]int{true: 500}[asked == 1], ""
		}
		return map[bool]int{true: 500}[function == "add_phone"], ""
	}
	_, err := TryDelete(t.Context(), d.client(t, "1234"), "10.0.9.8", atOnce)
	var trial *TrialError
	if !errors.As(err, &trial) || trial.End != TrialInDoubt || trial.Reply.Code != apiclient.CodePhoneAbsent {
		t.Errorf("%v", err)
	}
}

func TestTryDeleteOnceBegunLeavesNothingBehind(t *testing.T) {
	d := newDialer()
	ctx, cancel := context.WithCancel(t.Context())
	d.lose = func(string, url.Values) bool { cancel(); return false }
	waits := 0
	wait := func(ctx context.Context) error {
		if waits++; waits > 1 {
			return errors.New("no more")
		}
		return ctx.Err()
	}
	if _, err := TryDelete(ctx, d.client(t, "1234"), "10.0.9.8", wait); err != nil {
		t.Error(err)
	}
	if n := len(d.Phones()); n != 0 || waits != 4 {
		t.Errorf("%d phones are left after %d waits", n, waits)
	}
}

func TestTryDeleteThatIsEndedBeforeItBegan(t *testing.T) {
	d := newDialer()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := TryDelete(ctx, d.client(t, "1234"), "10.0.9.8", func(ctx context.Context) error { return ctx.Err() })
	var trial *TrialError
	if !errors.Is(err, context.Canceled) || errors.As(err, &trial) || len(d.calls) != 0 {
		t.Errorf("%v after %v", err, d.calls)
	}
}

func TestThrowAwayPhonesAreStoredAsTheyAre(t *testing.T) {
	for range 100 {
		p := throwAway("10.0.9.8")
		if stored := (apiclient.Dialect{Build: 110614}).Stores(p); stored.Extension != p.Extension || stored.PhoneLogin != p.PhoneLogin || len(p.PhoneLogin) > 15 {
			t.Fatalf("%+v is stored as %+v", p, stored)
		}
		if other := throwAway("10.0.9.8"); other.Extension == p.Extension {
			t.Fatalf("%s twice", p.Extension)
		}
	}
}
