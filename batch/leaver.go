package batch

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// A leaver is a phone whose person leaves, or a row that names no phone.
type leaver struct {
	line  int // of the list; 0 if the person is missing in the list
	phone apiclient.Phone
	key   object.Key
	// was is what the register knows of the phone, or nil: then no run of this program has sent it.
	was *register.Object
	// entry is what the list's last run knew of the phone; nil for a list of people who leave.
	entry *register.Object
	// isNamed says whether a name that the dialer shows is that of the person. It is nil if nobody knows the name.
	isNamed func(shown string) bool
	// refused is the result of a phone that is left alone, without the dialer being asked. Its status is empty
	// otherwise.
	refused object.Result
}

// leave returns the leaver for a phone, which a line of the list may name.
func leave(line int, key object.Key, login string) *leaver {
	return &leaver{line: line, key: key, phone: apiclient.Phone{Extension: key.Name, ServerIP: key.ServerIP, PhoneLogin: login}}
}

// refuse settles a leaver.
func (l *leaver) refuse(s object.Status, code apiclient.Code, message string) *leaver {
	l.refused = object.Result{Status: s, Code: code, Message: message, Hint: codes.Remedy(code), FinishedAt: time.Now().UTC()}
	return l
}

// doubt says why a phone that the dialer shows is not known to be the person's.
func (l *leaver) doubt() string {
	if l.isNamed == nil {
		return "the list does not name the person"
	}
	return "the dialer shows another name for it"
}

// known returns the register's entry that says whose the phone is, or nil.
func (l *leaver) known() *register.Object { return cmp.Or(l.was, l.entry) }

// result returns the result from which the engine starts.
func (l *leaver) result() object.Result {
	r := l.refused
	r.Line, r.Kind, r.ServerIP, r.Extension = l.line, object.Phone, l.phone.ServerIP, l.phone.Extension
	r.PhoneLogin, r.PhoneFullName = l.phone.PhoneLogin, l.phone.PhoneFullName
	return r
}

// know looks the phone up in the register. If the entry is damaged, or if it is for another person according to
// belongs, the leaver is settled. The error is that of the register.
func (l *leaver) know(m *Memory, belongs func(was *register.Object) bool) error {
	was, found, err := m.Register.Standing(m.Dialer, l.key)
	var damaged *register.DamagedError
	switch {
	case errors.As(err, &damaged):
		l.refuse(object.Refused, codes.UnclearPerson, "the register's entry of the phone is damaged: nobody knows whose the phone is")
	case err != nil:
		return err
	case found && !belongs(was):
		l.refuse(object.Refused, codes.TakenByOther, "run "+was.Run+" sent the phone for another person")
	case found:
		l.was = was
	}
	return nil
}

// named returns isNamed for the name of an entry of the register, or nil if the entry has no name.
func named(m *Memory, o *register.Object) func(string) bool {
	_, name := o.Sums()
	if name == 0 {
		return nil
	}
	return func(shown string) bool {
		_, is := m.Register.Sums(object.Person{Name: assign.Fold(shown)})
		return is == name
	}
}

// hasLeft reports whether an entry of a run stands for a phone that the run retired, or found retired.
func hasLeft(o *register.Object) bool {
	if o.Line != 0 || o.Outcome == nil {
		return false
	}
	r := resultOf(o)
	return r.Status != object.Added && r.Status != object.Updated && r.Done(false)
}

// unseenInactive reports whether the dialer said that it made the phone of an entry inactive, and nobody has seen it.
func unseenInactive(o *register.Object) bool {
	return retired(o) && o.Outcome.Verified != object.VerifiedYes
}

// A ManyLeaveError ends a job before anything is sent: more phones would be retired than --max-change allows.
type ManyLeaveError struct {
	Leave, Of, Allowed int
	Run                string // the run that knew the people who are missing; empty for a list of people who leave
	Example            string // an extension
}

func (e *ManyLeaveError) Error() string {
	if e.Run == "" {
		return fmt.Sprintf("the list would retire %d of %d phones, such as extension %s, and at most %d may leave at once; nothing was sent",
			e.Leave, e.Of, e.Example, e.Allowed)
	}
	return fmt.Sprintf("of %d people whom run %s knew, %d are not in the list, such as extension %s, and at most %d may leave at once; nothing was sent",
		e.Of, e.Run, e.Leave, e.Example, e.Allowed)
}

// Status is the exit status of a command that the error ends.
func (e *ManyLeaveError) Status() int { return exit.ListErrors }

// Codes lists the code of the error.
func (e *ManyLeaveError) Codes() []apiclient.Code { return []apiclient.Code{codes.ManyLeave} }

// Hints say what the user can do.
func (e *ManyLeaveError) Hints() []string { return []string{codes.Remedy(codes.ManyLeave)} }

// mayLeave returns how many of a number of people may leave at once: the value of MaxChange, or else a fifth and at
// least one, but never half.
func (m *Memory) mayLeave(people int) int {
	if m.MaxChange.Given() {
		return m.MaxChange.Of(people)
	}
	return min(max(people/5, 1), (people-1)/2)
}
