package run

import (
	"cmp"
	"context"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// Add adds every row that has no result yet. The first row of each template goes before the template's others, and
// where rows were not asked about, so does the first of each server.
func (e *Engine) Add(ctx context.Context) error {
	rows := e.pending()
	track := e.track(Adding, len(rows))
	defer track.end()
	add := func(items []*item) error {
		return e.each(ctx, errand{units: e.apart(items), call: e.dialer.AddPhone, claim: true, done: func(o outcome) (next, error) {
			n, err := e.adding(o)
			if n.call != nil {
				return n, err
			}
			track.step(o.item.result.Status != object.Added)
			return n, cmp.Or(err, e.record(o.item), e.tooMany(o.item))
		}})
	}
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
	return add(open(rows))
}

// maxLeaders is how many rows in turn may try to find out about what their rows have in common.
const maxLeaders = 3

// lead adds the first row of each key, alone among the rows of its key, and settles the others where the dialer does not
// know what they have in common. A row that is refused for a reason of its own has found out nothing: the next one leads.
func (e *Engine) lead(k key, rows []*item, add func([]*item) error) error {
	known := make(map[string]bool)
	for range maxLeaders {
		var unknown []*item
		for _, it := range open(rows) {
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
		e.refuseDead(serverKey)
		e.refuseDead(templateKey)
		if err := e.exceeded(); err != nil {
			return err
		}
	}
	return nil
}

// adding takes the answer to an add_phone, or to a question about a row that an add_phone has left in doubt.
func (e *Engine) adding(o outcome) (next, error) {
	if o.look {
		return e.looked(o, e.resend)
	}
	return e.added(o)
}

// added takes the answer to one add_phone.
func (e *Engine) added(o outcome) (next, error) {
	it, reply := o.item, o.reply
	it.result.Attempts++
	it.result.Duration += o.took
	switch code := reply.Code; {
	case code == apiclient.CodeAdded:
		it.answer(object.Added, reply)
	case code == apiclient.CodePhoneExists && it.resent > 0 && !it.twin:
		it.foundOwn("the first request came through late: the phone was absent when it was sent again", editedSince)
	case code == apiclient.CodePhoneExists:
		it.answer(object.Exists, reply)
	case code.Refuses():
		if it.resent == 0 {
			it.answer(object.NotSent, reply)
		}
		return next{}, &StopError{Reply: reply, Line: it.row.Line}
	case unanswered(code):
		return e.lost(o), nil
	default:
		it.answer(object.Refused, reply)
		switch code {
		case apiclient.CodeServer:
			e.dead[serverKey(it)] = it
		case apiclient.CodeTemplate:
			e.dead[templateKey(it)] = it
		}
	}
	return next{}, nil
}
