package register

import (
	"cmp"

	"phonebatch/batch/object"
)

const aliasesQuery = `WITH ids(id) AS (SELECT id FROM objects WHERE kind = ?1 AND dialer IN (DIALERS)) ` + foundQuery + ` ORDER BY ids.id DESC`

// Aliases returns the aliases that stand on a dialer, as far as the register knows, as Standing does for one. If a damaged
// alias makes the answer uncertain, the error is a *DamagedError. Other errors are a *StateError.
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
