package run

import (
	"fmt"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/pace"
)

// The types of package pace, for tasks that are items and answers that are replies.
type (
	outcome = pace.Outcome[*item, apiclient.Reply]
	next    = pace.Next[*item, apiclient.Reply]
	errand  = pace.Errand[*item, apiclient.Reply]
)

// settleTime is how long an interrupted run may still look for objects in doubt.
const settleTime = 10 * time.Second

// hire makes the crew that makes the calls of an engine.
func hire(o *Options) *pace.Crew[*item, apiclient.Reply] {
	pacer := o.Pacer
	if pacer == nil {
		pacer = pace.AtMost(o.Rate)
	}
	return pace.New[*item](pace.Options[apiclient.Reply]{
		Workers: o.Workers, Pacer: pacer, GiveUp: o.GiveUp, Grace: settleTime, Claims: o.claimSize(), Read: read, Panicked: panicked,
		Sync:  func() error { return recorded(o.Ledger.Sync()) },
		Flush: func() error { return recorded(o.Ledger.Flush()) },
	})
}

// read returns what a reply tells about the dialer.
func read(r apiclient.Reply) pace.Reading {
	reading := pace.Reading{Voice: pace.Silent, Way: r.Connect, Dialled: r.Dialled, Stay: r.RetryAfter, Last: endsTheRun(r.Code)}
	switch {
	case r.Code == codes.Internal:
		reading.Voice = pace.Mute
	case !r.Code.Unclear() && r.Code != apiclient.CodeNeverSent || r.Code == apiclient.CodeAnotherPhone:
		reading.Voice = pace.Heard
	}
	return reading
}

// panicked makes a reply from a panic. The text of the panic may contain a password, so panicked keeps only its type.
func panicked(value any) apiclient.Reply {
	return apiclient.Reply{Code: codes.Internal, Err: fmt.Errorf("a fault in phonebatch: panic of type %T", value)}
}

// endsTheRun reports whether no call may follow an answer: the dialer refuses this user, or has stored a mere question.
func endsTheRun(code apiclient.Code) bool {
	return code.Refuses() || code == apiclient.CodeProbeAccepted
}
