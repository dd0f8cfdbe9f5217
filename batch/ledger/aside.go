package ledger

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// SetAside gives a journal another name beside its own, the next that is free, and returns it. Nothing is ever deleted:
// undo needs it. Call it only where nobody else sets that journal aside.
func SetAside(path string) (string, error) {
	aside := asideName(path)
	if err := os.Rename(path, aside); err != nil {
		return "", err
	}
	return aside, SyncDir(filepath.Dir(path))
}

// asideName is the next free name for a copy of a journal.
func asideName(path string) string {
	for n := 1; ; n++ {
		if aside := fmt.Sprintf("%s.%d", path, n); !Exists(aside) {
			return aside
		}
	}
}

// keepCopy copies a journal beside itself.
func keepCopy(path string) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(asideName(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Sync(), to.Close())
}
