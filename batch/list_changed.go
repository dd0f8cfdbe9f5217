package batch

import (
	"errors"
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/register"
)

// A ListChangedError ends a job before anything is sent. The list has changed so much since its last run that its rows
// may be the same people under other keys.
type ListChangedError struct {
	Of, Allowed int // people of the last run, and how many people may change

	Missing, New, Renamed              int
	MissingIs, NewIs, WasAndIs, RunWas string // one example of each, and the id of the last run
}

func (e *ListChangedError) Error() string {
	if e.Renamed > e.Allowed {
		return fmt.Sprintf("of %d people whom run %s knew, %d have another name now, such as %s", e.Of, e.RunWas, e.Renamed, e.WasAndIs)
	}
	return fmt.Sprintf("of %d people whom run %s knew, %d are not in the list, such as %s, and %d people of the list are new, such as %s; nothing was sent",
		e.Of, e.RunWas, e.Missing, e.MissingIs, e.New, e.NewIs)
}

// Status is the exit status of a command that the error ends.
func (e *ListChangedError) Status() int { return exit.ListErrors }

// Codes lists the code of the error.
func (e *ListChangedError) Codes() []apiclient.Code { return []apiclient.Code{codes.ListChanged} }

// Hints say what the user can do.
func (e *ListChangedError) Hints() []string { return []string{codes.Remedy(codes.ListChanged)} }

// An OtherDialerError ends a job before anything is sent. The people of the list have phones on a dialer with another
// address, and both addresses may belong to one dialer.
type OtherDialerError struct {
	Dialer, Known string
	People        int // people of the list with phones on the known dialer
}

func (e *OtherDialerError) Error() string {
	return fmt.Sprintf("people of this list who have phones on %s: %d; none of them is known on %s", e.Known, e.People, e.Dialer)
}

// Status is the exit status of a command that the error ends.
func (e *OtherDialerError) Status() int { return exit.Usage }

// Hints say what the user can do.
func (e *OtherDialerError) Hints() []string {
	return []string{
		"if both addresses are those of one dialer, pass --same-dialer-as " + e.Known + ": everybody keeps their phone",
		"if this is another dialer, pass --new-dialer: everybody gets a phone there, too",
	}
}

// recognize compares the list and the dialer with those of earlier runs. people holds one person for each row. chooses
// says that the program chooses values for the rows: only then could a person get a second phone. The error is a
// *ListChangedError if the list has changed too much, a *ManyLeaveError if too many people would leave, an
// *OtherDialerError if the register seems to know the dialer under another name, or an error of the register.
func (m *Memory) recognize(rows []*preflight.Row, people []object.Person, chooses bool) error {
	rows, people = withoutCopies(rows, people)
	if chooses && !m.NewDialer {
		if err := m.checkOtherDialers(people); err != nil {
			return err
		}
	}
	last, found, err := m.Register.LastRunLike(m.Dialer, m.List)
	if err != nil || !found {
		return err
	}
	return m.changed(last, rows, people)
}

// withoutCopies returns one row of each record, a valid one if there is one, and its person. The other rows of a record
// are further phones of the same person.
func withoutCopies(rows []*preflight.Row, people []object.Person) (some []*preflight.Row, whose []object.Person) {
	for i, p := range people {
		row, last := rows[i], len(some)-1
		switch {
		case last < 0 || some[last].Line != row.Line:
			some, whose = append(some, row), append(whose, p)
		case some[last].Invalid:
			some[last] = row
		}
	}
	return some, whose
}

// sampled limits how many people checkOtherDialers looks for on other dialers. The people are spread over the list.
const sampled = 1000

