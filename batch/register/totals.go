package register

import (
	"bytes"
	"database/sql"
)

// totals are the numbers of rows in two tables. The table register stores them, so that a missing row is noticed.
type totals struct{ runs, dialers int64 }

// totals returns the keyed sum of the totals.
func (k Key) totals(t totals) []byte {
	s := k.start("totals")
	s.num(t.runs, t.dialers)
	return k.finish(s, macSize)
}

// totals reads the stored totals. The error is a *DamagedError, or the error of SQLite.
func (r *Register) totals(tx *sql.Tx) (t totals, err error) {
	var mac []byte
	err = tx.QueryRow("SELECT runs, dialers, mac FROM register").Scan(&t.runs, &t.dialers, &mac)
	if err != nil {
		return t, r.unreadable("the numbers of rows", err)
	}
	if !bytes.Equal(mac, r.key.totals(t)) {
		return t, r.damaged("the numbers of rows do not fit their sum")
	}
	return t, nil
}

// count adds to the stored totals. Errors are those of totals.
func (r *Register) count(tx *sql.Tx, more totals) error {
	t, err := r.totals(tx)
	if err != nil {
		return err
	}
	t.runs += more.runs
	t.dialers += more.dialers
	_, err = tx.Exec("UPDATE register SET runs = ?, dialers = ?, mac = ?", t.runs, t.dialers, r.key.totals(t))
	return err
}
