package register

import (
	"bytes"
	"cmp"
	"database/sql"
	"errors"
	"slices"
)

// A dialerRow is one spelling of the name of a dialer: a row of the table dialers.
type dialerRow struct {
	id   int64
	name string
	same int64 // the id of the canonical spelling; 0 if the row is that spelling
}

// root returns the id of the canonical spelling.
func (d dialerRow) root() int64 { return cmp.Or(d.same, d.id) }

// dialer returns the keyed sum of a row.
func (k Key) dialer(d dialerRow) []byte {
	s := k.start("dialer")
	s.num(d.id)
	s.str(d.name)
	s.num(d.same)
	return k.finish(s, macSize)
}

// A family is all spellings of the name of one dialer.
type family struct {
	canonical string
	ids       []int64 // empty if the register does not know the dialer
	names     []string
}

// familyOf returns the family of a name. The family of an unknown name has no ids, and the name as the canonical one.
func familyOf(list []dialerRow, name string) family {
	f := family{canonical: name}
	i := slices.IndexFunc(list, func(d dialerRow) bool { return d.name == name })
	if i < 0 {
		return f
	}
	root := list[i].root()
	for _, d := range list {
		if d.root() == root {
			f.ids, f.names = append(f.ids, d.id), append(f.names, d.name)
		}
		if d.id == root {
			f.canonical = d.name
		}
	}
	return f
}

// dialers reads all spellings, within a transaction. The error is a *DamagedError if a row does not fit its sum or is
// missing, or the error of SQLite.
func (r *Register) dialers(tx *sql.Tx) (list []dialerRow, err error) {
	rows, err := tx.Query("SELECT id, name, ifnull(same, 0), mac FROM dialers NOT INDEXED")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var d dialerRow
		var mac []byte
		if err := rows.Scan(&d.id, &d.name, &d.same, &mac); err != nil {
			return nil, r.unreadable("a dialer's name", err)
		}
		if !bytes.Equal(mac, r.key.dialer(d)) {
			return nil, r.damaged("a dialer's name does not fit its sum")
		}
		list = append(list, d)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if t, err := r.totals(tx); err != nil || t.dialers != int64(len(list)) {
		return nil, cmp.Or(err, r.damaged("a dialer's name is missing"))
	}
	return list, nil
}

// readDialers is dialers in a transaction of its own. The error is a *DamagedError or a *StateError.
func (r *Register) readDialers() (list []dialerRow, err error) {
	err = r.read(func(tx *sql.Tx) error {
		list, err = r.dialers(tx)
		return err
	})
	return list, r.fault("reading the dialers", err)
}

// readFamily reads the family of a name. Errors are those of readDialers.
func (r *Register) readFamily(name string) (family, error) {
	list, err := r.readDialers()
	return familyOf(list, name), err
}

// family is readFamily, but remembers the family of a known dialer until this process changes the dialers.
func (r *Register) family(name string) (family, error) {
	if f, known := r.families.Load(name); known {
		return f.(family), nil
	}
	f, err := r.readFamily(name)
	if err == nil && len(f.ids) > 0 {
		r.families.Store(name, f)
	}
	return f, err
}

// Dialer returns the canonical spelling of a dialer's name. A name that the register does not know is canonical. The
// error is a *DamagedError or a *StateError.
func (r *Register) Dialer(name string) (canonical string, err error) {
	f, err := r.family(name)
	return f.canonical, err
}

// SameDialers reports whether two names are spellings of one dialer. Errors are those of Dialer.
func (r *Register) SameDialers(a, b string) (bool, error) {
	x, errX := r.Dialer(a)
	y, errY := r.Dialer(b)
	return x == y, errors.Join(errX, errY)
}

// KnownDialer reports whether the register knows a dialer under the name, in any spelling. Errors are those of Dialer.
func (r *Register) KnownDialer(name string) (bool, error) {
	f, err := r.family(name)
	return len(f.ids) > 0, err
}

// Dialers returns the canonical names of all dialers that the register knows, sorted. Errors are those of Dialer.
func (r *Register) Dialers() (names []string, err error) {
	list, err := r.readDialers()
	for _, d := range list {
		if d.same == 0 {
			names = append(names, d.name)
		}
	}
	slices.Sort(names)
	return names, err
}

// SameDialer records durably that two names are spellings of one dialer. Afterwards the register tells the same under
// both names. The canonical spelling is that of the name as. Errors are those of Dialer.
func (r *Register) SameDialer(name, as string) error {
	err := r.write(func(tx *sql.Tx) error { return r.merge(tx, name, as) })
	r.families.Clear()
	return r.fault("recording a dialer's name", err)
}

// merge is SameDialer within a transaction. It does not change the families that are remembered.
func (r *Register) merge(tx *sql.Tx, name, as string) error {
	list, err := r.ensureDialers(tx, as, name)
	if err != nil {
		return err
	}
	root, merged := familyOf(list, as), familyOf(list, name)
	if root.canonical == merged.canonical {
		return nil
	}
	to := list[slices.IndexFunc(list, func(d dialerRow) bool { return d.name == root.canonical })].id
	for _, d := range list {
		if !slices.Contains(merged.ids, d.id) {
			continue
		}
		d.same = to
		if _, err := tx.Exec("UPDATE dialers SET same = ?, mac = ? WHERE id = ?", to, r.key.dialer(d), d.id); err != nil {
			return err
		}
	}
	return nil
}

// ensureDialers reads all spellings, adds the names that are missing, and returns all. Errors are those of dialers.
func (r *Register) ensureDialers(tx *sql.Tx, names ...string) ([]dialerRow, error) {
	list, err := r.dialers(tx)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if slices.ContainsFunc(list, func(d dialerRow) bool { return d.name == name }) {
			continue
		}
		d := dialerRow{id: 1, name: name}
		for _, other := range list {
			d.id = max(d.id, other.id+1)
		}
		if _, err := tx.Exec("INSERT INTO dialers (id, name, mac) VALUES (?, ?, ?)", d.id, d.name, r.key.dialer(d)); err != nil {
			return nil, err
		}
		if err := r.count(tx, totals{dialers: 1}); err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}
