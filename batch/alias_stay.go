package batch

import (
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// This file finds out which members an alias of this program keeps besides the phones of the list.

// stay returns those members of an alias that it keeps: the phones of the list, and the phones that the person has
// besides. Members whose phones got another login, were made inactive or deleted by this program, or belong to another
// person are left out. odd names a kept phone with another password than the list, in a message: no agent could use
// both (domain rule R-07).
func (w *work) stay(o *object.Object, members []string) (kept []string, odd string) {
	for _, login := range members {
		if run.Within([]string{login}, o.Alias.PhoneLogins) {
			kept = append(kept, login)
			continue
		}
		was, err := w.holder(o, login)
		if err != nil {
			return nil, fmt.Sprintf("nobody knows whose phone its member %s is: %s", login, err)
		}
		if was == nil {
			continue
		}
		kept = append(kept, login)
		if w.otherPass(o, was.Key, members) {
			odd = fmt.Sprintf("its member %s, the phone %s on %s, has another phone_pass than the list", login, was.Name, was.ServerIP)
		}
	}
	return kept, odd
}

// holder returns the entry of the phone that has a login and that is the person's of an alias, or nil. A phone of the
// list has the login that the list gives it. The error is that of the register.
func (w *work) holder(o *object.Object, login string) (*register.Object, error) {
	fold := w.client.Dialect().Fold
	keys, err := w.everHad(fold(login))
	for _, key := range keys {
		was := w.lastWith(key, apiclient.PhoneLogin)
		if was == nil { // nobody knows what came of its last change
			was = w.standing(key)
		}
		has := was != nil && fold(was.Login) == fold(login) && !retired(w.standing(key))
		if i, found := w.listed(key); has && found {
			has = fold(w.objects[i].Phone.PhoneLogin) == fold(login)
		}
		if has && w.sameOwner(o, was) {
			return was, nil
		}
	}
	return nil, err
}

// sameOwner reports whether a phone is the person's of an alias. Keys of different kinds are not comparable: then the
// extension tells.
func (w *work) sameOwner(o *object.Object, was *register.Object) bool {
	return slices.ContainsFunc(w.aliases.rows[o], func(i int) bool {
		row := w.objects[i]
		if row.Person.Kind != "" && was.PersonKind == row.Person.Kind {
			return was.PersonIs(row.Person)
		}
		return was.Folded().Name == row.Folded().Name
	})
}

// otherPass reports whether the register knows that a phone has another password than the phones of an alias in the
// list. A password that the program made anew for phones that keep theirs does not count.
func (w *work) otherPass(o *object.Object, key object.Key, members []string) bool {
	row := w.objects[w.aliases.rows[o][0]]
	want := w.expected(row)
	made := slices.Contains(w.made(row.Line), apiclient.PhonePass) && want.PhonePass == row.Stored(w.client.Dialect()).Phone.PhonePass
	if made && run.Within(o.Alias.PhoneLogins, members) {
		return false
	}
	was := w.lastWith(key, apiclient.PhonePass)
	return was != nil && slices.Contains(was.Differs(want), apiclient.PhonePass)
}

// everHad returns the keys of the phones that had a login after any run, as far as the register knows. The error is
// that of the register.
func (w *work) everHad(folded string) (keys []object.Key, err error) {
	m := w.job.Memory
	if w.aliases.had == nil && m != nil {
		fold := w.client.Dialect().Fold
		had := make(map[string][]object.Key)
		if err := m.Register.Logins(m.Dialer, func(login string, key object.Key) { had[fold(login)] = append(had[fold(login)], key) }); err != nil {
			return nil, err
		}
		w.aliases.had = had
	}
	return w.aliases.had[folded], nil
}
