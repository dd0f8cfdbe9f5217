package batch

import (
	"context"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// tellMoved finds the rows that the dialer refuses because the person's phone on another server has the login, and says
// where that phone is. Nothing is done about it: the old phone may be in use. The error says why ctx ended.
func (w *work) tellMoved(ctx context.Context) error {
	for _, o := range w.engine.LoginsTaken() {
		for _, key := range w.elsewhere(o) {
			is, err := w.hasLogin(ctx, key, o.Phone.PhoneLogin)
			if err != nil {
				return err
			}
			if is {
				w.engine.Moved(o, fmt.Sprintf("extension %s on %s has the login", key.Name, key.ServerIP))
				break
			}
		}
	}
	return nil
}

// elsewhere returns the phones with the extension of a row on other servers, as far as the view shows them. Without a
// view it returns the phones that the register has for the person.
func (w *work) elsewhere(o *object.Object) (list []object.Key) {
	for key, p := range w.updates.view {
		if key.Name == o.Folded().Name && key.ServerIP != o.ServerIP {
			list = append(list, object.Key{Kind: key.Kind, ServerIP: p.ServerIP, Name: p.Extension})
		}
	}
	if w.updates.view != nil || w.job.Memory == nil || o.Person.Kind == "" {
		return list
	}
	past, _ := w.job.Memory.Past(o.Person) // an unclear past explains nothing
	for _, p := range past {
		if p.Stands && p.ServerIP != o.ServerIP {
			list = append(list, p.Key)
		}
	}
	return list
}

// hasLogin reports whether a phone has a login: by its page, or by the register if no page can be read.
func (w *work) hasLogin(ctx context.Context, key object.Key, login string) (is bool, err error) {
	fold := w.updates.dialect.Fold
	if w.updates.view == nil || w.job.unreadable {
		was := w.standing(key)
		return was != nil && fold(was.Login) == fold(login), nil
	}
	v, unread, err := w.readPhone(ctx, &apiclient.Phone{Extension: key.Name, ServerIP: key.ServerIP}, w.job.passing)
	return unread == nil && fold(v.Phone.PhoneLogin) == fold(login), err
}
