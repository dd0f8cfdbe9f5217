package apiclient

import (
	"errors"
	"net/http/httptrace"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheTimeToConnectIsThatOfTheAttemptThatSucceeds(t *testing.T) {
	refused := errors.New("refused")
	type attempt struct {
		address      string
		begins, ends time.Duration // after the start of the call
		err          error
	}
	for name, tt := range map[string]struct {
		attempts []attempt
		reused   bool
		want     time.Duration
	}{
		"one":                      {[]attempt{{"a", 0, 80, nil}}, false, 80},
		"the first fails":          {[]attempt{{"a", 0, 50, refused}, {"b", 50, 90, nil}}, false, 40},
		"two at the same time":     {[]attempt{{"a", 0, 900, refused}, {"b", 300, 380, nil}}, false, 80},
		"both succeed":             {[]attempt{{"a", 0, 350, nil}, {"b", 300, 380, nil}}, false, 350},
		"at no time":               {[]attempt{{"a", 5, 5, nil}}, false, 1},
		"for another call":         {[]attempt{{"a", 0, 80, nil}}, true, 0},
		"nobody answers":           {[]attempt{{"a", 0, 80, refused}}, false, 0},
		"the call has ended":       {[]attempt{{"a", 0, 2000, nil}}, false, 0},
		"no connection is dialled": {nil, false, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			var tr trace
			hooks := httptrace.ContextClientTrace(tr.context(t.Context()))
			for _, a := range tt.attempts {
				time.AfterFunc(a.begins, func() { hooks.ConnectStart("tcp", a.address) })
				time.AfterFunc(a.ends, func() {
					synctest.Wait() // an attempt begins before it ends
					hooks.ConnectDone("tcp", a.address, a.err)
				})
			}
			time.Sleep(1000)
			hooks.GotConn(httptrace.GotConnInfo{Reused: tt.reused})
			if got := tr.connect(); got != tt.want {
				t.Errorf("%s: %d, want %d", name, got, tt.want)
			}
			time.Sleep(2000)
		})
	}
}

func TestAConnectionForAnotherCallWasDialledAllTheSame(t *testing.T) {
	var call trace
	if call.dialled() != 0 {
		t.Errorf("%s before an attempt", call.dialled())
	}
	call.connectBegins("192.0.2.1:443")
	call.connectEnds("192.0.2.1:443", nil)
	if call.dialled() <= 0 || call.connect() != 0 {
		t.Errorf("dialled in %s, connected in %s", call.dialled(), call.connect())
	}
}
