package batch

import (
	"context"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// update finds out what the rows whose phones are on the dialer need, and asks the dialer about each change. It stores
// nothing. view is nil if the dialer's pages cannot be read; then the register tells what was last sent. lost is the
// status of a row whose question got no answer. If the dialer refuses to show a page, the register tells the rest. The
// error is a *ViewError if the job must read the pages, or that of the engine's Compare and Rehearse.
func (w *work) update(ctx context.Context, view run.View, lost object.Status) (err error) {
	d := w.client.Dialect()
	d.Build = w.out.Build
	w.updates = &updates{view: view, dialect: d, before: make(map[object.Key]*pages.Values)}
	if w.updates.renewal, err = w.renew(); err != nil {
		return err
	}
	if w.updates.active, err = w.activeBeside(ctx, view); err != nil {
		return err
	}
	err = w.compareAll(ctx)
	if refuses(err) && !w.job.RequireView {
		w.job.tellUnreadable(err)
		w.updates.view = nil
		err = w.compareAll(ctx)
	}
	if err != nil {
		return asView(err)
	}
	if w.updates.view != nil {
		if err := w.refuseNewLogins(ctx); err != nil {
			return err
		}
	}
	if err := w.renewer().judge(ctx, w.updates.view); err != nil {
		return err
	}
	if err := w.engine.Rehearse(ctx, lost); err != nil {
		return err
	}
	w.renewer().rejudge()
	return nil
}

// compareAll compares the rows whose phones are on the dialer. Call update first. The error is that of the engine.
func (w *work) compareAll(ctx context.Context) error {
	u := &updater{w, w.updates}
	return w.engine.Compare(ctx, run.Comparer{Known: u.known, Read: u.read})
}

// proveChanges compares the pages of the changed phones with what they should show, if the pages can be read. The error
// is that of update.
func (w *work) proveChanges(ctx context.Context) error {
	if w.updates == nil || w.updates.view == nil || w.job.unreadable {
		return nil
	}
	err := w.engine.ExamineChanges(ctx, proven(w.updates.dialect, w.client))
	if refuses(err) && !w.job.RequireView {
		w.job.tellUnreadable(err)
		return nil
	}
	return asView(err)
}

// listed returns the values that the list itself gives a phone, as the dialer stores them: without the values that
// flags fill in, such as passwords that the program made, but with the new passwords of a renewal. The extension
// and the server are left out: they say which phone it is.
func (u *updater) listed(o *object.Object) (p apiclient.Phone) {
	row := u.work.row(o)
	for _, f := range apiclient.Fields() {
		value, renewed := o.Phone.Value(f), u.renewal.value(o, f)
		spec, known := u.dialect.Spec(apiclient.AddPhone, f.String())
		if renewed != "" {
			value = renewed
		}
		if known && value != "" && (!row.Filled.Has(f) || renewed != "") && f != apiclient.Extension && f != apiclient.ServerIP {
			p.Set(f, spec.Stored(value))
		}
	}
	return p
}

// cleared returns the fields that the row empties.
func (u *updater) cleared(o *object.Object) (fields []apiclient.Field) {
	for _, f := range u.work.job.Clear {
		if o.Phone.Value(f) == "" {
			fields = append(fields, f)
		}
	}
	return fields
}

// known compares a row by the register and by the dialer's list of phones. ok is false if the page of the phone is
// needed: if something differs, and if the register does not know what was sent.
func (u *updater) known(o *object.Object) (c run.Change, ok bool) {
	shown := u.view[o.Folded()]
	if u.view != nil && shown == nil {
		return unchangeable(codes.NotVisible, "the dialer has the phone, and its list of phones does not show it"), true
	}
	p, was := u.listed(o), u.sent(o)
	switch {
	case was == nil && shown == nil:
		return u.again(o, &p), true
	case was == nil:
		return c, false
	case shown != nil && (retired(was) || u.unproved(was) || inactive(o, u.view, u.active)):
		return c, false
	case shown != nil && len(u.work.engine.Differences(&object.Object{Key: o.Key, Phone: &p}, shown)) > 0:
		return c, false
	}
	if other, differs := u.otherLogin(o, was.Login); differs {
		return other, shown == nil
	}
	fields := u.differ(was, o, &p)
	if len(fields) == 0 && !retired(was) {
		return unchanged, true
	}
	if shown == nil {
		return u.change(o, fields, &p, nil), true
	}
	return c, false
}

// again returns the change of a phone whose page cannot be read and about whose last change nobody knows what came of
// it: what may differ, before that change or after it, is sent again. A change has the same effect twice.
func (u *updater) again(o *object.Object, p *apiclient.Phone) run.Change {
	if doubt, before := u.doubt(o); before != nil {
		fields := append(u.differ(doubt, o, p), u.differ(before, o, p)...)
		slices.Sort(fields)
		if fields = slices.Compact(fields); len(fields) > 0 {
			return u.change(o, fields, p, nil)
		}
	}
	return unchangeable(codes.CannotCompare, "no run has sent the phone, or nobody knows what came of it; its page cannot be read")
}

// doubt returns the register's entry of a change of which nobody knows what came, and the entry of the phone before
// that change. before is nil if there is no such change, or if the register does not know which values the phone had.
func (u *updater) doubt(o *object.Object) (doubt, before *register.Object) {
	doubt = u.work.standing(o.Key)
	if doubt == nil || !doubt.InDoubt() || doubt.Was != object.There {
		return nil, nil
	}
	m := u.work.job.Memory
	before, found, err := m.Register.StandingBut(m.Dialer, o.Key, doubt.Run)
	if err != nil || !found || unsure(before) || retired(before) {
		return nil, nil
	}
	return doubt, before
}

// differ returns the fields whose values in the list are not those that were last sent. A value of which the register
// does not know whether it was sent counts as different, except for the login, which is changed only if it is known to
// differ.
func (u *updater) differ(was *register.Object, o *object.Object, p *apiclient.Phone) []apiclient.Field {
	fields := was.Differs(p)
	for _, f := range apiclient.Fields() {
		if p.Value(f) != "" && !was.Has(f) && f != apiclient.PhoneLogin && f != apiclient.Protocol {
			fields = append(fields, f)
		}
	}
	for _, f := range u.cleared(o) {
		if was.Has(f) {
			fields = append(fields, f)
		}
	}
	slices.Sort(fields)
	return fields
}

// read compares a row with the page of the phone. Workers call read concurrently.
func (u *updater) read(ctx context.Context, o *object.Object) (run.Change, error) {
	v, err := pageOf(ctx, u.work.client, o.Phone)
	if err != nil {
		return run.Change{}, err
	}
	if c, differs := u.otherLogin(o, v.Phone.PhoneLogin); differs {
		return c, nil
	}
	p := u.listed(o)
	fields := slices.DeleteFunc(differing(u.dialect, &p, &v), func(f apiclient.Field) bool {
		return f == apiclient.PhoneLogin && u.dialect.Fold(p.PhoneLogin) == u.dialect.Fold(v.Phone.PhoneLogin) // one login to the dialer
	})
	for _, f := range u.cleared(o) {
		if v.Shows(f) && v.Phone.Value(f) != "" {
			fields = append(fields, f)
		}
	}
	if len(fields) == 0 && v.Active != "N" {
		is := unchanged
		is.Seen = true
		return is, nil
	}
	slices.Sort(fields)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.before[o.Folded()] = &v
	return u.change(o, fields, &p, &v), nil
}

// change returns the change of fields to the values in p, or to no value. v has the values of the phone so far, or is
// nil if they are not known. The protocol is never changed: with SIP, the dialer would spoil a PJSIP phone
// (contract/API.md, "update_phone").
func (u *updater) change(o *object.Object, fields []apiclient.Field, p *apiclient.Phone, v *pages.Values) run.Change {
	if slices.Contains(fields, apiclient.Protocol) {
		return unchangeable(codes.ProtocolDiffers, "the list has the protocol "+o.Phone.Protocol+", and the phone another one")
	}
	known := *p
	send := apiclient.Update{Phone: apiclient.Phone{Extension: o.Phone.Extension, ServerIP: o.Phone.ServerIP}}
	if v == nil && retired(u.sent(o)) {
		send.Active = "Y"
	}
	if v != nil {
		if known = v.Phone; v.Active == "N" {
			send.Active = "Y"
		}
	}
	known.Extension, known.ServerIP = o.Phone.Extension, o.Phone.ServerIP
	for _, f := range fields {
		known.Set(f, p.Value(f))
		if send.Set(f, p.Value(f)); p.Value(f) == "" {
			send.Set(f, apiclient.Blank)
		}
	}
	return run.Change{Send: &send, Fields: fields, Known: &known, Had: u.login(o, v)}
}
