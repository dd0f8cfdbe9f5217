package batch

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"testing"
)

// A shot holds the contents of the register's files at one moment, as a kill at that moment would leave them.
type shot struct{ db, wal []byte }

// look opens the register's database as another process would.
func (k *desk) look(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file://"+k.database()+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// snapshot takes a shot while the program writes. During the reader's transaction SQLite does not restart the -wal:
// everything that a checkpoint writes into the database in that time is also in the -wal.
func (k *desk) snapshot(t *testing.T) (s shot) {
	t.Helper()
	db := k.look(t)
	defer db.Close()
	reader, err := db.BeginTx(context.Background(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Rollback()
	var n int
	if err := reader.QueryRow("SELECT count(*) FROM runs").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if s.db, err = os.ReadFile(k.database()); err != nil {
		t.Fatal(err)
	}
	if s.wal, err = os.ReadFile(k.database() + "-wal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return s
}

// restore replaces the register's files by a shot, and opens the register again. All sessions and all connections of
// look must be closed.
func (k *desk) restore(t *testing.T, s shot) {
	t.Helper()
	if err := k.register.Close(); err != nil {
		t.Fatal(err)
	}
	err := errors.Join(os.WriteFile(k.database(), s.db, 0o600), os.WriteFile(k.database()+"-wal", s.wal, 0o600))
	if gone := os.Remove(k.database() + "-shm"); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	if err != nil {
		t.Fatal(err)
	}
	k.open(t)
}

// alter runs an SQL statement on the register's database without the program's knowledge. It returns the number of
// changed rows.
func (k *desk) alter(t *testing.T, statement string, args ...any) int64 {
	t.Helper()
	db := k.look(t)
	defer db.Close()
	done, err := db.Exec(statement, args...)
	if err != nil {
		t.Fatal(err)
	}
	n, err := done.RowsAffected()
	if err != nil {
		t.Fatal(err)
	}
	return n
}
