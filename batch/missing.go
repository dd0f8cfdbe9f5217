package batch

import (
	"slices"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// missing returns the phones of the people who were in the list's last run and are not in the list now. If earlier is
// not nil, it is the run that this one continues: then the phones are those that this run was about to retire. The
// error is a *ManyLeaveError, or that of the register.
func (w *work) missing(earlier *register.Run) (list []*leaver, err error) {
	m := w.job.Memory
	if m == nil || !m.RetireMissing {
		return nil, nil
	}
	last, found := register.Run{}, earlier != nil
	if found {
		last = *earlier
	} else if last, found, err = m.Register.LastRunLike(m.Dialer, m.List); err != nil || !found {
		return nil, err
	}
	was, of, err := w.leftFrom(last, earlier != nil)
	if err != nil {
		return nil, err
	}
	_, names := w.peopleSums()
	unknown := slices.ContainsFunc(w.people, func(p object.Person) bool { return p.Kind == "" })
	for _, o := range was {
		l, err := m.missed(o)
		if err != nil {
			return nil, err
		}
		_, name := o.Sums()
		switch {
		case l == nil:
			continue
		case l.refused.Status != "":
		case unknown:
			l.refuse(object.Refused, codes.ListHasErrors, "the list has rows that cannot be read: the person may be in one of them")
		case names[name]:
			l.refuse(object.Refused, codes.SameName, "the person is not in the list any more, and somebody in the list has the same name")
		}
		list = append(list, l)
	}
	decided := earlier != nil && !last.Ended.IsZero() // when the run began: it has recorded all who leave
	if leave, most := peopleAmong(list), m.mayLeave(of); !decided && leave > most {
		return nil, &ManyLeaveError{Leave: leave, Of: of, Allowed: most, Run: last.ID, Example: list[0].key.Name}
	}
	return list, nil
}

// peopleAmong counts the people of leavers, who may have phones on several servers. A phone of nobody who is known
// counts as one of a person alone.
func peopleAmong(list []*leaver) int {
	people, unknown := make(map[register.Sum]bool), 0
	for _, l := range list {
		person, _ := l.entry.Sums()
		if person == 0 {
			unknown++
			continue
		}
		people[person] = true
	}
	return len(people) + unknown
}

// missed returns the leaver for an entry of the last run, or nil if the phone is gone or was retired by another run
// since. The error is that of the register.
func (m *Memory) missed(o *register.Object) (*leaver, error) {
	l := leave(0, o.Key, o.Login)
	l.entry, l.isNamed = o, named(m, o)
	if hasLeft(o) && !unseenInactive(o) { // this run has retired it before it was cut off
		l.refused = *resultOf(o)
		return l, nil
	}
	person, _ := o.Sums()
	err := l.know(m, func(was *register.Object) bool {
		is, _ := was.Sums()
		return is == person || is == 0 || person == 0 || was.PersonKind != o.PersonKind
	})
	switch {
	case err != nil:
		return nil, err
	case l.was == nil && l.refused.Status == "" && o.MayStand():
		return nil, nil
	case retired(l.was) && l.was.Run != o.Run:
		return nil, nil
	}
	return l, nil
}

// leftFrom returns the entries of a run whose people and phones are not in the list, and the number of people whom the
// run knew. planned takes those that the run was about to retire, or has retired. A run that was cut off may have
// recorded a part alone: then the entries of the run before it count as well. The error is that of the register.
func (w *work) leftFrom(last register.Run, planned bool) (list []*register.Object, people int, err error) {
	m := w.job.Memory
	known := make(map[object.Key]bool)
	take := func(id string, planned bool) error {
		all, err := m.peopleOf(id)
		if err != nil {
			return err
		}
		people = max(people, len(all))
		found, err := w.notListed(id, planned)
		for _, o := range found {
			if !known[o.Folded()] {
				known[o.Folded()] = true
				list = append(list, o)
			}
		}
		return err
	}
	if err := take(last.ID, planned); err != nil || !last.Ended.IsZero() {
		return list, people, err
	}
	before, found, err := m.Register.RunLikeBut(m.Dialer, m.List, last.ID)
	if err != nil || !found {
		return list, people, err
	}
	return list, people, take(before.ID, false)
}

// notListed returns the entries of the run with an id whose people and phones are not in the list, as leftFrom does.
func (w *work) notListed(id string, planned bool) (list []*register.Object, err error) {
	listed := make(map[object.Key]bool)
	for _, o := range w.objects {
		listed[o.Folded()] = true
	}
	people, _ := w.peopleSums()
	_, err = w.job.Memory.Register.Objects(id, func(o *register.Object) {
		person, _ := o.Sums()
		switch {
		case o.Kind != object.Phone || isTrial(o.Key) || listed[o.Folded()] || people[person]:
		case planned && o.Line == 0, !planned && person != 0 && !hasLeft(o):
			list = append(list, o)
		}
	})
	return list, err
}

// peopleSums returns the sums of the people of the list, and of their names.
func (w *work) peopleSums() (people, names map[register.Sum]bool) {
	people, names = make(map[register.Sum]bool), make(map[register.Sum]bool)
	for _, p := range w.people {
		person, name := w.job.Memory.Register.Sums(p)
		people[person], names[name] = true, true
	}
	delete(people, 0)
	delete(names, 0)
	return people, names
}
