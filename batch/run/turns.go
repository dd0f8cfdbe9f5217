package run

import (
	"context"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// UpdateInTurn makes the changes of phones that Rehearse has found good. A phone whose new login is the present login
// of another phone of the run gets its change after that phone has its own new login. Two phones that exchange their
// logins, and rings of more phones, are left as they are: one of them would have to take a login that is in use, and
// then the dialer steals it (contract/API.md, "update_phone"). done is the status of a changed phone. Errors are those
// of Add.
func (e *Engine) UpdateInTurn(ctx context.Context, done object.Status) error {
	for {
		if err := e.Update(ctx, object.Phone, done); err != nil {
			return err
		}
		if !e.endWaits() {
			return nil
		}
		if err := e.Rehearse(ctx, object.NotSent); err != nil {
			return err
		}
	}
}

// endWaits makes the phones that wait for a login ready for another rehearsal. It reports whether there are any.
func (e *Engine) endWaits() (any bool) {
	for i := range e.items {
		if it := &e.items[i]; it.open() && it.change != nil && it.change.waits {
			it.change.waits, any = false, true
		}
	}
	return any
}

// letWait opens again the phones that a rehearsal has refused because another phone of the run has their new login, if
// that phone is about to change its login or waits in the same way. A ring of phones has none that could begin: its
// phones stay refused. The error is that of exceeded.
func (e *Engine) letWait() error {
	e.refuseRivals()
	holders := make(map[string]*item)
	var taken []*item
	for i := range e.items {
		it := &e.items[i]
		if it.change == nil || it.change.Send == nil || it.change.Send.PhoneLogin == "" {
			continue
		}
		holders[e.storedLogin(it.change.Had)] = it
		if it.change.taken {
			it.change.taken = false
			taken = append(taken, it)
		}
	}
	holder := func(it *item) *item { return holders[e.storedLogin(it.change.Send.PhoneLogin)] }
	for again := true; again; {
		again = false
		for _, it := range taken {
			if by := holder(it); !it.open() && by != nil && by.open() {
				it.reopen()
				it.change.waits, again = true, true
			}
		}
	}
	for _, it := range taken {
		if it.open() {
			continue
		}
		e.count.failed++
		if inRing(it, holder) {
			it.result.Hint = codes.RemedyFor(apiclient.CodeLoginExists, codes.Exchange)
		}
	}
	return e.exceeded()
}

// refuseRivals refuses the phones whose new login an earlier phone of the run is about to get.
func (e *Engine) refuseRivals() {
	first := make(map[string]*item)
	for i := range e.items {
		it := &e.items[i]
		if it.change == nil || it.change.Send == nil || it.change.Send.PhoneLogin == "" || !it.open() && !it.change.taken {
			continue
		}
		login := e.storedLogin(it.change.Send.PhoneLogin)
		if first[login] == nil {
			first[login] = it
			continue
		}
		it.change.taken = false
		it.settle(object.Refused, apiclient.CodeLoginExists, fmt.Sprintf("line %d of the list wants the same login", first[login].object.Line), codes.Remedy(apiclient.CodeLoginExists))
		e.count.failed++
	}
}

// inRing reports whether another phone has the login that an item wants, and so on, until one of them wants the login
// of the item.
func inRing(it *item, holder func(*item) *item) bool {
	seen := map[*item]bool{it: true}
	by := holder(it)
	for by != nil && !seen[by] {
		seen[by] = true
		by = holder(by)
	}
	return by == it && len(seen) > 1
}

// storedLogin returns a login as the dialer stores it, folded.
func (e *Engine) storedLogin(login string) string {
	spec, _ := e.line.dialect.Spec(apiclient.AddPhone, apiclient.PhoneLogin.String())
	return e.line.dialect.Fold(spec.Stored(login))
}
