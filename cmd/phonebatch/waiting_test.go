package main

import (
	"bytes"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/report"
)

func TestALongWaitIsSaid(t *testing.T) {
	busy := apiclient.Reply{Code: apiclient.CodeServerError, Status: 503, Barrier: apiclient.BarrierBusy, RetryAfter: 2 * time.Minute}
	for after, want := range map[time.Duration]string{
		time.Second:     "",
		2 * time.Minute: "the dialer is busy or down: it answered 503 Service Unavailable, and wants to be left alone for 2m0s; trying again in 2m0s\n",
	} {
		var screen bytes.Buffer
		a := &app{screen: report.NewScreen(&screen, true)}
		a.tellRetry(busy, after)
		if screen.String() != want {
			t.Errorf("%s: said %q, want %q", after, &screen, want)
		}
	}
}
