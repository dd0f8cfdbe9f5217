package register

import (
	"cmp"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"phonebatch/batch/object"
)

// A Past is an earlier object of a person.
type Past struct {
	object.Key
	PersonKind object.KeyKind
	KeyIs      bool // the person of the object had the same kind and key
	NameIs     bool // the person of the object had the same name
	Claimed    bool // the object may have been sent, and is not known to have been refused
	Status     object.Status
	Run        string
	Command    string
	Begun      time.Time // when the run began
}

// maxPast is the largest number of objects that Past returns.
const maxPast = 64

// Past returns the objects on a dialer that were meant for the person with the kind and key of p, or for a person with
// the name of p: the newest first, at most 64. Objects of imports and of undos count. If some of the objects are
// damaged, the error is a *DamagedError, and the list has the others. Other errors are a *StateError.
//
// The key and the name each have an index. A damaged index hides an object only from a person whose other part is
// unknown or has changed.
func (r *Register) Past(dialer string, p object.Person) (list []Past, err error) {
	person, name := r.key.person(p)
	damaged := 0
	err = r.each(dialer, pastQuery, []any{person, name, maxPast}, func(f *found) bool {
		w := f.row
		keyIs, nameIs := person != 0 && w.person == person, name != 0 && w.personName == name
		if !f.whole || !keyIs && !nameIs { // a damaged index leads to wrong rows
			damaged++
			return true
		}
		past := Past{
			Key: w.key, PersonKind: w.personKind, KeyIs: keyIs, NameIs: nameIs,
			Claimed: w.claimed == claimed, Run: f.of.run, Command: f.of.command, Begun: fromNanos(f.begun),
		}
		if w.outcome != nil {
			past.Status = w.outcome.Status
		}
		list = append(list, past)
		return true
	})
	if err == nil && damaged > 0 {
		err = r.damaged("%d objects do not fit their sums", damaged)
	}
	return list, r.fault("reading what a person had", err)
}

// Standing returns the object with a key that stands on a dialer, as far as the register knows; is says whether there
// is one. Of all runs, Standing takes the newest that added, changed or restored the object, or that claimed it and has
// no clear outcome; but not if a later run has deleted it or found it gone. If a damaged object makes the answer
// uncertain, the error is a *DamagedError. Other errors are a *StateError.
func (r *Register) Standing(dialer string, key object.Key) (standing *Object, is bool, err error) {
	return r.standing(dialer, key, noneOf, allOf)
}

// StandingBut is Standing without what the run with an id did.
func (r *Register) StandingBut(dialer string, key object.Key, run string) (standing *Object, is bool, err error) {
	return r.standing(dialer, key, noneOf, func(f *found) bool { return f.of.run != run })
}

// StandingAdded is Standing without the runs that only changed an object which had been there before.
func (r *Register) StandingAdded(dialer string, key object.Key) (standing *Object, is bool, err error) {
	return r.standing(dialer, key, noneOf, func(f *found) bool { return !f.row.changes() })
}

// StandingBefore is Standing at the time when the run with an id began. The run must have recorded the object.
func (r *Register) StandingBefore(run, dialer string, key object.Key) (standing *Object, is bool, err error) {
	earlier := false // the rows of the run are behind: the newest comes first
	later := func(f *found) bool {
		was := earlier
		earlier = earlier || f.of.run == run
		return !was
	}
	return r.standing(dialer, key, later, allOf)
}

func noneOf(*found) bool { return false }

func allOf(*found) bool { return true }

// standing is Standing without the rows for which later returns true, for the rows for which counts returns true.
func (r *Register) standing(dialer string, key object.Key, later, counts func(*found) bool) (standing *Object, is bool, err error) {
	key = key.Folded()
	decided := false
	var damaged error
	err = r.each(dialer, standingQuery, []any{string(key.Kind), key.ServerIP, key.Name}, func(f *found) bool {
		switch w := f.row; {
		case !f.whole || w.folded != key.Name || w.key.ServerIP != key.ServerIP || w.key.Kind != key.Kind:
			damaged, decided = r.damaged("an object of the run %s does not fit its sum", f.of.run), true
		case later(f):
		case w.outcome != nil && (w.outcome.Status == object.Deleted || w.outcome.Status == object.Gone):
			decided = true
		case f.of.command == CommandUndo && !w.changes() || !counts(f):
		case w.mayStand():
			standing, decided = r.object(f.of.run, w), true
		}
		return !decided
	})
	return standing, standing != nil, r.fault("looking for an object", cmp.Or(err, damaged))
}

