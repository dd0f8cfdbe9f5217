package batch

import (
	"context"
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// This file decides whether a phone that was there before this run may become a member of an alias.

// wasThere reports whether the phone of a row was on the dialer before this run.
func (w *work) wasThere(i int) bool {
	s := w.engine.Result(i).Status
	return s == object.Exists || s == object.Updated
}

// readsPages reports whether the dialer shows its pages.
func (w *work) readsPages() bool { return w.aliases.readable && !w.job.unreadable }

// activePhones returns the active phones that the API user may view, or nil if that is not needed or cannot be told.
// The error says why ctx ended.
func (w *work) activePhones(ctx context.Context) (run.View, error) {
	needed := slices.ContainsFunc(w.aliases.objects, func(o *object.Object) bool { return slices.ContainsFunc(w.aliases.rows[o], w.wasThere) })
	if !needed || !w.readsPages() || w.job.Lists.ActivePhones == nil {
		return nil, nil
	}
	rows, unread, err := readPage(ctx, w.job, w.engine, w.client, w.job.insisting(), w.job.Lists.ActivePhones)
	if err != nil || unread != nil && !unanswered(unread) {
		return nil, err
	}
	return shownBy(rows), nil // empty if the dialer gave no answer: then nobody knows which phones are active
}

// unfit names a member of an alias with which an agent could not log in, or of which nobody knows that, in a message.
// It returns "" if there is none. It looks at the phones that were there before this run: one that is not active makes
// every login of the alias fail (contract/API.md, "Aliases"), and one with another login or password than the list is
// no phone for this alias (domain rule R-07). active has the active phones, or is nil if that is not known. The error
// says why ctx ended.
func (w *work) unfit(ctx context.Context, o *object.Object, active run.View) (message string, err error) {
	for _, i := range w.aliases.rows[o] {
		if !w.wasThere(i) {
			continue
		}
		r, member := w.engine.Result(i), w.objects[i]
		at := fmt.Sprintf("the phone %s on %s ", member.Phone.Extension, member.ServerIP)
		switch {
		case r.Code == codes.TakenByOther:
			return fmt.Sprintf("the phone %s is another person's", member.Phone.PhoneLogin), nil
		case r.Code == codes.Inactive:
			return at + "is not active", nil
		case active != nil && active[member.Folded()] == nil:
			return at + "is not active, or the API user may not view it", nil
		}
		if fault, err := w.misfit(ctx, member, active != nil); fault != "" || err != nil {
			return at + fault, err
		}
	}
	return "", nil
}

// misfit says what hinders a phone that was there before this run from being a member of an alias, or "": the register
// must know that the phone has the login and the password of the list, or its page must show them. active says that the
// phone is known to be active. The error says why ctx ended.
func (w *work) misfit(ctx context.Context, o *object.Object, active bool) (fault string, err error) {
	p := w.expected(o)
	known, differs := w.sentAs(o, p)
	if known && !differs && (active || !w.readsPages()) {
		return "", nil
	}
	if !w.readsPages() {
		if differs {
			return otherThanList, nil
		}
		return "may be another's: nobody knows its login and its password", nil
	}
	v, unread, err := w.readPhone(ctx, o.Phone, w.job.insisting())
	if refuses(unread) {
		w.job.tellUnreadable(unread)
	}
	fold := w.client.Dialect().Fold
	switch {
	case err != nil || unread != nil:
		return "may be another's: its page cannot be read", err
	case v.Active == "N":
		return "is not active", nil
	case fold(v.Phone.PhoneLogin) != fold(p.PhoneLogin) || v.Phone.PhonePass != p.PhonePass:
		return otherThanList, nil
	}
	return "", nil
}

const otherThanList = "has another login or password than the list"

// sentAs reports whether the register knows the login and the password of a phone, and whether one of them differs from
// those of p.
func (w *work) sentAs(o *object.Object, p *apiclient.Phone) (known, differs bool) {
	known = !retired(w.standing(o.Key))
	for _, f := range []apiclient.Field{apiclient.PhoneLogin, apiclient.PhonePass} {
		was := w.lastWith(o.Key, f)
		known = known && was != nil
		differs = differs || was != nil && slices.Contains(was.Differs(p), f)
	}
	return known, differs
}
