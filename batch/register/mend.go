package register

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"phonebatch/batch/files"
)

// mend makes the database if it is missing, brings it to this program's schema, and sets it aside if it is damaged. No
// other process has the register open.
func (r *Register) mend() error {
	if files.Exists(r.path) {
		if err := r.refuseStrange(); err != nil {
			return err
		}
		err := r.check()
		var damaged *DamagedError
		if !errors.As(fault(r.path, "opening", err), &damaged) {
			return err
		}
		if err := r.setAside(); err != nil {
			return err
		}
	}
	return r.make()
}

// errStrange refuses to put a new register in the place of a file that never was one.
var errStrange = errors.New("the file is not a register of phonebatch, and stays as it is")

// refuseStrange returns errStrange if the file belongs to somebody else: the file has another name than fileName, and
// its first bytes do not resemble those of a register. An empty file belongs to nobody.
func (r *Register) refuseStrange() error {
	if filepath.Base(r.path) == fileName {
		return nil
	}
	f, err := os.Open(r.path)
	if err != nil {
		return err
	}
	defer f.Close()
	const idAt = 68 // the place of the application id in the header (sqlite.org/fileformat2.html, section 1.3)
	head := make([]byte, idAt+4)
	n, err := io.ReadFull(f, head)
	if n == 0 { // empty, or a folder, which check refuses
		return nil
	}
	id := binary.BigEndian.AppendUint32(nil, applicationID)
	if err != nil || !resembles(head[:16], []byte("SQLite format 3\x00")) || !resembles(head[idAt:], id) {
		return errStrange
	}
	return nil
}

// resembles reports whether at least half of the bytes are the same. Both texts have the same length.
func resembles(a, b []byte) bool {
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	return 2*same >= len(a)
}

// check checks the database and migrates it. A file -wal with content shows that a process ended without closing the
// register; then SQLite also checks the tables.
func (r *Register) check() error {
	info, err := os.Stat(r.path)
	if err != nil {
		return err
	}
	if info.Size() < 512 { // SQLite takes a file shorter than its shortest page for a new database
		return &DamagedError{Path: r.path, What: fmt.Sprintf("the file has %d bytes", info.Size())}
	}
	if err := private(r.path); err != nil {
		return err
	}
	if err := r.copyTornLog(); err != nil {
		return err
	}
	wal, err := os.Stat(r.path + "-wal")
	unclean := err == nil && wal.Size() > 0
	db, err := connect(r.path)
	if err != nil {
		return err
	}
	return errors.Join(r.checkWith(db, info.Size(), unclean), db.Close())
}

// checkWith is the part of check that needs a handle. size is the size of the file in bytes.
func (r *Register) checkWith(db *sql.DB, size int64, unclean bool) error {
	version, _, err := identify(r.path, db)
	switch {
	case err != nil:
	case unclean:
		err = r.quickCheck(db, size)
	default:
		err = r.cutOff(db, size)
	}
	if err == nil && version < len(migrations) {
		err = migrate(db, version)
	}
	return err
}

// maxQuickCheck is the size in bytes up to which quickCheck checks the whole database, in less than a second. In a
// larger database it checks only the small tables: each object has a sum of its own, and the runs count their objects.
const maxQuickCheck = 32 << 20

// quickCheck has SQLite look for damage. The error is a *DamagedError, or that of SQLite.
func (r *Register) quickCheck(db *sql.DB, size int64) error {
	checks := []string{"PRAGMA quick_check(1)"}
	if size > maxQuickCheck {
		checks = []string{"PRAGMA quick_check(register)", "PRAGMA quick_check(dialers)", "PRAGMA quick_check(runs)"}
	}
	for _, check := range checks {
		var said string
		if err := db.QueryRow(check).Scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			return &DamagedError{Path: r.path, What: said}
		}
	}
	return nil
}

// cutOff returns a *DamagedError if the end of the file is missing. SQLite itself reads a missing part of a page as
// zeros.
func (r *Register) cutOff(db *sql.DB, size int64) error {
	var pages, each int64
	if err := errors.Join(db.QueryRow("PRAGMA page_count").Scan(&pages), db.QueryRow("PRAGMA page_size").Scan(&each)); err != nil {
		return err
	}
	if size < pages*each {
		return &DamagedError{Path: r.path, What: fmt.Sprintf("the file has %d bytes of %d", size, pages*each)}
	}
	return nil
}

// make makes the database under a temporary name, and renames it when it is complete. A process that is killed during
// make leaves no incomplete database.
func (r *Register) make() error {
	dir := filepath.Dir(r.path)
	f, err := os.CreateTemp(dir, ".register-*")
	if err != nil {
		return err
	}
	temp := f.Name()
	defer os.Remove(temp)
	if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
		return err
	}
	db, err := connect(temp)
	if err != nil {
		return err
	}
	if err := errors.Join(migrate(db, 0), db.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp, r.path); err != nil {
		return err
	}
	return files.SyncDir(dir)
}

// setAside renames the database, its -wal and its -shm to the next free name. It deletes nothing.
func (r *Register) setAside() error {
	aside := free(r.path + time.Now().Format(damagedSuffix))
	// The -wal goes first: a new database must never find the -wal of the old one.
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(r.path+suffix, aside+suffix); err != nil && (suffix == "" || files.Exists(r.path+suffix)) {
			return err
		}
	}
	r.Aside = aside
	return files.SyncDir(filepath.Dir(r.path))
}

// copyTornLog copies the write-ahead log to another name and sets r.Torn, if SQLite will lose a part of the log. SQLite
// removes the log itself when it opens the database.
func (r *Register) copyTornLog() error {
	log, err := os.ReadFile(r.path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || !lostCommits(log) {
		return err
	}
	name := free(r.path + "-wal" + time.Now().Format(damagedSuffix))
	if err := os.WriteFile(name, log, 0o600); err != nil {
		return err
	}
	r.Torn = name
	return nil
}

// damagedSuffix is the layout of the ending of files that are set aside: it contains the local time.
const damagedSuffix = ".damaged-20060102-150405"
