package run

import (
	"cmp"
	"context"

	"phonebatch/apiclient"
)

// Verify asks again about every row that was added: the server's word is no proof (contract/API.md, "Transport"). On
// an engine that nothing was sent with yet, the first question goes alone.
func (e *Engine) Verify(ctx context.Context) error {
	var rows []*item
	for i := range e.items {
		it := &e.items[i]
		fresh := it.result.Status == Added && it.result.Verified != VerifiedYes
		if fresh || e.reopened && (it.result.Status == Added || it.result.Status == Unconfirmed) {
			rows = append(rows, it)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Verifying, len(rows))
	defer track.end()
	take := func(o outcome) (next, error) {
		n, err := e.verified(o)
		if n.call != nil {
			return n, err
		}
		track.step(o.item.result.Verified != VerifiedYes)
		return n, cmp.Or(err, e.record(o.item))
	}
	if !e.gated && len(rows) > 0 {
		if err := e.gate(ctx, rows[0], take); err != nil {
			return err
		}
		rows = rows[1:]
	}
	return e.each(ctx, errand{units: alone(rows), call: e.dialer.ProbePhone, done: take})
}

// verified takes the answer to the question whether a phone that was added is there.
func (e *Engine) verified(o outcome) (next, error) {
	it := o.item
	switch code := o.reply.Code; {
	case code == apiclient.CodePhoneExists:
		it.result.Verified = VerifiedYes
	case code == apiclient.CodeProbeAccepted || code.Refuses():
		it.result.Verified = VerifiedUnknown
		return next{}, &StopError{Reply: o.reply, Line: it.row.Line}
	case code.Unclear() || code == apiclient.CodeNeverSent || code == CodeInternal:
		if again, ok := e.retry(o); ok {
			return again, nil
		}
		it.result.Verified = VerifiedUnknown
	default:
		if it.result.Status == Added {
			it.settle(Unconfirmed, CodeStoredNothing, "the dialer said SUCCESS, but asked again it does not know the phone", Hint(CodeStoredNothing))
		}
		it.result.Verified = VerifiedNo
	}
	return next{}, nil
}
