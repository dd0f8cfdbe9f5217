package run

import (
	"context"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// Changing returns the change of object i, or nil if the object is not open or is to be added as a whole. waits says
// that the change waits for a login: see UpdateInTurn.
func (e *Engine) Changing(i int) (c *Change, waits bool) {
	it := &e.items[i]
	if !it.open() || it.change == nil {
		return nil, false
	}
	return it.change, it.change.waits
}

// Changed returns the change that this run has made to object i, or nil if it has made none.
func (e *Engine) Changed(i int) *Change {
	it := &e.items[i]
	if !it.result.Status.Changed() || it.change == nil {
		return nil
	}
	return it.change
}

// Withdraw takes fields out of the change of object i, before the change is made. was has the present values of the
// object; empty ones are not known. If nothing is left to change, the object gets the status exists with the code and
// the message.
func (e *Engine) Withdraw(i int, fields []apiclient.Field, was *apiclient.Phone, code apiclient.Code, message string) {
	it := &e.items[i]
	c := it.change
	c.Fields = slices.DeleteFunc(slices.Clone(c.Fields), func(f apiclient.Field) bool { return slices.Contains(fields, f) })
	for _, f := range fields {
		c.Send.Set(f, "")
		c.Known.Set(f, was.Value(f))
	}
	if c.Message = message; len(c.Fields) == 0 && c.Send.Active == "" {
		it.change = nil
		it.settle(object.Exists, code, message, codes.Remedy(code))
	}
}

// PutBack gives objects that this run has changed their earlier values in fields. was has the earlier values by object;
// all of them are known. An object of which nothing else was changed then gets the status refused with the code and the
// message. Errors are those of Add.
func (e *Engine) PutBack(ctx context.Context, was map[int]*apiclient.Phone, fields []apiclient.Field, code apiclient.Code, message string) error {
	others := make(map[int]*Change)
	for i, earlier := range was {
		it := &e.items[i]
		made := *it.change
		send := apiclient.Update{Phone: apiclient.Phone{Extension: made.Send.Extension, ServerIP: made.Send.ServerIP}}
		known := *made.Known
		var back []apiclient.Field
		for _, f := range fields {
			if made.Send.Value(f) != "" && earlier.Value(f) != "" {
				send.Set(f, earlier.Value(f))
				known.Set(f, earlier.Value(f))
				back = append(back, f)
			}
		}
		made.Fields = slices.DeleteFunc(slices.Clone(made.Fields), func(f apiclient.Field) bool { return slices.Contains(back, f) })
		others[i] = &made
		it.reopen()
		it.sending = sending{}
		it.change = &Change{Send: &send, Fields: back, Known: &known}
	}
	err := e.Update(ctx, object.Phone, object.Updated)
	for i, made := range others {
		it := &e.items[i]
		if it.result.Status != object.Updated {
			continue
		}
		made.Known = it.change.Known
		if it.change = made; len(made.Fields) > 0 || made.Send.Active != "" {
			it.settle(object.Updated, apiclient.CodeUpdated, "changed: "+made.names()+"; "+message, "")
			continue
		}
		it.settle(object.Refused, code, message, codes.Remedy(code))
		e.count.failed++
	}
	if err != nil {
		return err
	}
	return e.Record()
}
