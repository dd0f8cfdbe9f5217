package run

import (
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

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
