package register

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"slices"
	"time"
)

// The commands of a run.
const (
	CommandImport = "import"
	CommandUndo   = "undo"
	CommandRetire = "retire"
)

// A Run is one import, one undo, or one retirement. It holds no secret.
type Run struct {
	ID          string
	Command     string // CommandImport, CommandUndo or CommandRetire
	Of          string // for an undo: the id of the run that it takes back
	ListName    string
	ListPath    string // an absolute path, or - for standard input
	ListSHA256  string
	Dialer      string // the spelling that the user gave
	Options     []string
	Results     string // the absolute path of the results; empty while there are none
	Credentials string // the absolute path of the file with the passwords that the run made
	Begun       time.Time
	Ended       time.Time // zero if the run is under way or was interrupted
	Left        int       // the number of rows that ended as unconfirmed or not_sent
	Unproved    int       // the number of rows that were added but not verified although they should have been
	Added       int       // the number of rows that were added
	NotDone     int       // the number of rows that are not done
	Files       []Wrote   // the files that the run wrote at its end
	Undoing     bool      // an undo of the run is under way
	Undone      bool      // an undo of the run is finished
	Damaged     bool      // the row is damaged; only ID is set
}

// A Wrote is a file that a run has written. Sum is the keyed sum of its content (Register.SumOf); with it a caller
// notices whether anybody has changed the file since.
type Wrote struct{ Name, Sum string }

// Open reports whether the run has rows that are not finished.
func (r *Run) Open() bool { return !r.Undoing && !r.Undone && (r.Ended.IsZero() || r.Left > 0) }

// Resumable reports whether a caller may continue the run: the run is Open, or phones that it added are not verified.
// A run of which an undo has deleted or changed something is never continued: what the undo recorded stays true.
func (r *Run) Resumable() bool { return r.Open() || !r.Undoing && !r.Undone && r.Unproved > 0 }

// Has reports whether the run has written a file with the name and the keyed sum.
func (r *Run) Has(name, sum string) bool { return slices.Contains(r.Files, Wrote{name, sum}) }

// A runRow is a row of the table runs.
type runRow struct {
	Run
	id      int64
	dialer  int64
	objects int64 // the number of the run's rows in the table objects
}

const runColumns = `r.id, r.run, r.command, ifnull(r.of, ''), r.list_name, r.list_path, r.list_sha256, r.dialer, d.name, r.options,
	r.results, r.credentials, r.begun, ifnull(r.ended, 0), r.left_over, r.unproved, r.added, r.not_done, r.taken_back, r.files, r.objects, r.mac`

// scanRun scans the columns runColumns. If the row does not fit its sum or a column has the wrong type, the result is a
// Damaged run. The error is that of SQLite.
func (k Key) scanRun(rows *sql.Rows) (*runRow, error) {
	var w runRow
	var begun, ended int64
	var name sql.NullString
	var options, files, back string
	var mac []byte
	err := rows.Scan(&w.id, &w.ID, &w.Command, &w.Of, &w.ListName, &w.ListPath, &w.ListSHA256, &w.dialer, &name, &options,
		&w.Results, &w.Credentials, &begun, &ended, &w.Left, &w.Unproved, &w.Added, &w.NotDone, &back, &files, &w.objects, &mac)
	if err != nil {
		if sqliteCode(err) != 0 {
			return nil, err
		}
		return &runRow{Run: Run{ID: w.ID, Damaged: true}}, nil
	}
	w.Dialer, w.Begun, w.Ended = name.String, fromNanos(begun), fromNanos(ended)
	w.Undoing, w.Undone = back == "undoing", back == "undone"
	if json.Unmarshal([]byte(options), &w.Options) != nil || json.Unmarshal([]byte(files), &w.Files) != nil ||
		!bytes.Equal(mac, k.run(&w)) {
		return &runRow{Run: Run{ID: w.ID, Damaged: true}}, nil
	}
	return &w, nil
}

// run returns the keyed sum of a run's row.
func (k Key) run(w *runRow) []byte {
	s := k.start("run")
	s.num(w.id, w.dialer, w.objects, nanos(w.Begun), nanos(w.Ended), int64(w.Left), int64(w.Unproved), int64(w.Added), int64(w.NotDone))
	s.str(w.ID, w.Command, w.Of, w.ListName, w.ListPath, w.ListSHA256, w.Dialer, asJSON(w.Options), w.Results, w.Credentials)
	s.str(w.takenBack(), asJSON(w.Files))
	return k.finish(s, macSize)
}

// takenBack returns the value of the column taken_back.
func (r *Run) takenBack() string {
	switch {
	case r.Undone:
		return "undone"
	case r.Undoing:
		return "undoing"
	}
	return "no"
}

// asJSON returns a list of strings or of Wrote as JSON.
func asJSON(list any) string {
	text, _ := json.Marshal(list) // never fails for strings
	return string(text)
}

// nanos returns a time as the database stores it, in nanoseconds since 1970. The zero time is 0.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// fromNanos is the reverse of nanos.
func fromNanos(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

// insert adds the row to the table runs.
func (w *runRow) insert(tx *sql.Tx, key Key) error {
	_, err := tx.Exec(`INSERT INTO runs (id, run, command, of, list_name, list_path, list_sha256, dialer, options, results, credentials,
		begun, ended, left_over, unproved, added, not_done, taken_back, files, objects, mac)
		VALUES (?, ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.id, w.ID, w.Command, w.Of, w.ListName, w.ListPath, w.ListSHA256, w.dialer, asJSON(w.Options), w.Results, w.Credentials,
		nanos(w.Begun), nanos(w.Ended), w.Left, w.Unproved, w.Added, w.NotDone, w.takenBack(), asJSON(w.Files), w.objects, key.run(w))
	return err
}

// update writes the columns that may change.
func (w *runRow) update(tx *sql.Tx, key Key) error {
	_, err := tx.Exec(`UPDATE runs SET list_name = ?, list_path = ?, list_sha256 = ?, options = ?, results = ?, credentials = ?, ended = nullif(?, 0),
		left_over = ?, unproved = ?, added = ?, not_done = ?, taken_back = ?, files = ?, objects = ?, mac = ? WHERE id = ?`,
		w.ListName, w.ListPath, w.ListSHA256, asJSON(w.Options), w.Results, w.Credentials, nanos(w.Ended),
		w.Left, w.Unproved, w.Added, w.NotDone, w.takenBack(), asJSON(w.Files), w.objects, key.run(w), w.id)
	return err
}
