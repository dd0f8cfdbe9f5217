package run

import (
	"cmp"
	"context"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// Undo deletes every object of a kind that has no result yet and no change. Call Enter first, and Undo for the aliases
// before Undo for their phones. Errors are those of Add.
func (e *Engine) Undo(ctx context.Context, k object.Kind) error {
	rows := e.toMove(k)
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Deleting, len(rows))
	defer track.end()
	return e.each(ctx, errand{Units: singles(rows), Call: e.remove, Claim: e.claim, Done: func(o outcome) (next, error) {
		step := e.deleted
		if o.Look {
			step = e.lookedDeleted
		}
		n, err := step(o)
		if n.Call != nil {
			return n, err
		}
		track.step(!o.Task.result.Done(false))
		return n, cmp.Or(err, e.record(o.Task))
	}})
}

// absentCode returns the code of an object that is not on the dialer.
func (it *item) absentCode() apiclient.Code {
	if it.object.Kind == object.Alias {
		return apiclient.CodeAliasAbsent
	}
	return apiclient.CodePhoneAbsent
}

// deleted takes the answer to one deletion.
func (e *Engine) deleted(o outcome) (next, error) {
	it, reply := o.Task, o.Answer
	it.result.Attempts++
	it.result.Duration += o.Took
	switch code := reply.Code; {
	case code == apiclient.CodeDeleted:
		it.answer(object.Deleted, reply)
	case code == apiclient.CodePhoneAbsent || code == apiclient.CodeAliasAbsent: // or invisible for this user: a question tells
		it.answer(object.NotVisible, reply)
		return next{Call: e.probe, Look: true}, nil
	case code == apiclient.CodeMayNotDelete: // this user may delete nothing
		it.answer(object.Refused, reply)
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case code.Refuses():
		it.answer(object.NotSent, reply)
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case unanswered(code):
		return e.lost(o), nil
	default:
		it.answer(object.Refused, reply)
	}
	return next{}, nil
}

// lookedDeleted takes the answer to the question whether a phone is gone. If the answer to the deletion was lost and
// the phone is still there twice, the phone is deleted again.
func (e *Engine) lookedDeleted(o outcome) (next, error) {
	it, reply := o.Task, o.Answer
	lost := it.result.Status == object.Unconfirmed
	switch code := reply.Code; {
	case endsTheRun(code):
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case unanswered(code):
		if time.Since(it.sent) > e.options.GiveUp {
			return next{}, nil
		}
		return e.repeatLook(it), nil
	case code.Absent() && lost:
		it.settle(object.Deleted, apiclient.CodeDeleted, "the answer was lost; asked again, the "+string(it.object.Kind)+" is not there any more", "")
	case code.Absent():
		it.settle(object.Gone, it.absentCode(), "it was not there any more; asked, the dialer says the same", "")
	case !code.There(): // the answer is about the server or the question, not about the phone
		it.answer(it.result.Status, reply)
	case !lost:
		it.settle(object.NotVisible, codes.NotVisible, "the dialer says that it does not exist, and asked, that it does", codes.Remedy(codes.NotVisible))
	case time.Since(it.sent) > e.options.GiveUp: // the object stays unconfirmed
	case !it.absentOnce:
		it.absentOnce, it.tries = true, 0
		return next{Call: e.probe, After: lookPause, Look: true}, nil
	default:
		it.resent++
		return next{Call: e.remove, Again: true}, nil
	}
	return next{}, nil
}