// checkOtherDialers looks on other dialers for the people who are not known on this one. The error is an
// *OtherDialerError or an error of the register. If the register does not know this dialer, a fifth of the people who
// are known on one other dialer is enough for an *OtherDialerError. Otherwise most of the people must be unknown here,
// and most of the unknown people must be known on one other dialer.
func (m *Memory) checkOtherDialers(people []object.Person) error {
	dialers, err := m.Register.Dialers()
	if err != nil {
		return err
	}
	isNew := !slices.Contains(dialers, m.Dialer)
	others := slices.DeleteFunc(dialers, func(d string) bool { return d == m.Dialer })
	if len(others) == 0 {
		return nil
	}
	counts, unknown, asked := make(map[string]int), 0, 0
	for i := 0; i < len(people); i += 1 + len(people)/sampled {
		p := people[i]
		asked++
		if known, err := m.knows(m.Dialer, p); err != nil || known || p.Kind == "" {
			if err != nil {
				return err
			}
			continue
		}
		unknown++
		for _, d := range others {
			known, err := m.knows(d, p)
			if err != nil {
				return err
			}
			if known {
				counts[d]++
			}
		}
	}
	for _, d := range others {
		n := counts[d]
		if isNew && n > 0 && 5*n >= asked || 2*n > unknown && 2*unknown > asked {
			return &OtherDialerError{Dialer: m.Dialer, Known: d, People: n}
		}
	}
	return nil
}

// knows says whether a person has or had a phone on a dialer. A damaged entry of the register counts as a phone.
func (m *Memory) knows(dialer string, p object.Person) (bool, error) {
	past, err := m.pastOn(dialer, p)
	if errors.Is(err, assign.ErrUnclear) {
		return true, nil
	}
	return assign.Has(p, past), err
}

// A known is a person of a list's last run. An extension on several servers may belong to people with different names.
type known struct {
	name      register.Sum
	others    []register.Sum // further names
	extension string
	listed    bool // the list names the person now
}

// named says whether the person had a name in the last run. An unknown name counts as the same name.
func (k *known) named(name register.Sum) bool {
	return name == 0 || k.name == 0 || k.name == name || slices.Contains(k.others, name)
}

// peopleOf returns the people of a run, by the sums of their keys.
func (m *Memory) peopleOf(run string) (map[register.Sum]*known, error) {
	was := make(map[register.Sum]*known)
	_, err := m.Register.Objects(run, func(o *register.Object) {
		key, name := o.Sums()
		switch k := was[key]; {
		case key == 0 || hasLeft(o):
		case k == nil:
			was[key] = &known{name: name, extension: o.Name}
		case !k.named(name):
			k.others = append(k.others, name)
		}
	})
	return was, err
}

// changed compares the people of a list with the people of the list's last run. The error is a *ListChangedError, a
// *ManyLeaveError, or an error of the register.
func (m *Memory) changed(last register.Run, rows []*preflight.Row, people []object.Person) error {
	was, err := m.peopleOf(last.ID)
	if err != nil {
		return err
	}
	e := &ListChangedError{RunWas: last.ID, Of: len(was)}
	e.Allowed = max(m.allowed(e.Of), minChange)
	for i, p := range people {
		if p.Kind == "" || rows[i].Invalid {
			continue
		}
		key, name := m.Register.Sums(p)
		if k := was[key]; k != nil {
			k.listed = true
			if !k.named(name) {
				e.renamed(rows[i], k.extension)
			}
			continue
		}
		had, err := m.knows(m.Dialer, p)
		if err != nil {
			return err
		}
		if had {
			continue
		}
		if e.New++; e.NewIs == "" {
			e.NewIs = fmt.Sprintf("%s (line %d)", rows[i].Name, rows[i].Line)
		}
	}
	for _, k := range was {
		if k.listed {
			continue
		}
		if e.Missing++; e.MissingIs == "" || k.extension < e.MissingIs {
			e.MissingIs = k.extension
		}
	}
	if most := m.mayLeave(e.Of); m.RetireMissing && !m.resumes && e.Missing > most {
		return &ManyLeaveError{Leave: e.Missing, Of: e.Of, Allowed: most, Run: last.ID, Example: e.MissingIs}
	}
	e.MissingIs = "extension " + e.MissingIs
	if min(e.Missing, e.New) > e.Allowed || e.Renamed > e.Allowed {
		return e
	}
	return nil
}

// renamed counts a person whose name differs from the name in the last run.
func (e *ListChangedError) renamed(row *preflight.Row, extension string) {
	if e.Renamed++; e.WasAndIs == "" {
		e.WasAndIs = fmt.Sprintf("%s (line %d), who has extension %s", row.Name, row.Line, extension)
	}
}

// minChange is the number of people that may change in any list.
const minChange = 4

// allowed returns how many of a number of people may change: the value of MaxChange, or else a fifth.
func (m *Memory) allowed(people int) int {
	if m.MaxChange.Given() {
		return m.MaxChange.Of(people)
	}
	return people / 5
}
