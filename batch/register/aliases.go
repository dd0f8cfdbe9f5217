package register

import (
	"cmp"

	"phonebatch/batch/object"
)

const aliasesQuery = `WITH ids(id) AS (SELECT id FROM objects WHERE kind = ?1 AND dialer IN (DIALERS)) ` + foundQuery + ` ORDER BY ids.id DESC`

// Aliases returns the aliases that stand on a dialer, as far as the register knows, as Standing does for one. If a
// damaged alias makes the answer uncertain, the error is a *DamagedError. Other errors are a *StateError.
func (r *Register) Aliases(dialer string) (list []*Object, err error) {
	decided := make(map[string]bool) // by folded id
	var damaged error
	err = r.each(dialer, aliasesQuery, []any{string(object.Alias)}, func(f *found) bool {
		w := f.row
		switch {
		case !f.whole || w.key.Kind != object.Alias:
			damaged = r.damaged("an alias of the run %s does not fit its sum", f.of.run)
			return false
		case decided[w.folded]:
		case w.outcome != nil && (w.outcome.Status == object.Deleted || w.outcome.Status == object.Gone):
			decided[w.folded] = true
		case f.of.command == CommandUndo && !w.changes():
		case w.mayStand():
			decided[w.folded] = true
			list = append(list, r.object(f.of.run, w))
		}
		return true
	})
	return list, r.fault("looking for aliases", cmp.Or(err, damaged))
}

const loginsQuery = `SELECT DISTINCT login, server_ip, folded FROM objects WHERE kind = ?1 AND login <> '' AND dialer IN (DIALERS)`

// Logins calls each with every login that a run on a dialer recorded for a phone, and the folded key of the phone. The
// rows are not compared with their sums: ask Standing about the phone. The error is a *StateError.
func (r *Register) Logins(dialer string, each func(login string, key object.Key)) error {
	err := func() error {
		f, err := r.family(dialer)
		if err != nil || len(f.ids) == 0 {
			return err
		}
		lookup, err := r.lookup(loginsQuery, f.ids)
		if err != nil {
			return err
		}
		rows, err := lookup.Query(string(object.Phone))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			key := object.Key{Kind: object.Phone}
			var login string
			if err := rows.Scan(&login, &key.ServerIP, &key.Name); err != nil {
				return err
			}
			each(login, key)
		}
		return rows.Err()
	}()
	return r.fault("looking for logins", err)
}
