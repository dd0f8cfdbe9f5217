package register

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"phonebatch/batch/exit"
)

const (
	// textAt is the offset of the text in a lock file. The byte before it, a line end, is the one that Windows locks:
	// nobody can read or write that byte while the lock is held.
	textAt = 1
	// maxText is the most bytes that are read from a lock file. maxField is the most bytes of a field that are written.
	maxText  = 4 << 10
	maxField = 1 << 10
)

// A Lock is the lock of a dialer. It lasts until Release, or until its process ends. A Lock is for one goroutine.
type Lock struct {
	kernel *flock.Flock
	text   *os.File // the same file, for the text; nil after Release
}

// A Holder is the process that holds a lock. The fields of a Holder that comes from a lock file are untrusted text:
// anybody may have edited the file.
type Holder struct {
	Command string    `json:"command"`
	PID     int       `json:"pid"`
	User    string    `json:"user"`
	Host    string    `json:"host"`
	Since   time.Time `json:"since"`
}

// Me returns this process as the holder of a lock since now. User and Host are empty if the system does not know them.
func Me(command string) Holder {
	me := Holder{Command: command, PID: os.Getpid(), Since: time.Now().UTC().Truncate(time.Second)}
	if who, err := user.Current(); err == nil {
		me.User = who.Username
	}
	if host, err := os.Hostname(); err == nil {
		me.Host = host
	}
	return me
}

// String describes the holder with all known fields. The text may contain control characters if they are in the lock
// file.
func (h Holder) String() string {
	if h.Command == "" || h.PID <= 0 {
		return "a process that has not said who it is"
	}
	text := fmt.Sprintf("%s, process %d", h.Command, h.PID)
	if h.User != "" {
		text += " of " + h.User
	}
	if h.Host != "" {
		text += " on " + h.Host
	}
	if !h.Since.IsZero() {
		text += h.Since.UTC().Format(", since 2006-01-02 15:04:05 UTC")
	}
	return text
}

// A HeldError says that another process, or another run of this process, holds the lock of a dialer. Holder is zero if
// the file does not say who: a process that has just taken the lock, or is about to release it, has no text in the
// file.
type HeldError struct {
	Name   string // the canonical name of the dialer
	Holder Holder
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("another run works on the dialer %s: %v", e.Name, e.Holder)
}

// Lock takes the lock of a dialer, under its canonical name. It does not wait: if anybody holds the lock, in this
// process or another one, the error is a *HeldError. Other errors are a *StateError or a *DamagedError. The file of a
// lock stays after Release, so its presence means nothing.
func (r *Register) Lock(dialer string, by Holder) (*Lock, error) {
	for {
		was, err := r.readFamily(dialer)
		if err != nil {
			return nil, err
		}
		lock, err := r.lock(was.canonical, by)
		if err != nil {
			return nil, err
		}
		// Another process may have given the dialer another name before the lock was held; later it cannot (Adopt).
		now, err := r.readFamily(dialer)
		if err == nil && now.canonical == was.canonical {
			return lock, nil
		}
		r.families.Clear()
		if err := errors.Join(err, lock.Release()); err != nil {
			return nil, err
		}
	}
}

// lock takes the lock of a canonical name.
func (r *Register) lock(name string, by Holder) (*Lock, error) {
	path := r.lockPath(name)
	text, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, &StateError{Path: path, Err: err}
	}
	// Write this byte before locking the file: later, Windows does not allow it. The byte never changes.
	_, _ = text.WriteAt([]byte("\n"), 0)
	lock := &Lock{kernel: flock.New(path, flock.SetFlag(os.O_RDWR|os.O_CREATE)), text: text}
	switch got, err := lock.kernel.TryLock(); {
	case err != nil:
		_ = text.Close()
		return nil, &StateError{Path: path, Err: fmt.Errorf("locking: %w", err)}
	case !got:
		defer text.Close()
		return nil, &HeldError{Name: name, Holder: readHolder(text)}
	}
	if err := lock.sign(name, by); err != nil {
		return nil, &StateError{Path: path, Err: errors.Join(err, lock.Release())}
	}
	return lock, nil
}

// Release clears the text of the file and releases the lock. A second Release does nothing.
func (l *Lock) Release() error {
	if l.text == nil {
		return nil
	}
	// Clear the text while the lock is held: later, the text may be that of the next holder.
	err := errors.Join(l.text.Truncate(textAt), l.text.Close(), l.kernel.Unlock())
	l.text = nil
	if err != nil {
		return fmt.Errorf("releasing the lock %s: %w", l.kernel.Path(), err)
	}
	return nil
}

// lockPath returns the path of the lock file of a dialer.
func (r *Register) lockPath(dialer string) string {
	sum := sha256.Sum256([]byte(dialer))
	return filepath.Join(filepath.Dir(r.path), "locks", fmt.Sprintf("dialer-%x.lock", sum[:16]))
}

// A signature is the one line in the file of a held lock. Dialer is for people who look into the folder.
type signature struct {
	Dialer string `json:"dialer"`
	Holder
}

// sign writes the holder into the file, in place of the text of a killed holder.
func (l *Lock) sign(dialer string, by Holder) error {
	by.Command, by.User, by.Host = clip(by.Command), clip(by.User), clip(by.Host)
	line, err := json.Marshal(signature{Dialer: clip(dialer), Holder: by})
	if err != nil {
		return err
	}
	if err := l.text.Truncate(textAt); err != nil {
		return err
	}
	_, err = l.text.WriteAt(append(line, '\n'), textAt)
	return err
}

// readHolder reads the holder from a lock file. If the text is missing, too long, incomplete or no signature, the
// result is the zero Holder.
func readHolder(file io.ReaderAt) Holder {
	text, err := io.ReadAll(io.NewSectionReader(file, textAt, maxText))
	var held signature
	if err != nil || json.Unmarshal(text, &held) != nil {
		return Holder{}
	}
	return held.Holder
}

// clip returns the field, cut to maxField bytes.
func clip(field string) string {
	if len(field) <= maxField {
		return field
	}
	return strings.ToValidUTF8(field[:maxField], "") + "…"
}

// Status implements exit.Error.
func (e *HeldError) Status() int { return exit.Held }

// Hints implements exit.Hinter.
func (e *HeldError) Hints() []string {
	return []string{"wait for it to end; a lock is free as soon as its process is gone"}
}
