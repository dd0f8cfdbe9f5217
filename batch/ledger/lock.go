package ledger

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
)

const (
	// textAt is where a lock file's text begins. Windows locks the byte before it, a line end, and then lets nobody
	// read or write that byte.
	textAt = 1
	// maxText is how much of a lock file is read, and maxField how much of each field is written to it.
	maxText  = 4 << 10
	maxField = 1 << 10
)

// A Lock is held until Release, or until its process ends, however it ends. It is for one goroutine.
type Lock struct {
	kernel *flock.Flock
	text   *os.File // the same file, to write who holds it; nil once released
}

// A Holder is who holds a lock. One that was read from a lock file is foreign text: anybody may have edited it.
type Holder struct {
	Command string    `json:"command"`
	PID     int       `json:"pid"`
	User    string    `json:"user"`
	Host    string    `json:"host"`
	Since   time.Time `json:"since"`
}

// Me is this process as a holder from now on. What the system does not tell of user and host stays empty.
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

// String names the holder as far as it is known. It is no fitter for a terminal than what was read.
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

// A HeldError says that another holds the lock. The Holder is zero where it could not be read: a process that has just
// got the lock, or just gives it back, has no text in the file.
type HeldError struct {
	What, Name string
	Holder     Holder
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("another run works on the %s %s: %v", e.What, e.Name, e.Holder)
}

// Lock takes the lock of a thing, or fails at once where it is held, be it by this process. What is a word for the kind
// of thing, fit for a file name, and name its one canonical name: two names are two locks. The error is a *HeldError or
// a *StateError. The lock's file stays after Release; whether it is there says nothing.
func (s State) Lock(what, name string, by Holder) (*Lock, error) {
	path := s.lockPath(what, name)
	text, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, s.fail(err)
	}
	// Only before it is locked can every system write this byte. It never changes; where it is locked, it is there.
	_, _ = text.WriteAt([]byte("\n"), 0)
	lock := &Lock{kernel: flock.New(path, flock.SetFlag(os.O_RDWR|os.O_CREATE)), text: text}
	switch got, err := lock.kernel.TryLock(); {
	case err != nil:
		_ = text.Close()
		return nil, s.fail(fmt.Errorf("locking %s: %w", path, err))
	case !got:
		defer text.Close()
		return nil, &HeldError{What: what, Name: name, Holder: readHolder(text)}
	}
	if err := lock.sign(what, name, by); err != nil {
		return nil, s.fail(errors.Join(err, lock.Release()))
	}
	return lock, nil
}

// Release gives the lock back and clears the file's text. A second Release does nothing.
func (l *Lock) Release() error {
	if l.text == nil {
		return nil
	}
	// Cleared while it is still ours: afterwards the text may be the next holder's.
	err := errors.Join(l.text.Truncate(textAt), l.text.Close(), l.kernel.Unlock())
	l.text = nil
	if err != nil {
		return fmt.Errorf("releasing the lock %s: %w", l.kernel.Path(), err)
	}
	return nil
}

func (s State) lockPath(what, name string) string {
	sum := sha256.Sum256([]byte(name))
	return filepath.Join(s.dir, "locks", fmt.Sprintf("%s-%x.lock", what, sum[:16]))
}

// signature is the one line in the file of a held lock. What and Name are for people who look into the folder.
type signature struct {
	What string `json:"what"`
	Name string `json:"name"`
	Holder
}

// sign writes who holds the lock, in place of what a holder that was killed has left.
func (l *Lock) sign(what, name string, by Holder) error {
	by.Command, by.User, by.Host = clip(by.Command), clip(by.User), clip(by.Host)
	line, err := json.Marshal(signature{What: what, Name: clip(name), Holder: by})
	if err != nil {
		return err
	}
	if err := l.text.Truncate(textAt); err != nil {
		return err
	}
	_, err = l.text.WriteAt(append(line, '\n'), textAt)
	return err
}

// readHolder gives the zero Holder for a text that is missing, too long, half written or no signature.
func readHolder(file io.ReaderAt) Holder {
	text, err := io.ReadAll(io.NewSectionReader(file, textAt, maxText))
	var held signature
	if err != nil || json.Unmarshal(text, &held) != nil {
		return Holder{}
	}
	return held.Holder
}

func clip(field string) string {
	if len(field) <= maxField {
		return field
	}
	return strings.ToValidUTF8(field[:maxField], "") + "…"
}
