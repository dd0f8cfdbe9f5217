package register

import (
	"context"
	"database/sql"
	"errors"

	"phonebatch/batch/object"
)

// A table writes the objects of one run through a connection of its own. It is for one goroutine.
type table struct {
	reg    *Register
	of     owner
	run    int64
	dialer int64

	conn                           *sql.Conn
	get, insert, update, updateAll *sql.Stmt

	places map[object.Key]spot // every object of the run, by folded key
	open   map[object.Key]*row // the rows that are claimed and not settled
	next   int64               // the place of the next new object
	count  int64               // the number of new objects that the row of the run does not count yet
}

// A spot is the place of an object in the database.
type spot struct {
	id                 int64
	person, personName int64
	bare               bool // the row holds only the person, so find need not read it
}

const insertObject = `INSERT INTO objects (run, dialer, kind, server_ip, folded, person, person_name,
	name, login, line, person_kind, sums, first, there, absent, claimed, status, code, message, verified, attempts, duration, finished, mac, id)
	VALUES (?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const updateObject = `name = ?, login = ?, line = ?, person_kind = ?, sums = ?, first = ?, there = ?, absent = ?, claimed = ?,
	status = ?, code = ?, message = ?, verified = ?, attempts = ?, duration = ?, finished = ?, mac = ? WHERE id = ?`

// openTable prepares the statements, and reads the keys of the objects that the run has already.
func (r *Register) openTable(conn *sql.Conn, w *runRow) (t *table, err error) {
	t = &table{reg: r, of: owner{w.ID, w.Command, w.Dialer}, run: w.id, dialer: w.dialer, conn: conn, places: make(map[object.Key]spot), open: make(map[object.Key]*row)}
	for _, s := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&t.get, "SELECT " + objectColumns + " FROM objects o WHERE id = ?"},
		{&t.insert, insertObject},
		{&t.update, "UPDATE objects SET " + updateObject},
		{&t.updateAll, "UPDATE objects SET dialer = ?, kind = ?, server_ip = ?, folded = ?, person = nullif(?, 0), person_name = nullif(?, 0), " + updateObject},
	} {
		if *s.to, err = conn.PrepareContext(context.Background(), s.sql); err != nil {
			return nil, err
		}
	}
	t.next = max(w.objects, 0) + 1
	if w.objects == 0 {
		return t, nil
	}
	return t, t.load()
}

// load reads the keys of the run's objects. It skips rows that cannot be scanned and checks no sums: find checks a row
// when it is needed.
func (t *table) load() error {
	rows, err := t.conn.QueryContext(context.Background(),
		"SELECT id, kind, server_ip, folded, ifnull(person, 0), ifnull(person_name, 0) FROM objects WHERE id BETWEEN ? AND ?", t.run<<32, t.run<<32|maxPlace)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key object.Key
		var p spot
		if err := rows.Scan(&p.id, &key.Kind, &key.ServerIP, &key.Name, &p.person, &p.personName); err != nil {
			if sqliteCode(err) != 0 {
				return err
			}
			continue
		}
		t.places[key] = p
		t.next = max(t.next, p.id&maxPlace+1)
	}
	return rows.Err()
}

// maxPlace is the largest place of an object in its run: the id of an object is the id of its run << 32, plus the
// place.
const maxPlace = 1<<32 - 1

// apply makes changes durable, in their order, in one transaction. The error wraps ErrNotClaimed, or is a *DamagedError
// or that of SQLite.
func (t *table) apply(list []change) error {
	tx, err := t.conn.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for i := range list {
		if err := t.applyOne(&list[i]); err != nil {
			return err
		}
	}
	if t.count > 0 {
		if _, err := t.reg.change(tx, t.of.run, func(w *runRow) { w.objects += t.count }); err != nil {
			return err
		}
		t.count = 0
	}
	return tx.Commit()
}

// applyOne applies one change within the transaction.
func (t *table) applyOne(c *change) error {
	key := c.claim.foldedKey()
	w, at, err := t.find(key)
	if err != nil {
		return err
	}
	switch c.event {
	case assigned:
		w.assign(&c.claim)
	case wasAsked:
		w.ask(c.was)
		w.assign(&c.claim)
	case sending:
		w.send(&c.claim)
	case settled:
		if tells, err := w.settle(c.outcome); err != nil || !tells {
			return err
		}
	}
	return t.put(key, w, at)
}

// find returns the row of an object and its spot. A new object has an empty row and a spot with the id 0. If the row in
// the database does not fit its sum, find returns an empty row: put then writes all columns anew.
func (t *table) find(key object.Key) (*row, spot, error) {
	at, known := t.places[key]
	if w := t.open[key]; w != nil {
		return w, at, nil
	}
	w := &row{id: at.id, key: key, folded: key.Name, person: at.person, personName: at.personName}
	if !known || at.bare {
		return w, at, nil
	}
	read, whole, err := t.reg.key.scan(t.get.QueryRowContext(context.Background(), at.id), &t.of)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, at, t.reg.damaged("an object of the run %s is missing", t.of.run)
	case err == nil && !whole:
		at.person, at.personName = -1, -1 // differ from those of any row, so put writes all columns
		w.person, w.personName = 0, 0
		return w, at, nil
	case err != nil:
		return nil, at, err
	}
	return read, at, nil
}

// put writes a row to its spot, or to a new place if the spot has the id 0.
func (t *table) put(key object.Key, w *row, at spot) (err error) {
	if at.id == 0 {
		w.id = t.run<<32 | t.next
		t.next++
		t.count++
	}
	values := t.values(w)
	ctx := context.Background()
	switch {
	case at.id == 0:
		_, err = t.insert.ExecContext(ctx, append([]any{t.run, t.dialer, string(w.key.Kind), w.key.ServerIP, w.folded, w.person, w.personName}, values...)...)
	case at.person == w.person && at.personName == w.personName:
		_, err = t.update.ExecContext(ctx, values...)
	default:
		_, err = t.updateAll.ExecContext(ctx, append([]any{t.dialer, string(w.key.Kind), w.key.ServerIP, w.folded, w.person, w.personName}, values...)...)
	}
	if err != nil {
		return err
	}
	t.places[key] = spot{id: w.id, person: w.person, personName: w.personName, bare: w.claimed == neverClaimed && w.was == 0}
	if w.claimed == claimed && w.outcome == nil {
		t.open[key] = w
	} else {
		delete(t.open, key)
	}
	return nil
}

// values returns the values of the columns that no index holds, then the sum and the id.
func (t *table) values(w *row) []any {
	values := make([]any, 18)
	copy(values, []any{w.key.Name, w.login, w.line, string(w.personKind), blob(w.sums), blob(w.first), bit(w.was == object.There), nil, w.claimed})
	if w.was == object.Absent || w.was == object.Unseen {
		values[7] = t.reg.key.absence(t.of, w)
	}
	if o := w.outcome; o != nil {
		copy(values[9:], []any{string(o.Status), string(o.Code), o.Message, string(o.Verified), o.Attempts, int64(o.Duration), nanos(o.FinishedAt)})
	}
	values[16], values[17] = t.reg.key.row(t.of, w), w.id
	return values
}

// blob returns b, or nil for SQL's NULL if b is nil.
func blob(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}

// close closes the statements and the connection.
func (t *table) close() error {
	return errors.Join(t.get.Close(), t.insert.Close(), t.update.Close(), t.updateAll.Close(), t.conn.Close())
}
