package register

import (
	"database/sql"
	"errors"
	"path/filepath"
)

// Open opens the register at an absolute path. It makes the folder (0700) and the database (0600) if they are missing.
// Open also writes to the database: if the error is nil, the disk and the rights allow records.
//
// If the database is damaged and no other process has it open, Open moves it aside, sets Aside, and makes a new
// database. If the file has another name than the default one and does not resemble a register, Open leaves it as it
// is.
//
// The error is a *StateError if the register cannot be used or the file is not a register, a *NewerError or *OlderError
// if the schema does not fit, and a *DamagedError if the database is damaged and other processes have it open.
func Open(path string) (*Register, error) {
	if err := prepare(path); err != nil {
		return nil, &StateError{Path: path, Err: err}
	}
	path = filepath.Clean(path)
	sweep(filepath.Dir(path))
	r := &Register{path: path, Network: networkOf(filepath.Dir(path))}
	alone, err := r.enter()
	if err != nil {
		return nil, &StateError{Path: path, Err: err}
	}
	if alone {
		err = r.mend()
		if err == nil {
			err = r.share()
		}
	}
	if err == nil {
		err = r.open()
	}
	var damaged *DamagedError
	if err = fault(path, "opening", err); !alone && errors.As(err, &damaged) {
		damaged.InUse = true
	}
	if err != nil {
		return nil, unopened(path, err, r.leave())
	}
	return r, nil
}

// unopened returns the error of Open for an error, with one of the types that Open promises. leaving is the error of
// leave.
func unopened(path string, err, leaving error) error {
	var state *StateError
	var damaged *DamagedError
	var newer *NewerError
	var older *OlderError
	if leaving == nil && (errors.As(err, &state) || errors.As(err, &damaged) || errors.As(err, &newer) || errors.As(err, &older)) {
		return err
	}
	return &StateError{Path: path, Err: errors.Join(err, leaving)}
}

// Close closes the register. Close every Recording before. When the last process closes the register, the database is
// one file, without -wal and -shm.
func (r *Register) Close() error { return errors.Join(r.db.Close(), r.leave()) }

// open opens the database. The database exists and is whole: mend has seen to that, in this process or in another one.
func (r *Register) open() error {
	db, err := connect(r.path)
	if err != nil {
		return err
	}
	db.SetMaxIdleConns(4)
	r.db = db
	if err := r.fit(db); err != nil {
		return errors.Join(err, db.Close())
	}
	if err := r.touch(); err != nil {
		return errors.Join(err, db.Close())
	}
	return nil
}

// fit checks that a database is a register with this program's schema, and sets r.key.
func (r *Register) fit(db *sql.DB) error {
	version, key, err := identify(r.path, db)
	switch {
	case err != nil:
		return err
	case version < len(migrations):
		return &OlderError{Path: r.path, Version: version}
	}
	r.key = key
	return nil
}

// touch writes to the database, so that a folder, a file or a disk that allows no writes is found before anything is
// sent.
func (r *Register) touch() error {
	return r.write(func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE register SET opened = opened + 1")
		return err
	})
}
