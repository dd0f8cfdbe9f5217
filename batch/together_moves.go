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
	leave := make(map[register.Sum]bool)
	for _, o := range r.engine.Left() {
		person, name := r.leaver(o).entry.Sums()
		leave[person], leave[name] = true, true
	}
	delete(leave, 0)
	sums := r.work.job.Memory.Register.Sums
	late, unknown, err := t.NotYet(part, func(p object.Person) bool {
		person, name := sums(p)
		return leave[person] || leave[name]
	})
	if err != nil {
		return err
	}
	notYet := make(map[register.Sum]bool)
	for _, p := range late {
		person, name := sums(p)
		notYet[person], notYet[name] = true, true
	}
	delete(notYet, 0)
	for _, o := range r.engine.Left() {
		person, name := r.leaver(o).entry.Sums()
		switch {
		case unknown:
			r.engine.Decide(o, object.Refused, codes.ListHasErrors, "the list has rows for another dialer that cannot be read: the person may be in one of them")
		case notYet[person] || notYet[name]:
			r.engine.Decide(o, object.Refused, codes.NotMoved, "the list has the person on another dialer now, and the row there is not done")
		}
	}
	return nil
}
