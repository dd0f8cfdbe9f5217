package register

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"

	lib "modernc.org/sqlite/lib"
)

// migrate brings a database from a schema version to this program's version, in one transaction. Version 0 is an empty
// database, which also gets a key.
func migrate(db *sql.DB, version int) error {
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, m := range migrations[version:] {
		if _, err := tx.Exec(m); err != nil {
			return err
		}
	}
	if version == 0 {
		if err := makeKey(tx); err != nil {
			return err
		}
	}
	if err := signSchema(tx, len(migrations)); err != nil {
		return err
	}
	// A PRAGMA takes no arguments. These two are part of the transaction, because they change the first page of the
	// file.
	for _, pragma := range []string{fmt.Sprintf("PRAGMA application_id = %d", applicationID), fmt.Sprintf("PRAGMA user_version = %d", len(migrations))} {
		if _, err := tx.Exec(pragma); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// makeKey stores a new random key in an empty database.
func makeKey(tx *sql.Tx) error {
	secret := make([]byte, keySize)
	_, _ = rand.Read(secret) // never fails
	key := keyFrom(secret)
	_, err := tx.Exec("INSERT INTO register VALUES (1, ?, ?, x'', 0, 0, 0, ?)", secret, key.check(), key.totals(totals{}))
	return err
}

// signSchema stores the sum of the present schema in the database.
func signSchema(tx *sql.Tx, version int) error {
	var secret []byte
	if err := tx.QueryRow("SELECT key FROM register").Scan(&secret); err != nil {
		return err
	}
	sum, err := keyFrom(secret).schema(tx, version)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE register SET schema = ?", sum)
	return err
}

// schema returns the keyed sum of a version and of the table sqlite_schema, by which SQLite finds and checks every
// table and index.
func (k Key) schema(in interface {
	Query(query string, args ...any) (*sql.Rows, error)
}, version int,
) ([]byte, error) {
	s := k.start("schema")
	s.num(int64(version))
	rows, err := in.Query("SELECT type, name, tbl_name, rootpage, ifnull(sql, '') FROM sqlite_schema ORDER BY rowid")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var kind, name, table, text string
		var page int64
		if err := rows.Scan(&kind, &name, &table, &page, &text); err != nil {
			return nil, err
		}
		s.str(kind, name, table, text)
		s.num(page)
	}
	return k.finish(s, macSize), rows.Err()
}

// identify returns the schema version of a register and its key. The error is a *NewerError if the version is later
// than this program's. It is a *DamagedError if the database is no register, or if the key, the version or the schema
// does not fit its sum. Other errors are those of SQLite.
func identify(path string, db *sql.DB) (version int, key Key, err error) {
	var id int
	err = errors.Join(db.QueryRow("PRAGMA application_id").Scan(&id), db.QueryRow("PRAGMA user_version").Scan(&version))
	if err != nil {
		return 0, key, err
	}
	if id != applicationID || version < 1 {
		return 0, key, &DamagedError{Path: path, What: "it is another kind of database"}
	}
	var secret, check, schema []byte
	err = db.QueryRow("SELECT key, key_check, schema FROM register").Scan(&secret, &check, &schema)
	if errors.Is(err, sql.ErrNoRows) || isLogic(err) {
		return 0, key, &DamagedError{Path: path, What: "the key is missing", Err: err}
	}
	if err != nil {
		return 0, key, err
	}
	key = keyFrom(secret)
	if len(secret) != keySize || !bytes.Equal(check, key.check()) {
		return 0, key, &DamagedError{Path: path, What: "the key does not fit its sum"}
	}
	sum, err := key.schema(db, version)
	switch {
	case err != nil:
		return 0, key, err
	case !bytes.Equal(sum, schema):
		return 0, key, &DamagedError{Path: path, What: "the schema does not fit its sum"}
	case version > len(migrations):
		return 0, key, &NewerError{Path: path, Version: version}
	}
	return version, key, nil
}

// isLogic reports whether SQLite found an error in a statement: a table or a column is missing.
func isLogic(err error) bool { return sqliteCode(err) == lib.SQLITE_ERROR }
