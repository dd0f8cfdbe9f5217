package batch

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// A Memory is what the register knows of one dialer. A Memory is for one goroutine.
type Memory struct {
	Register  *register.Register
	Dialer    string    // the dialer's name in the register
	List      string    // absolute path of the list; empty for standard input
	MaxChange run.Limit // how many people of a list may change between two runs; the zero value means 20 %
	// RetireMissing retires the phones of people who were in the list's last run and are not in the list. MaxChange
	// then limits how many may leave as well.
	RetireMissing bool
	NewDialer     bool // the user says that the dialer is not a known dialer under another name

	resumes bool // the run continues an earlier one: who leaves was decided when that one began
}

// Past implements assign.Memory.
func (m *Memory) Past(p object.Person) ([]assign.Past, error) { return m.pastOn(m.Dialer, p) }

// pastOn is Past for any dialer. If an entry of the register is damaged, the error wraps assign.ErrUnclear.
func (m *Memory) pastOn(dialer string, p object.Person) ([]assign.Past, error) {
	var damaged *register.DamagedError
	found, unclear := m.Register.Past(dialer, p)
	switch {
	case errors.As(unclear, &damaged):
		unclear = fmt.Errorf("%w: %w", assign.ErrUnclear, unclear)
	case unclear != nil:
		return nil, unclear
	}
	list := make([]assign.Past, len(found))
	for i, was := range found {
		standing, stands, err := m.Register.Standing(dialer, was.Key)
		switch {
		case errors.As(err, &damaged):
			stands = true // the phone may be there: the person gets no other phone
		case err != nil:
			return nil, err
		}
		list[i] = assign.Past{Key: was.Key, Kind: was.PersonKind, SameKey: was.KeyIs, Stands: stands}
		if standing != nil && !standing.InDoubt() {
			list[i].Differs = standing.Differs
		}
	}
	return list, unclear
}

// standing returns the register's entry of an object that stands. It returns nil if there is none, if damage makes the
// answer uncertain, or if m is nil.
func (m *Memory) standing(key object.Key) *register.Object {
	if m == nil {
		return nil
	}
	was, found, err := m.Register.Standing(m.Dialer, key)
	if err != nil || !found {
		return nil
	}
	return was
}

// known compares an object that is on the dialer already, with the values that the dialer stores, with the register's
// entry. It returns same if the entry fits the object, or if no entry can be read. Otherwise it returns a code and a
// message. known does not compare the fields of except: passwords that the program filled, and values that the dialer
// is known to have.
func (m *Memory) known(o *object.Object, except []apiclient.Field) (code apiclient.Code, message string, same bool) {
	was := m.standing(o.Key)
	if was == nil {
		return "", "", true
	}
	if forAnother(was, o.Person) {
		return codes.TakenByOther, "this program added the phone for another person, in run " + was.Run, false
	}
	if retired(was) {
		return codes.Inactive, "run " + was.Run + " made the phone inactive", false
	}
	columns := apiclient.Names(without(was.Differs(o.Phone), except))
	if len(columns) == 0 {
		return "", "", true
	}
	return codes.DiffersFromSent, "the list has other values now than run " + was.Run + " sent: " + strings.Join(columns, ", "), false
}

// credentials returns the paths of the files with passwords: own first, then the files of earlier runs on the dialer.
func (m *Memory) credentials(own string) ([]string, error) {
	earlier, err := m.Register.CredentialsFiles(m.Dialer)
	if err != nil {
		return nil, err
	}
	list := []string{own}
	for _, path := range earlier {
		if path != own {
			list = append(list, path)
		}
	}
	return list, nil
}

// unsure reports whether nobody knows which values a phone has: its last change is in doubt, or the dialer has stored
// others than were sent.
func unsure(was *register.Object) bool {
	return was.InDoubt() || was.Outcome != nil && was.Outcome.Verified == object.VerifiedDiffers
}

// retired says whether a run has made the object inactive, and no later run has made it active again.
func retired(was *register.Object) bool {
	return was != nil && was.Outcome != nil && was.Outcome.Status == object.Retired
}

// forAnother says whether an object was for a person other than p. Keys of different kinds are not comparable and do
// not count.
func forAnother(was *register.Object, p object.Person) bool {
	return p.Kind != "" && was.PersonKind == p.Kind && !was.PersonIs(p)
}

// without returns fields without those of except.
func without(fields, except []apiclient.Field) []apiclient.Field {
	return slices.DeleteFunc(fields, func(f apiclient.Field) bool { return slices.Contains(except, f) })
}
