package register

import (
	"database/sql"
	"time"

	"phonebatch/batch/object"
)

// ForgetBefore forgets runs that began before t, have ended and have no rows left to finish. It returns the number of
// runs that are gone completely.
//
// The register still knows the phones and the people. ForgetBefore keeps, regardless of age: of every key the newest
// object and the one that Standing returns; of every person and every name the newest object and the newest claimed
// one. A run stays, with fewer objects, if one of its objects stays or an undo names the run. The error is a
// *DamagedError or a *StateError, and then nothing is forgotten.
func (r *Register) ForgetBefore(t time.Time) (runs int, err error) {
	err = r.write(func(tx *sql.Tx) error {
		list, err := r.runsIn(tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(keptObjects, string(object.Added), string(object.Unconfirmed), string(object.Deleted), string(object.Gone), string(object.Retired)); err != nil {
			return err
		}
		for _, w := range list { // the newest run first, so an undo is forgotten before its import
			if w.Open() || w.Undoing || !w.Begun.Before(t) {
				continue
			}
			gone, err := r.forget(tx, w)
			if err != nil {
				return err
			}
			runs += gone
		}
		_, err = tx.Exec("DROP TABLE temp.keep")
		return err
	})
	if err != nil {
		return 0, r.fault("forgetting runs", err)
	}
	return runs, nil
}

// keptObjects makes the table of the ids of the objects that stay.
const keptObjects = `CREATE TEMP TABLE keep AS
	SELECT max(id) AS id FROM objects GROUP BY dialer, kind, server_ip, folded
	UNION SELECT max(o.id) FROM objects o JOIN runs r ON r.id = o.run
		WHERE r.command = 'import' AND (o.status = ?1 OR o.claimed = 1 AND (o.status IS NULL OR o.status = ?2)) OR r.command = 'undo' AND o.status IN (?3, ?4)
		GROUP BY o.dialer, o.kind, o.server_ip, o.folded
	UNION SELECT max(id) FROM objects WHERE status IN (?3, ?4, ?5) GROUP BY dialer, kind, server_ip, folded
	UNION SELECT max(id) FROM objects WHERE person IS NOT NULL GROUP BY dialer, person, claimed = 1
	UNION SELECT max(id) FROM objects WHERE person_name IS NOT NULL GROUP BY dialer, person_name, claimed = 1`

// forget deletes the objects of a run that need not stay, and the run itself if nothing else needs it. gone is the
// number of deleted runs, 0 or 1.
func (r *Register) forget(tx *sql.Tx, w *runRow) (gone int, err error) {
	deleted, err := tx.Exec("DELETE FROM objects WHERE id BETWEEN ? AND ? AND id NOT IN (SELECT id FROM temp.keep)", w.id<<32, w.id<<32|maxPlace)
	if err != nil {
		return 0, err
	}
	n, err := deleted.RowsAffected()
	if err != nil {
		return 0, err
	}
	var left, undos int
	err = tx.QueryRow("SELECT (SELECT count(*) FROM objects WHERE id BETWEEN ? AND ?), (SELECT count(*) FROM runs WHERE of = ?)", w.id<<32, w.id<<32|maxPlace, w.ID).Scan(&left, &undos)
	if err != nil {
		return 0, err
	}
	if left > 0 || undos > 0 {
		w.objects -= n
		return 0, w.update(tx, r.key)
	}
	if _, err := tx.Exec("DELETE FROM runs WHERE id = ?", w.id); err != nil {
		return 0, err
	}
	return 1, r.count(tx, totals{runs: -1})
}
