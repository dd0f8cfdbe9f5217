package files

import (
	"errors"
	"io/fs"
	"os"
	"runtime"

	"github.com/gofrs/flock"
)

// Lock locks a file against other processes, and other parts of this one, that add lines, until the caller calls
// unlock. On Windows the file stays unlocked: there, not even other handles of the same process may write to a locked
// file.
func Lock(path string) (unlock func(), err error) {
	if runtime.GOOS == "windows" {
		return func() {}, nil
	}
	l := flock.New(path, flock.SetFlag(os.O_RDWR))
	err = l.Lock()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrInvalid) {
		err = nil // the file system has no locks
	}
	return func() { _ = l.Close() }, err
}
