package register

import (
	"bytes"
	"cmp"
	"database/sql"
	"fmt"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// An Object is what the register knows about one object of a run.
type Object struct {
	object.Key
	Run        string          // the id of the run
	Login      string          // of a phone; see Members for an alias
	Line       int             // the line of the list when the object was last chosen or claimed
	PersonKind object.KeyKind  // empty if the person is unknown
	Claimed    bool            // the object may have been sent, and is not known to have been refused
	Was        object.Presence // before the object was first sent; 0 if nobody had asked
	Outcome    *Outcome        // nil if the outcome is unknown

	register *Register
	row      *row
}

// object returns the Object for a row of the run with an id.
func (r *Register) object(run string, w *row) *Object {
	return &Object{
		Key: w.key, Run: run, Login: w.login, Line: w.line, PersonKind: w.personKind,
		Claimed: w.claimed == claimed, Was: w.was, Outcome: w.outcome, register: r, row: w,
	}
}

// Members returns the phone_logins of an alias when it was last claimed.
func (o *Object) Members() []string {
	if o.Kind != object.Alias || o.Login == "" {
		return nil
	}
	return strings.Split(o.Login, ",")
}

// Added reports whether the run stored the object.
func (o *Object) Added() bool { return o.row.added() }

// Changed reports whether the run changed the object, which had been there before, or gave it back its values.
func (o *Object) Changed() bool { return o.row.changed() }

// InDoubt reports whether the object was claimed and has no clear outcome.
func (o *Object) InDoubt() bool { return o.MayStand() && !o.Added() && !o.Changed() }

// MayStand reports whether the run stored the object, or may have stored it.
func (o *Object) MayStand() bool { return o.row.mayStand() }

// PersonIs reports whether the object is for the person with the kind and key of p. The name of p does not count.
func (o *Object) PersonIs(p object.Person) bool {
	person, _ := o.register.key.person(p)
	return person != 0 && person == o.row.person
}

// sum returns the keyed sum of the value that a field had when the object was last sent; has is false if the register
// does not know of any value.
func (o *Object) sum(f apiclient.Field) (sum []byte, has bool) {
	i := 4 * int(f)
	if len(o.row.sums) < i+4 {
		return nil, false
	}
	sum = o.row.sums[i : i+4]
	return sum, !bytes.Equal(sum, make([]byte, 4))
}

// Has reports whether a field had a value when the object was last sent, as far as the register knows.
func (o *Object) Has(f apiclient.Field) bool {
	_, has := o.sum(f)
	return has
}

// Differs returns the fields whose value in p is not the value that was last sent. A value that is empty in p or was
// empty then does not differ: add_phone puts a default in its place. For an object that was never claimed the result is
// empty. The sums have 32 bits, so Differs misses one difference in about four thousand million.
func (o *Object) Differs(p *apiclient.Phone) (fields []apiclient.Field) {
	key := o.Folded()
	for _, f := range apiclient.Fields() {
		was, has := o.sum(f)
		v := p.Value(f)
		if v == "" || !has {
			continue
		}
		var sum [4]byte
		if o.register.key.value(sum[:], key, f, v); !bytes.Equal(was, sum[:]) {
			fields = append(fields, f)
		}
	}
	return fields
}

// Objects calls each with every object of the run with an id, in the order in which the run first recorded them.
// damaged is the number of objects that are damaged or missing; each is not called for those. The error wraps ErrNoRun
// if the register does not know the run, and is a *DamagedError or a *StateError if the objects cannot be read.
func (r *Register) Objects(run string, each func(*Object)) (damaged int, err error) {
	err = r.read(func(tx *sql.Tx) error {
		list, err := r.runsIn(tx)
		for _, w := range list {
			if w.ID == run && !w.Damaged {
				damaged, err = r.objectsOf(tx, w, each)
				return err
			}
		}
		return cmp.Or(err, fmt.Errorf("the run %s: %w", run, ErrNoRun))
	})
	return damaged, r.fault("reading a run", err)
}

// objectsOf is Objects for the row of a run, within a transaction. The error is that of SQLite.
func (r *Register) objectsOf(tx *sql.Tx, of *runRow, each func(*Object)) (damaged int, err error) {
	rows, err := tx.Query("SELECT "+objectColumns+" FROM objects o WHERE id BETWEEN ? AND ? ORDER BY id", of.id<<32, of.id<<32|maxPlace)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	who := owner{of.ID, of.Command, of.Dialer}
	whole := 0
	for rows.Next() {
		w, fits, err := r.key.scan(rows, &who)
		if err != nil {
			return 0, err
		}
		if fits {
			whole++
			each(r.object(of.ID, w))
		} else {
			damaged++
		}
	}
	return max(damaged, int(of.objects)-whole), rows.Err()
}

// A Sum is a keyed sum of a text. Equal texts have equal sums in one register. An empty text has the sum 0.
type Sum int64

// Sums returns the sums of a person's key and name, to compare with the sums of Object.Sums.
func (r *Register) Sums(p object.Person) (key, name Sum) {
	k, n := r.key.person(p)
	return Sum(k), Sum(n)
}

// Sums returns the sums of the key and the name of the person for whom the object is meant.
func (o *Object) Sums() (key, name Sum) { return Sum(o.row.person), Sum(o.row.personName) }
