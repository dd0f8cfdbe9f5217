package register

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// The values of the column claimed.
const (
	neverClaimed = iota
	claimed      // the object may have been sent
	claimEnded   // the object was claimed, and the run is known not to have stored it
)

// A row is a row of the table objects. It holds no password and no name of a person. The fields are the columns of
// schema1.
type row struct {
	id         int64
	key        object.Key
	folded     string
	login      string
	line       int
	personKind object.KeyKind
	person     int64 // 0 if the person is unknown
	personName int64
	sums       []byte
	first      []byte
	was        object.Presence // 0 if nobody has asked
	claimed    int64
	outcome    *Outcome
}

// An Outcome is the part of an object.Result that the register stores.
type Outcome struct {
	Status     object.Status
	Code       apiclient.Code
	Message    string // the answer of the dialer, rebuilt without secrets
	Verified   object.Verified
	Attempts   int
	Duration   time.Duration
	FinishedAt time.Time
}

// An owner is the run of a row, as far as the sums of the rows include the run.
type owner struct{ run, command, dialer string }

// row returns the keyed sum of all columns of a row.
func (k Key) row(of owner, w *row) []byte {
	s := k.start("object")
	s.str(of.run, of.command, of.dialer, string(w.key.Kind), w.key.ServerIP, w.key.Name, w.folded, w.login, string(w.personKind))
	s.bytes(w.sums)
	s.bytes(w.first)
	s.num(w.id, int64(w.line), w.person, w.personName, w.claimed, presenceBits[w.was])
	if o := w.outcome; o != nil {
		s.str(string(o.Status), string(o.Code), o.Message, string(o.Verified))
		s.num(int64(o.Attempts), int64(o.Duration), nanos(o.FinishedAt))
	}
	return k.finish(s, macSize)
}

// presenceBits are the numbers of the presences in the sum of a row.
var presenceBits = [...]int64{object.There: 2, object.Absent: 1, object.Unseen: 4}

// absences are the purposes of the sums in the column absent.
var absences = [...]string{object.Absent: "absent", object.Unseen: "unseen"}

// absence returns the keyed sum that stands in the column absent: the proof that the dialer, when asked, did not have
// the object, or that its page did not show the object.
func (k Key) absence(of owner, w *row) []byte {
	s := k.start(absences[w.was])
	s.str(of.run, of.dialer, string(w.key.Kind), w.key.ServerIP, w.folded)
	return k.finish(s, 8)
}

// sums returns the keyed sums of a phone's values: 4 bytes for each of apiclient.Fields, or 0 for an empty value. If p
// is nil, all sums are 0. Each sum depends on the key of the object: equal values of two objects have different sums.
func (k Key) sums(key object.Key, p *apiclient.Phone) []byte {
	fields := apiclient.Fields()
	sums := make([]byte, 4*len(fields))
	if p == nil {
		return sums
	}
	key = key.Folded()
	for i, f := range fields {
		if v := p.Value(f); v != "" {
			k.value(sums[4*i:], key, f, v)
		}
	}
	return sums
}

// value writes the keyed sum of one value to the first 4 bytes of to. key is folded. The sum is never 0.
func (k Key) value(to []byte, key object.Key, f apiclient.Field, v string) {
	s := k.start("value")
	defer k.done(s)
	s.str(f.String(), string(key.Kind), key.ServerIP, key.Name, v)
	n := binary.BigEndian.Uint32(s.sum(4))
	binary.BigEndian.PutUint32(to, max(n, 1))
}

// person returns the keyed sums of a person's key and name. An unknown one has the sum 0.
func (k Key) person(p object.Person) (person, name int64) {
	if p.Kind != "" {
		person = k.number("person", string(p.Kind), p.Key)
	}
	if p.Name != "" {
		name = k.number("name", p.Name)
	}
	return person, name
}

// bit returns 1 for true and 0 for false.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

const objectColumns = `o.id, o.kind, o.server_ip, o.name, o.folded, o.login, o.line, o.person_kind, ifnull(o.person, 0), ifnull(o.person_name, 0),
	o.sums, o.first, o.there, o.absent, o.claimed, o.status, o.code, o.message, o.verified, o.attempts, o.duration, o.finished, o.mac`

// scan scans the columns objectColumns, and before them the columns for more. whole is false if the row does not fit
// its sum or a column has the wrong type; such a row must not be believed. The error is that of SQLite.
func (k Key) scan(from interface{ Scan(...any) error }, of *owner, more ...any) (w *row, whole bool, err error) {
	w = new(row)
	var absent, mac []byte
	var status, code, message, verified sql.NullString
	var attempts, duration, finished sql.NullInt64
	var there int64
	err = from.Scan(append(more, &w.id, &w.key.Kind, &w.key.ServerIP, &w.key.Name, &w.folded, &w.login, &w.line, &w.personKind, &w.person, &w.personName,
		&w.sums, &w.first, &there, &absent, &w.claimed, &status, &code, &message, &verified, &attempts, &duration, &finished, &mac)...)
	if err != nil {
		if sqliteCode(err) != 0 {
			return nil, false, err
		}
		return w, false, nil
	}
	sound := k.presence(of, w, there, absent)
	if status.Valid {
		w.outcome = &Outcome{
			Status: object.Status(status.String), Code: apiclient.Code(code.String), Message: message.String, Verified: object.Verified(verified.String),
			Attempts: int(attempts.Int64), Duration: time.Duration(duration.Int64), FinishedAt: fromNanos(finished.Int64),
		}
	}
	return w, sound && bytes.Equal(mac, k.row(*of, w)), nil
}

// presence sets the presence of a row from the columns there and absent. sound is false if the columns contradict each
// other, or if absent is no sum of the row.
func (k Key) presence(of *owner, w *row, there int64, absent []byte) (sound bool) {
	if there == 1 {
		w.was = object.There
		return absent == nil
	}
	if absent == nil {
		return true
	}
	for _, was := range []object.Presence{object.Absent, object.Unseen} {
		if w.was = was; bytes.Equal(absent, k.absence(*of, w)) {
			return true
		}
	}
	return false
}

// added reports whether the run stored the object.
func (w *row) added() bool { return w.outcome != nil && w.outcome.Status == object.Added }

// changed reports whether the run changed the object, which had been there before, or gave it back its values.
func (w *row) changed() bool {
	return w.outcome != nil && w.outcome.Status.Changed()
}

// changes reports whether the object was there before the run claimed it: the run has sent a change.
func (w *row) changes() bool { return w.was == object.There }

// mayStand reports whether the run stored or changed the object, or may have done so.
func (w *row) mayStand() bool {
	return w.added() || w.changed() || w.claimed == claimed && (w.outcome == nil || w.outcome.Status == object.Unconfirmed)
}