// A found is a row of a lookup, with the run to which it belongs.
type found struct {
	row   *row
	whole bool // the row fits its sum
	of    owner
	begun int64
}

const foundColumns = "ifnull(r.run, ''), ifnull(r.command, ''), ifnull(d.name, ''), ifnull(r.begun, 0), " + objectColumns

// The lookups. Each lookup asks two indexes for the ids of objects, because a damaged index may hide an object. If an
// id is not in the table of objects, the columns of its row are NULL, so the row does not fit its sum. DIALERS stands
// for the ids of the spellings of the dialer.
const (
	standingQuery = `WITH ids(id) AS (
		SELECT id FROM objects INDEXED BY sqlite_autoindex_objects_1 WHERE dialer IN (DIALERS) AND kind = ?1 AND server_ip = ?2 AND folded = ?3
		UNION SELECT id FROM objects INDEXED BY objects_folded WHERE folded = ?3 AND server_ip = ?2 AND kind = ?1 AND dialer IN (DIALERS)
	) ` + foundQuery + ` ORDER BY ids.id DESC`

	pastQuery = `WITH ids(id) AS (
		SELECT id FROM objects INDEXED BY objects_person WHERE ?1 <> 0 AND person = ?1 AND dialer IN (DIALERS)
		UNION SELECT id FROM objects INDEXED BY objects_person_name WHERE ?2 <> 0 AND person_name = ?2 AND dialer IN (DIALERS)
	) ` + foundQuery + ` ORDER BY ids.id DESC LIMIT ?3`

	foundQuery = `SELECT ` + foundColumns + ` FROM ids LEFT JOIN objects o ON o.id = ids.id
		LEFT JOIN runs r ON r.id = o.run LEFT JOIN dialers d ON d.id = r.dialer`
)

// each calls do with each row that a query finds on a dialer, until do returns false. A dialer that the register does
// not know has no rows. The error is a *DamagedError or a *StateError, or that of SQLite.
func (r *Register) each(dialer, query string, args []any, do func(*found) bool) error {
	f, err := r.family(dialer)
	if err != nil || len(f.ids) == 0 {
		return err
	}
	lookup, err := r.lookup(query, f.ids)
	if err != nil {
		return err
	}
	rows, err := lookup.Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var f found
		f.row, f.whole, err = r.key.scan(rows, &f.of, &f.of.run, &f.of.command, &f.of.dialer, &f.begun)
		if err != nil {
			return err
		}
		if !do(&f) {
			return nil
		}
	}
	return rows.Err()
}

// lookup returns the prepared statement for a query with the ids of a dialer in place of DIALERS. The register keeps
// the statement until it closes.
func (r *Register) lookup(query string, ids []int64) (*sql.Stmt, error) {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = strconv.FormatInt(id, 10)
	}
	query = strings.ReplaceAll(query, "DIALERS", strings.Join(list, ","))
	if known, ok := r.lookups.Load(query); ok {
		return known.(*sql.Stmt), nil
	}
	lookup, err := r.db.Prepare(query)
	if err != nil {
		return nil, err
	}
	if known, other := r.lookups.LoadOrStore(query, lookup); other {
		return known.(*sql.Stmt), lookup.Close()
	}
	return lookup, nil
}

// Claimed returns how many objects the runs on a dialer have sent or may have sent, each counted once. Errors are those
// of Standing.
func (r *Register) Claimed(dialer string) (n int, err error) {
	f, err := r.family(dialer)
	if err != nil || len(f.ids) == 0 {
		return 0, err
	}
	lookup, err := r.lookup(`SELECT count(*) FROM (SELECT DISTINCT kind, server_ip, folded FROM objects WHERE claimed = 1 AND dialer IN (DIALERS))`, f.ids)
	if err == nil {
		err = lookup.QueryRow().Scan(&n)
	}
	return n, r.fault("counting objects", err)
}
