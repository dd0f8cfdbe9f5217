package run

import (
	"cmp"
	"context"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// Undo deletes the phone of every row that has no result yet. Call Gate before.
func (e *Engine) Undo(ctx context.Context) error {
	rows := e.pending()
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Deleting, len(rows))
	defer track.end()
	return e.each(ctx, errand{units: alone(rows), call: e.deletePhone, claim: true, done: func(o outcome) (next, error) {
		step := e.deleted
		if o.look {
			step = e.lookedDeleted
		}
		n, err := step(o)
		if n.call != nil {
			return n, err
		}
		track.step(!o.item.result.Done(false))
		return n, cmp.Or(err, e.record(o.item))
	}})
}

func (e *Engine) deletePhone(ctx context.Context, p apiclient.Phone) apiclient.Reply {
	return e.dialer.DeletePhone(ctx, p.Extension, p.ServerIP)
}

// deleted takes the answer to one deletion.
func (e *Engine) deleted(o outcome) (next, error) {
	it, reply := o.item, o.reply
	it.result.Attempts++
	it.result.Duration += o.took
	switch code := reply.Code; {
	case code == apiclient.CodeDeleted:
		it.answer(object.Deleted, reply)
	case code == apiclient.CodePhoneAbsent: // or merely not to be seen by this user: a question tells
		it.answer(object.NotVisible, reply)
		return next{call: e.dialer.ProbePhone, look: true}, nil
	case code == apiclient.CodeMayNotDelete: // nothing was deleted, and nothing will be
		it.answer(object.Refused, reply)
		return next{}, &StopError{Reply: reply, Line: it.row.Line}
	case code.Refuses():
		it.answer(object.NotSent, reply)
		return next{}, &StopError{Reply: reply, Line: it.row.Line}
	case unanswered(code):
		return e.lost(o), nil
	default:
		it.answer(object.Refused, reply)
	}
	return next{}, nil
}

// lookedDeleted takes the answer to the question whether a phone is gone. One that is still there twice, after an answer
// that was lost, is deleted again.
func (e *Engine) lookedDeleted(o outcome) (next, error) {
	it, reply := o.item, o.reply
	lost := it.result.Status == object.Unconfirmed
	switch code := reply.Code; {
	case endsTheRun(code):
		return next{}, &StopError{Reply: reply, Line: it.row.Line}
	case unanswered(code):
		if time.Since(it.sent) > e.options.GiveUp {
			return next{}, nil
		}
		return e.lookOnceMore(it), nil
	case code.Absent() && lost:
		it.settle(object.Deleted, apiclient.CodeDeleted, "the answer was lost; asked again, the phone is not there any more", "")
	case code.Absent():
		it.settle(object.Gone, apiclient.CodePhoneAbsent, "it was not there any more; asked, the dialer says the same", "")
	case code != apiclient.CodePhoneExists: // of the server, or of the question: not of the phone
		it.answer(it.result.Status, reply)
	case !lost:
		it.settle(object.NotVisible, codes.NotVisible, "the dialer says that it does not exist, and asked, that it does", codes.Hint(codes.NotVisible))
	case time.Since(it.sent) > e.options.GiveUp: // it stays unconfirmed
	case !it.missed:
		it.missed, it.tries = true, 0
		return next{call: e.dialer.ProbePhone, after: lookAgain, look: true}, nil
	default:
		it.resent++
		return next{call: e.deletePhone, resend: true}, nil
	}
	return next{}, nil
}
