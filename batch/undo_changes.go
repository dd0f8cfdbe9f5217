package batch

import (
	"context"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// plan returns the plan of the undo: Add counts the phones to delete, and Update the phones to give their earlier
// values; Aliases and Extend count the aliases.
func (u *Undo) plan(e *run.Engine) run.Plan {
	p := e.Plan(0, false)
	for i, o := range u.phones { // the engine has them in the same order
		if !e.Open(i) || u.changed[o.Folded()] == nil {
			continue
		}
		if o.Kind == object.Alias {
			p.Aliases--
			p.Extend++
			continue
		}
		p.Add--
		p.Update++
		if p.Servers[o.ServerIP]--; p.Servers[o.ServerIP] == 0 {
			delete(p.Servers, o.ServerIP)
		}
	}
	return p
}

// compare finds out what the changed phones and the aliases need. The error is a *ViewError, or that of the engine's
// Compare.
func (r *restorer) compare(ctx context.Context, e *run.Engine) error {
	if err := r.readAliases(ctx, e); err != nil {
		return err
	}
	return asView(e.Compare(ctx, run.Comparer{Known: r.known, Read: r.read}))
}

// restore makes the changes, and reads the pages of the phones again. A phone whose earlier login belongs to another
// phone of the run waits until that phone has its own earlier login. The error is that of the engine.
func (r *restorer) restore(ctx context.Context, e *run.Engine) error {
	if err := e.Rehearse(ctx, object.NotSent); err != nil {
		return err
	}
	if err := e.UpdateInTurn(ctx, object.Restored); err != nil {
		return err
	}
	if r.undo.NoVerify {
		return nil
	}
	err := e.ExamineChanges(ctx, proven(r.client.Dialect(), r.client))
	if refuses(err) && len(r.undo.formers) == 0 { // the run could not read the pages either
		return nil
	}
	return asView(err)
}

// known settles a phone whose earlier values are not known.
func (r *restorer) known(o *object.Object) (c run.Change, ok bool) {
	if o.Kind == object.Alias {
		return r.alias(o), true
	}
	if r.undo.changed[o.Folded()] == nil {
		return c, true // to be deleted
	}
	if _, stands, err := r.undo.register.Standing(r.undo.Run.Dialer, o.Key); err == nil && !stands {
		return run.Change{Status: object.Gone, Code: apiclient.CodePhoneAbsent, Message: "the phone was deleted after the run"}, true
	}
	if _, found := r.undo.formers[o.Folded()]; found {
		return c, false
	}
	if r.retires(r.undo.changed[o.Folded()]) {
		return r.unseen(o), true
	}
	return run.Change{Status: object.Refused, Code: codes.BeforeUnknown, Message: "the run could not read the phone's page before it changed the phone"}, true
}

// unseen returns the change of a phone that the run made inactive without reading its page: nobody has seen that it was
// active, but it was retired as one that was. If a later run has changed the phone, it is left alone.
func (r *restorer) unseen(o *object.Object) run.Change {
	was, found, err := r.undo.register.Standing(r.undo.Run.Dialer, o.Key)
	if err != nil || !found || was.Run != r.undo.Run.ID && !r.undo.own(was) {
		return run.Change{Status: object.Refused, Code: codes.ChangedSince, Message: "a later run has changed the phone"}
	}
	key := apiclient.Phone{Extension: o.Phone.Extension, ServerIP: o.Phone.ServerIP}
	return run.Change{Send: &apiclient.Update{Phone: key, Active: "Y"}, Known: &key, Message: "the run had not read its page"}
}

// retires reports whether an entry is that of a phone that the run made inactive or was about to.
func (r *restorer) retires(by *register.Object) bool {
	return retired(by) || by.InDoubt() && r.undo.leaves(by)
}

// read compares the page of a phone with its earlier values, and with those that the run gave it: a phone that
// somebody has changed since is left alone. Workers call read concurrently.
func (r *restorer) read(ctx context.Context, o *object.Object) (run.Change, error) {
	v, err := pageOf(ctx, r.client, o.Phone)
	if err != nil {
		return run.Change{}, err
	}
	was, by := r.undo.formers[o.Folded()], r.undo.changed[o.Folded()]
	c := run.Change{Send: &apiclient.Update{Phone: apiclient.Phone{Extension: o.Phone.Extension, ServerIP: o.Phone.ServerIP}}, Known: &was.Phone, Had: v.Phone.PhoneLogin}
	if v.Active != was.active {
		c.Send.Active = was.active
	}
	var left []string
	for _, f := range apiclient.Fields() {
		value := was.Value(f)
		if !v.Shows(f) || value == v.Phone.Value(f) || f == apiclient.Extension || f == apiclient.ServerIP {
			continue
		}
		switch {
		case value == "" && f.Clearable():
			value = apiclient.Blank
		case value == "":
			left = append(left, f.String())
			continue
		}
		c.Fields = append(c.Fields, f)
		c.Send.Set(f, value)
	}
	if len(left) > 0 {
		c.Message = "the API cannot empty " + strings.Join(left, ", ")
	}
	switch {
	case len(c.Fields)+len(left) == 0 && c.Send.Active == "":
		return run.Change{Status: object.Restored, Code: apiclient.CodeUpdated, Message: "the phone has its earlier values", Seen: true}, nil
	case len(by.Differs(&v.Phone)) > 0:
		return run.Change{Status: object.Refused, Code: codes.ChangedSince, Message: "the phone has other values than the run gave it"}, nil
	}
	return c, nil
}
