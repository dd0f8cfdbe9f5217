package ledger

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

const (
	keySize = 32
	sumSize = 16
	masked  = "***"
)

// A Key makes the keyed hashes that journals hold in place of values: who has a journal and not the key cannot try
// values against it. It prints as *** through fmt, JSON and zerolog, whatever the verb. Any number of goroutines may
// use it at once. The zero Key is none, and its Sum panics.
type Key struct {
	// A func: of a Key in another type's unexported field, where fmt calls no methods, it prints an address alone.
	secret func() []byte
}

func keyFrom(secret []byte) Key { return Key{func() []byte { return secret }} }

// Sum is the keyed hash of the parts, in 32 hex digits. The parts count one by one: "ab", "c" is not "a", "bc".
func (k Key) Sum(parts ...string) string {
	var text []byte
	for _, part := range parts {
		text = binary.BigEndian.AppendUint64(text, uint64(len(part)))
		text = append(text, part...)
	}
	mac := hmac.New(sha256.New, k.secret())
	mac.Write(text) // in one piece: a write costs more than the bytes
	return hex.EncodeToString(mac.Sum(nil)[:sumSize])
}

// Format implements fmt.Formatter for every verb.
func (k Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(masked)) }

// String implements fmt.Stringer.
func (k Key) String() string { return masked }

// MarshalText implements encoding.TextMarshaler, and so covers encoding/json and zerolog's Interface.
func (k Key) MarshalText() ([]byte, error) { return []byte(masked), nil }

// A KeyError says what is wrong with the key's file, and what to do.
type KeyError struct{ Path, Problem, Remedy string }

func (e *KeyError) Error() string {
	return fmt.Sprintf("the journals' key %s %s", e.Path, e.Problem)
}

// Key gives the user's key, and makes it where there is none yet: whoever asks at the same time gets the same. A key
// that is there is never replaced. The error is a *KeyError for a file that is no key or that others may read, and else
// a *StateError.
func (s State) Key() (Key, error) {
	path := filepath.Join(s.dir, "journal.key")
	key, err := readKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeKey(s.dir, path); err == nil {
			key, err = readKey(path)
		}
	}
	var unfit *KeyError
	if err != nil && !errors.As(err, &unfit) {
		err = s.fail(err)
	}
	return key, err
}

func readKey(path string) (Key, error) {
	file, err := os.Open(path)
	if err != nil {
		return Key{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return Key{}, err
	}
	if err := fitKey(path, info); err != nil {
		return Key{}, err
	}
	secret := make([]byte, keySize)
	if _, err := io.ReadFull(file, secret); err != nil {
		return Key{}, fmt.Errorf("reading %s: %w", path, err)
	}
	return keyFrom(secret), nil
}

func fitKey(path string, info fs.FileInfo) error {
	const remedy = "put the right one back, or remove this one: the next run makes another, and of runs begun before it cannot tell which rows were edited"
	switch {
	case !info.Mode().IsRegular():
		return &KeyError{path, "is no file", remedy}
	case runtime.GOOS != "windows" && info.Mode()&0o077 != 0:
		return &KeyError{path, fmt.Sprintf("is open to others (mode %04o)", info.Mode().Perm()), "`chmod 600` it"}
	case info.Size() != keySize:
		return &KeyError{path, fmt.Sprintf("has %d bytes, not %d", info.Size(), keySize), remedy}
	}
	return nil
}

// makeKey puts a new key in place, whole and on disk, unless another process was first.
func makeKey(dir, path string) error {
	temp, err := os.CreateTemp(dir, ".journal.key-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	secret := make([]byte, keySize)
	_, _ = rand.Read(secret) // never fails
	_, err = temp.Write(secret)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	// A link, unlike a rename, never replaces what is there.
	if err := os.Link(temp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		if Exists(path) {
			return nil
		}
		if err := os.Rename(temp.Name(), path); err != nil { // a file system without links
			return err
		}
	}
	return SyncDir(dir)
}

// SyncDir makes a folder's new names outlive a power cut. Where a system cannot do that, as Windows cannot, the names are
// as durable as they get.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}
