package register

import (
	"bytes"
	"fmt"
	"strings"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// This file has the rules by which the records about one object combine. An object that the run has added stays added:
// if a second row of the list means the same object, the dialer refuses that row, which says nothing about the first
// one.

// A claim is how an object was when the run chose, asked about, or claimed it.
type claim struct {
	key        object.Key
	folded     string
	login      string // of an alias, its members with commas between them
	line       int
	personKind object.KeyKind
	person     int64
	personName int64
	sums       []byte // of the values; nil unless the object is about to be sent
}

// foldedKey returns the folded key of the claimed object.
func (c *claim) foldedKey() object.Key {
	return object.Key{Kind: c.key.Kind, ServerIP: c.key.ServerIP, Name: c.folded}
}

// claim returns the claim of an object, without the sums of its values.
func (k Key) claim(o *object.Object) claim {
	c := claim{key: o.Key, folded: o.Folded().Name, line: o.Line, personKind: o.Person.Kind}
	c.person, c.personName = k.person(o.Person)
	switch {
	case o.Phone != nil:
		c.login = o.Phone.PhoneLogin
	case o.Alias != nil:
		c.login = strings.Join(o.Alias.PhoneLogins, ",")
	}
	return c
}

// keep takes the person of a row, and its login if the claim has none.
func (c *claim) keep(was *row) {
	c.personKind, c.person, c.personName = was.personKind, was.person, was.personName
	if c.login == "" {
		c.login = was.login
	}
}

// keepValues takes the values of a row where the claim has none.
func (c *claim) keepValues(was *row) {
	for i := 0; i+4 <= min(len(c.sums), len(was.sums)); i += 4 {
		if bytes.Equal(c.sums[i:i+4], make([]byte, 4)) {
			copy(c.sums[i:], was.sums[i:i+4])
		}
	}
}

// assign records what was chosen for the object. If the object may have been sent, assign changes nothing: the row
// keeps the data that were sent.
func (w *row) assign(c *claim) {
	if w.added() || w.claimed == claimed {
		return
	}
	w.describe(c)
}

// describe records the names of the object, its line, and its person if the claim has one.
func (w *row) describe(c *claim) {
	w.key, w.folded, w.login, w.line = c.key, c.folded, c.login, c.line
	if c.person != 0 {
		w.personKind, w.person = c.personKind, c.person
	}
	if c.personName != 0 {
		w.personName = c.personName
	}
}

// ask records an answer of the dialer. After the object was claimed, only the answer that it is absent counts: an
// object that is there may be the one that the run sent, and one that is not seen may be absent or not.
func (w *row) ask(was object.Presence) {
	if w.claimed != claimed || was == object.Absent {
		w.was = was
	}
}

// send records that the object is about to be sent. If an earlier sending is in doubt, the row keeps the sums of the
// first values in first.
func (w *row) send(c *claim) {
	if w.added() {
		return
	}
	if w.claimed == claimed && w.first == nil {
		w.first = w.sums
	}
	w.claimed, w.outcome, w.sums = claimed, nil, c.sums
	w.describe(c)
}

// settle records an outcome. It returns false if the outcome says nothing about the object that the row stands for. The
// error wraps ErrNotClaimed.
func (w *row) settle(o *Outcome) (bool, error) {
	if w.claimed == neverClaimed {
		return false, fmt.Errorf("%s %s on %s is %s: %w", w.key.Kind, w.key.Name, w.key.ServerIP, o.Status, ErrNotClaimed)
	}
	switch o.Status {
	case object.Added, object.Unconfirmed:
	case object.NotSent, object.Refused, object.Exists, object.Invalid:
		if w.added() {
			return false, nil
		}
		w.claimed = claimEnded
		if w.was != object.There {
			w.was = 0
		}
	default:
		if w.added() {
			return false, nil
		}
	}
	if o.Code == codes.Edited && w.first != nil {
		w.sums = w.first
	}
	w.outcome, w.first = o, nil
	return true, nil
}

// outcomeOf returns the outcome for a result. A result with the code codes.Edited becomes the status added: the run
// added the object, although with other values than those in the list now.
func outcomeOf(r *object.Result) *Outcome {
	o := &Outcome{
		Status: r.Status, Code: r.Code, Message: r.Message, Verified: r.Verified,
		Attempts: r.Attempts, Duration: r.Duration, FinishedAt: r.FinishedAt,
	}
	if r.Code == codes.Edited {
		o.Status = object.Added
	}
	return o
}
