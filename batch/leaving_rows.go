package batch

import (
	"errors"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/register"
)

// leavingRows are the rows of a list of people who leave. A row stands for one phone or several, or for none; several
// rows may stand for one phone.
type leavingRows struct {
	list  []rowPhones // in the order of the list
	byKey map[object.Key]*leaver
}

// A rowPhones is a row with its phones.
type rowPhones struct {
	line    int
	leavers []*leaver
}

// phones returns the leavers with a phone, each once, in the order of the list.
func (l *leavingRows) phones() (list []*leaver) {
	seen := make(map[*leaver]bool)
	for _, row := range l.list {
		for _, one := range row.leavers {
			if one.key.Name != "" && !seen[one] {
				seen[one] = true
				list = append(list, one)
			}
		}
	}
	return list
}

// results returns the results of all rows. phones are the results of the phones, in the order of phones.
func (l *leavingRows) results(phones []object.Result) (list []object.Result) {
	of := make(map[object.Key]*object.Result)
	for i := range phones {
		of[phones[i].Key().Folded()] = &phones[i]
	}
	for _, row := range l.list {
		for _, one := range row.leavers {
			r := one.result()
			if is := of[one.key.Folded()]; is != nil && one.key.Name != "" {
				r = *is
			} else if len(phones) > 0 {
				r.Dialer = phones[0].Dialer
			}
			r.Line = row.line
			list = append(list, r)
		}
	}
	return list
}

// rowsThatLeave finds the phones of the rows. The error is that of the register.
func (w *work) rowsThatLeave() (*leavingRows, error) {
	rows := &leavingRows{byKey: make(map[object.Key]*leaver)}
	for _, row := range w.out.List.Rows {
		found, err := w.leaversOf(row)
		if err != nil {
			return nil, err
		}
		for i, l := range found {
			key := l.key.Folded()
			switch first := rows.byKey[key]; {
			case l.key.Name == "":
			case first == nil:
				rows.byKey[key] = l
			case first.refused.Status == "" && l.refused.Status != "": // the rows contradict each other
				first.refused = l.refused
				found[i] = first
			default:
				found[i] = first
			}
		}
		rows.list = append(rows.list, rowPhones{row.Line, found})
	}
	return rows, nil
}

// leaversOf returns the phones for which a row stands, or one leaver without a phone that says why there is none.
func (w *work) leaversOf(row *preflight.Row) ([]*leaver, error) {
	p := &row.Phone
	key := object.KeyOf(p)
	if row.Invalid {
		code, message, hint := row.Refusal()
		l := leave(row.Line, object.Key{}, "").refuse(object.Invalid, code, message)
		l.phone.Extension, l.phone.ServerIP, l.refused.Hint = p.Extension, row.ShownServer(), hint
		return []*leaver{l}, nil
	}
	people := assign.Candidates(row, w.who)
	if key.Name != "" && key.ServerIP != "" {
		l, err := w.job.Memory.explicit(row, key, people)
		return []*leaver{l}, err
	}
	found, err := w.job.Memory.phonesOf(row, people)
	if err != nil || len(found) > 0 {
		return found, err
	}
	l := leave(row.Line, object.Key{}, "").refuse(object.Refused, codes.PersonUnknown, "the register knows no phone of this person on this dialer")
	l.phone.Extension, l.phone.ServerIP, l.phone.PhoneFullName = p.Extension, p.ServerIP, p.PhoneFullName
	return []*leaver{l}, nil
}

// explicit returns the leaver for a row that names the phone.
func (m *Memory) explicit(row *preflight.Row, key object.Key, people []object.Person) (*leaver, error) {
	l := leave(row.Line, key, row.Phone.PhoneLogin)
	if l.phone.PhoneFullName = row.Phone.PhoneFullName; row.Name != "" {
		l.isNamed = hasNameOf(row)
	}
	return l, l.know(m, func(was *register.Object) bool { return m.belongs(was, people) })
}

// hasNameOf returns isNamed for the name of a row, as the list has it and as the dialer stores it.
func hasNameOf(row *preflight.Row) func(string) bool {
	spec, _ := apiclient.Dialect{NonLatin: true}.Spec(apiclient.AddPhone, apiclient.PhoneFullName.String())
	listed, stored := assign.Fold(row.Name), assign.Fold(spec.Stored(row.Phone.PhoneFullName))
	return func(shown string) bool {
		is := assign.Fold(shown)
		return is == listed || is == stored
	}
}

// belongs says whether an entry of the register may be for one of the candidates for a person. A number of the person
// decides, if both have one; otherwise the name does, if both have one: an extension may have come to somebody else.
func (m *Memory) belongs(was *register.Object, people []object.Person) bool {
	numbers, names := false, false
	_, known := was.Sums()
	for _, p := range people {
		_, name := m.Register.Sums(p)
		switch {
		case p.Kind == object.ByNumber && was.PersonKind == object.ByNumber:
			if numbers = true; was.PersonIs(p) {
				return true
			}
		case name != 0 && known != 0:
			if names = true; name == known {
				return true
			}
		}
	}
	return !numbers && !names
}

// phonesOf returns the phones that the register knows for the first of the candidates whom it knows. A name stands for
// its one bearer; if the register knows several, the leaver says so. The error is that of the register.
func (m *Memory) phonesOf(row *preflight.Row, people []object.Person) ([]*leaver, error) {
	for _, p := range people {
		found, bearers, err := m.phonesOfOne(row, p, people)
		switch {
		case err != nil:
			return nil, err
		case bearers > 1:
			l := leave(row.Line, object.Key{}, "")
			l.phone.PhoneFullName = row.Phone.PhoneFullName
			return []*leaver{l.refuse(object.Refused, codes.UnclearPerson, fmt.Sprintf("the register knows %d people with this name", bearers))}, nil
		case len(found) > 0:
			return found, nil
		}
	}
	return nil, nil
}

// phonesOfOne returns the phones of one candidate, and how many people the register knows for the candidate.
func (m *Memory) phonesOfOne(row *preflight.Row, p object.Person, people []object.Person) (list []*leaver, bearers int, err error) {
	past, err := m.Register.Past(m.Dialer, p)
	var damaged *register.DamagedError
	if errors.As(err, &damaged) {
		return nil, 2, nil
	}
	if err != nil {
		return nil, 0, err
	}
	seen, persons := make(map[object.Key]bool), make(map[register.Sum]bool)
	for _, was := range past {
		on := row.Phone.ServerIP
		if seen[was.Folded()] || !was.Claimed && was.Status == "" || on != "" && on != was.ServerIP || !was.KeyIs && p.Kind != object.ByName {
			continue
		}
		seen[was.Folded()] = true
		l := leave(row.Line, was.Key, "")
		l.phone.PhoneFullName = row.Phone.PhoneFullName
		stands, is, err := m.Register.Standing(m.Dialer, was.Key)
		switch {
		case errors.As(err, &damaged):
			return nil, 2, nil
		case err != nil:
			return nil, 0, err
		case !is && was.Claimed:
			l.refuse(object.Gone, apiclient.CodePhoneAbsent, "an earlier run deleted the phone")
		case !is || !m.belongs(stands, people):
			continue
		default:
			person, _ := stands.Sums()
			persons[person] = true
			l.was, l.phone.PhoneLogin = stands, stands.Login
		}
		list = append(list, l)
	}
	return list, len(persons), nil
}
