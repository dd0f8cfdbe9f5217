package run

import (
	"cmp"
	"context"

	"phonebatch/batch/object"
)

// AskServers asks about one object of each server for which doubtful returns true, and stores nothing. If the dialer
// does not know the server, all its objects are refused. A server that an earlier question has proved is left out, and
// a question that gets no answer leaves its object as it is. Call AskServers after See. Errors are those of Add.
func (e *Engine) AskServers(ctx context.Context, doubtful func(serverIP string) bool) error {
	proved := make(map[string]bool)
	for i := range e.items {
		if it := &e.items[i]; it.asked {
			proved[serverKey(it)] = true
		}
	}
	var rows []*item
	for _, it := range e.pendingOf(object.Phone) {
		if !proved[serverKey(it)] && doubtful(it.object.Phone.ServerIP) {
			rows = append(rows, it)
		}
	}
	first, _ := leaders(rows, serverKey)
	if len(first) == 0 {
		return nil
	}
	track := e.track(Asking, len(first))
	defer track.end()
	err := e.each(ctx, errand{Units: singles(first), Call: e.probe, Done: func(o outcome) (next, error) {
		it := o.Task
		if unanswered(o.Answer.Code) {
			if again, ok := e.retry(o); ok {
				return again, nil
			}
			it.tries = 0
			track.step(true)
			return next{}, nil
		}
		n, err := e.asked(o, object.NotSent)
		it.unseen = it.unseen && !it.asked // the answer says more than the view
		track.step(!it.asked)
		return n, cmp.Or(err, e.tooMany(it))
	}})
	if err != nil {
		return err
	}
	e.refuseUnknown(serverKey)
	return e.exceeded()
}

// Open reports whether the object at index i has no result yet.
func (e *Engine) Open(i int) bool { return e.items[i].open() }
