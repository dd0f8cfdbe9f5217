package run

import (
	"context"

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
