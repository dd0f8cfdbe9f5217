package run

import (
	"cmp"
	"context"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// Add adds every phone that has no result yet. It begins with the first object of each template, and, if objects were
// not asked about, with the first of each server. The error is a *StopError, a *FailuresError, a *LedgerError, or the
// cause of the end of ctx.
func (e *Engine) Add(ctx context.Context) error {
	rows := e.toMove(object.Phone)
	track := e.track(Adding, len(rows))
	defer track.end()
	add := func(items []*item) error { return e.addEach(ctx, e.byLogin(items), track) }
	unasked := func(it *item) string {
		if it.asked {
			return ""
		}
		return serverKey(it)
	}
	if err := e.lead(unasked, rows, add); err != nil {
		return err
	}
	if err := e.lead(templateKey, rows, add); err != nil {
		return err
	}
	return add(unsettled(rows))
}

// addEach adds the objects of units. Errors are those of Add.
func (e *Engine) addEach(ctx context.Context, units [][]*item, track *tracker) error {
	return e.each(ctx, errand{Units: units, Call: e.add, Claim: e.claim, Done: func(o outcome) (next, error) {
		n, err := e.adding(o)
		if n.Call != nil {
			return n, err
		}
		track.step(o.Task.result.Status != object.Added)
		return n, cmp.Or(err, e.record(o.Task), e.tooMany(o.Task))
	}})
}

// maxLeaders is how many objects, one after the other, may find out about a key that they share with others.
const maxLeaders = 3

// lead adds the first object of each key before the other objects with that key. If the dialer does not know the server
// or the template, lead refuses the others. An object that is refused for another reason has found out nothing: the
// next object leads.
func (e *Engine) lead(k key, rows []*item, add func([]*item) error) error {
	known := make(map[string]bool)
	for range maxLeaders {
		var unknown []*item
		for _, it := range unsettled(rows) {
			if !known[k(it)] {
				unknown = append(unknown, it)
			}
		}
		first, _ := leaders(unknown, k)
		if len(first) == 0 {
			return nil
		}
		if err := add(first); err != nil {
			return err
		}
		for _, it := range first {
			known[k(it)] = it.result.Status == object.Added
		}
		e.refuseUnknown(serverKey)
		e.refuseUnknown(templateKey)
		if err := e.exceeded(); err != nil {
			return err
		}
	}
	return nil
}

// adding takes the answer to an addition, or to a look for an object that an addition left in doubt.
func (e *Engine) adding(o outcome) (next, error) {
	if o.Look {
		return e.looked(o, e.resend)
	}
	return e.added(o)
}

// added takes the answer to one addition.
func (e *Engine) added(o outcome) (next, error) {
	it, reply := o.Task, o.Answer
	it.result.Attempts++
	it.result.Duration += o.Took
	switch code := reply.Code; {
	case code == apiclient.CodeAdded:
		it.answer(object.Added, reply)
	case code.There() && it.resent > 0 && !e.twin(it):
		it.foundOwn("the first request came through late: the %s was absent when it was sent again", editedSince)
	case code.There():
		e.exists(it, reply.Message())
	case code.Refuses():
		if it.resent == 0 {
			it.answer(object.NotSent, reply)
		}
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case unanswered(code):
		return e.lost(o), nil
	default:
		it.answer(object.Refused, reply)
		switch code {
		case apiclient.CodeServer:
			e.unknown[serverKey(it)] = it
		case apiclient.CodeTemplate:
			e.unknown[templateKey(it)] = it
		}
	}
	return next{}, nil
}
