package register

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
)

// A Register is the open database. All methods are safe for concurrent use by several goroutines. Several processes may
// have the same register open.
type Register struct {
	// Aside is the path to which Open has moved a damaged database, or empty.
	Aside string
	// Torn is the path of a copy of the write-ahead log, or empty. If Torn is set, Open could not read the end of the
	// log: the last records before an unclean end are lost.
	Torn string
	// Network is the name of the network file system that holds the register, or empty for a local file system. On a
	// network file system the locks may fail to keep two runs apart.
	Network string

	path     string
	db       *sql.DB
	key      Key
	presence *flock.Flock // see presence.go
	families sync.Map     // the name of a dialer → its family
	lookups  sync.Map     // the text of a query → the prepared statement
}

// Path returns the path of the database.
func (r *Register) Path() string { return r.path }

// SumOf returns the keyed sum of a text, in 32 hex digits.
func (r *Register) SumOf(text string) string {
	s := r.key.start("file")
	s.text = append(s.text, text...)
	return hex.EncodeToString(r.key.finish(s, 16))
}

// connect returns a handle for the database at a path. It does not open the file yet.
func connect(path string) (*sql.DB, error) {
	settings := url.Values{
		"_pragma": {
			"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "trusted_schema(0)",
			"cell_size_check(1)", "cache_size(-16384)", "wal_autocheckpoint(4000)",
		},
		// A transaction takes the write lock at its beginning, because only there SQLite waits for other writers. A
		// transaction that began as a reader would fail at its first write.
		"_txlock": {"immediate"},
	}
	where := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: settings.Encode(), OmitHost: true}
	return sql.Open("sqlite", where.String())
}

// write runs a function in a transaction that holds the write lock of the database, and commits durably if the function
// returns nil. The error is that of the function or of SQLite.
func (r *Register) write(do func(*sql.Tx) error) error {
	tx, err := r.db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// read runs a function in a read transaction: all its queries see one state of the database, even while others write.
// The error is that of the function or of SQLite.
func (r *Register) read(do func(*sql.Tx) error) error {
	tx, err := r.db.BeginTx(context.Background(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return do(tx)
}

// fault is the function fault with the path of the register.
func (r *Register) fault(what string, err error) error { return fault(r.path, what, err) }

// damaged returns a *DamagedError for the part that the format names.
func (r *Register) damaged(format string, args ...any) error {
	return &DamagedError{Path: r.path, What: fmt.Sprintf(format, args...)}
}

// unreadable returns the error for a row that could not be scanned. An error of SQLite stays as it is. Any other error
// means that the row is missing or a column has the wrong type: it becomes a *DamagedError.
func (r *Register) unreadable(what string, err error) error {
	if sqliteCode(err) != 0 {
		return err
	}
	return &DamagedError{Path: r.path, What: what + " cannot be read", Err: err}
}
