package run

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
)

// A door is a fake whose first questions get the given replies.
type door struct {
	*fake
	replies []apiclient.Reply
}

func (d *door) ProbePhone(ctx context.Context, p apiclient.Phone) apiclient.Reply {
	r := d.fake.ProbePhone(ctx, p)
	if len(d.replies) > 0 {
		r, d.replies = d.replies[0], d.replies[1:]
	}
	return r
}

func busyWith(status int, after time.Duration) apiclient.Reply {
	return apiclient.Reply{Code: apiclient.CodeServerError, Status: status, Barrier: apiclient.BarrierBusy, RetryAfter: after}
}

func knock(t *testing.T, o Options, replies ...apiclient.Reply) (d *door, took time.Duration, err error) {
	d = &door{newFake(t), replies}
	told := 0
	o.Again = func(r apiclient.Reply, after time.Duration) {
		if told++; after < r.RetryAfter || after <= 0 {
			t.Errorf("waits %s where %s is asked for", after, r.RetryAfter)
		}
	}
	e := New(listed(3), o)
	e.Connect(d, "fake", apiclient.Dialect{})
	began := time.Now()
	err = e.Gate(t.Context())
	if told != len(d.made())-1 {
		t.Errorf("told of %d waits, %v", told, d.made())
	}
	return d, time.Since(began), err
}

func TestABusyDialerIsAskedAgainFirstToo(t *testing.T) {
	o := Options{Workers: 4, Retries: 3, GiveUp: 5 * time.Minute, Run: "r1"}
	for _, trouble := range []apiclient.Reply{
		busyWith(429, 0), busyWith(500, 0), busyWith(502, 0), busyWith(503, 0), busyWith(504, 0),
		{Code: apiclient.CodeDatabase, Status: 200},
		{Code: apiclient.CodeAnotherPhone, Status: 200},
		{Code: apiclient.CodeLost, Err: errors.New("x")},
	} {
		synctest.Test(t, func(t *testing.T) {
			if d, _, err := knock(t, o, trouble, trouble, trouble); err != nil || len(d.made()) != 4 {
				t.Errorf("%s: %v after %v", trouble.Message(), err, d.made())
			}
			d, _, err := knock(t, o, trouble, trouble, trouble, trouble)
			stop := stopped(t, err)
			if stop.Reply.Code != trouble.Code || !stop.First || stop.Asked != 4 || len(d.made()) != 4 {
				t.Errorf("%+v after %v", stop, d.made())
			}
		})
	}
}

func TestABusyDialerIsLeftAloneAsLongAsItAsks(t *testing.T) {
	o := Options{Workers: 4, Retries: 3, GiveUp: 5 * time.Minute, Run: "r1"}
	for _, tt := range []struct {
		after time.Duration
		calls int
		least time.Duration
	}{
		{time.Second, 4, 3 * time.Second},
		{time.Minute, 4, 3 * time.Minute},
		{2 * time.Minute, 3, 4 * time.Minute}, // a third time would be more than --give-up
		{5 * time.Minute, 2, 5 * time.Minute},
		{10 * time.Minute, 1, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			b := busyWith(503, tt.after)
			d, took, err := knock(t, o, b, b, b, b)
			stop := stopped(t, err)
			if len(d.made()) != tt.calls || took < tt.least || took > tt.least+5*time.Second {
				t.Errorf("%s: %d calls in %s, want %d in %s", tt.after, len(d.made()), took, tt.calls, tt.least)
			}
			said := stop.Error()
			if !strings.HasPrefix(said, "the dialer is busy or down: it answered 503 Service Unavailable") || !strings.HasSuffix(said, ", and wants to be left alone for "+tt.after.String()) {
				t.Errorf("said %q", said)
			}
		})
	}
}

// A guard or a foreign page stays the same when the question is repeated.
func TestWhatWillNotPassIsAskedOnce(t *testing.T) {
	for barrier, words := range barriers {
		if barrier == apiclient.BarrierBusy {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			r := apiclient.Reply{Code: apiclient.CodeForeign, Status: 403, Barrier: barrier, Title: "Stop"}
			d, _, err := knock(t, Options{Workers: 4, Retries: 3, GiveUp: time.Minute, Run: "r1"}, r, r)
			if want := words + `: it answered 403 Forbidden, with a page titled "Stop"`; stopped(t, err).Error() != want || len(d.made()) != 1 {
				t.Errorf("%q after %v", err, d.made())
			}
		})
	}
}
