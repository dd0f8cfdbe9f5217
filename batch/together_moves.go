package batch

import (
	"context"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// Name says for whom the rows of an import are. It may be called once, as soon as the people are known.
func (t *Together) Name(i int, people []object.Person) {
	t.update(func() { t.parts[i].people, t.parts[i].named = people, true })
}

// Stored says which phones of the rows of an import are on its dialer now, in the order of Name.
func (t *Together) Stored(i int, stands []bool) {
	t.update(func() { t.parts[i].stands, t.parts[i].stored = stands, true })
}

// NotYet returns the people of the rows of the other imports whose phones are not on their dialers. If concerns is true
// for one of the people, NotYet waits until the other imports have stored their rows or have ended. unknown says that
// not all people are known. The error says why the context ended.
func (t *Together) NotYet(i int, concerns func(object.Person) bool) (people []object.Person, unknown bool, err error) {
	if err := t.named.wait(t.ctx); err != nil {
		return nil, false, err
	}
	matters := false
	t.others(i, func(p *part) {
		unknown = unknown || !p.named
		for _, who := range p.people {
			unknown, matters = unknown || who.Kind == "", matters || concerns(who)
		}
	})
	if unknown || !matters {
		return nil, unknown, nil
	}
	if err := t.stored.wait(t.ctx); err != nil {
		return nil, false, err
	}
	t.others(i, func(p *part) {
		for n, who := range p.people {
			if n >= len(p.stands) || !p.stands[n] {
				people = append(people, who)
			}
		}
	})
	return people, false, nil
}

// others calls do for each import but one.
func (t *Together) others(but int, do func(*part)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.parts {
		if i != but {
			do(&t.parts[i])
		}
	}
}

// stands tells of each row of the list whether the dialer has its phone.
func (w *work) stands() []bool {
	list := make([]bool, len(w.objects))
	for i := range list {
		list[i] = w.engine.Stands(i)
	}
	return list
}

// retireTogether is retire for an import that others go together with. Phones of people who have a row for another
// dialer are left alone until that dialer has their phone.
func (i *Import) retireTogether(ctx context.Context, w *work) error {
	i.Together.Stored(i.Part, w.stands())
	if i.leaving == nil || i.First > 0 || len(i.leaving.engine.Left()) == 0 {
		return nil
	}
	if err := i.leaving.keepMoving(i.Part, i.Together); err != nil {
		return interrupted(ctx, err)
	}
	return i.leaving.retire(ctx)
}

// keepMoving settles the phones that are left of people who move to another dialer, and whom that dialer does not have
// yet. The error says why the context ended.
func (r *retiring) keepMoving(part int, t *Together) error {
	leave, notYet := make(sumSet), make(sumSet)
	for _, o := range r.engine.Left() {
		leave.add(r.leaver(o).entry.Sums())
	}
	sums := r.work.job.Memory.Register.Sums
	late, unknown, err := t.NotYet(part, func(p object.Person) bool { return leave.has(sums(p)) })
	if err != nil {
		return err
	}
	for _, p := range late {
		notYet.add(sums(p))
	}
	for _, o := range r.engine.Left() {
		switch {
		case unknown:
			r.engine.Decide(o, object.Refused, codes.ListHasErrors, "the list has rows for another dialer that cannot be read: the person may be in one of them")
		case notYet.has(r.leaver(o).entry.Sums()):
			r.engine.Decide(o, object.Refused, codes.NotMoved, "the list has the person on another dialer now, and the row there is not done")
		}
	}
	return nil
}

// A sumSet holds the sums of people and of their names. The sum 0 stands for no person.
type sumSet map[register.Sum]bool

// add adds the sums of a person.
func (s sumSet) add(person, name register.Sum) {
	s[person], s[name] = true, true
	delete(s, 0)
}

// has reports whether the set has one of the sums of a person.
func (s sumSet) has(person, name register.Sum) bool { return s[person] || s[name] }
