// Package ledger keeps on disk what must outlive a process: the journal of what was sent and what came of it, the locks
// that keep two runs apart, and the key of the journals' hashes.
package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Suffix is what a journal's name has behind that of the results that it belongs to.
const Suffix = ".journal"

// Version is the form of the journals that this program writes.
const Version = 1

// An Identity is what a dialer knows a phone by, as it stores it: never the position in a list, which anybody may edit.
type Identity struct {
	ServerIP  string `json:"server_ip,omitempty"`
	Extension string `json:"extension,omitempty"`
}

// A Run is a journal's first line: what is done to what. None of it is secret.
type Run struct {
	Version     int       `json:"version,omitempty"`
	ID          string    `json:"run,omitempty"`
	Command     string    `json:"command,omitempty"`
	List        string    `json:"list,omitempty"` // absolute path, or - for standard input
	SHA256      string    `json:"sha256,omitempty"`
	Dialer      string    `json:"dialer,omitempty"`
	KeyID       string    `json:"key,omitempty"` // tells the keys of the sums apart
	Options     []string  `json:"options,omitempty"`
	Credentials string    `json:"credentials,omitempty"` // absolute path of the file that holds the passwords that were made
	Of          string    `json:"of,omitempty"`          // of an undo: the run that it takes back
	At          time.Time `json:"at,omitzero"`
}

// An Outcome is what became of an object.
type Outcome struct {
	Status     string `json:"status,omitempty"`
	Code       string `json:"code,omitempty"`
	Message    string `json:"message,omitempty"`
	Verified   string `json:"verified,omitempty"`
	Attempts   int    `json:"attempts,omitempty"`
	DurationMS int64  `json:"duration_ms,omitempty"`
}

// A kind says what a line of a journal tells.
type kind string

const (
	kindRun     kind = "run"     // the first line, and no other
	kindResumed kind = "resumed" // another process goes on
	kindAsked   kind = "asked"
	kindSending kind = "sending" // about to be sent
	kindOutcome kind = "outcome"
	kindChosen  kind = "chosen" // what the list left to the run
	kindEnd     kind = "end"
	kindUndoing kind = "undoing" // what the run added is about to be taken back
	kindUndone  kind = "undone"  // it was: there is nothing to resume any more
	kindKept    kind = "kept"    // nothing of it was, after all
)

// An entry is one line.
type entry struct {
	Kind kind `json:"kind"`
	Run
	Identity
	PhoneLogin string `json:"phone_login,omitempty"`
	Sum        string `json:"sum,omitempty"`  // keyed hash of the values
	Line       int    `json:"line,omitempty"` // where the list has it now
	There      *bool  `json:"there,omitempty"`
	Record     string `json:"record,omitempty"` // of a choice
	Outcome
	Left     *int    `json:"left,omitempty"`     // at the end, rows that are unconfirmed or not_sent
	Unproved int     `json:"unproved,omitempty"` // and rows that were added and not verified
	Files    []Wrote `json:"files,omitempty"`    // that were written then
}

// A Wrote is a file that a run has written beside its journal: a keyed hash of its content shows whether anybody has
// changed it since.
type Wrote struct {
	Name string `json:"name"`
	Sum  string `json:"sum"`
}

// A Journal is the file that a run writes: JSON lines, appended only, 0600. Its methods are for one goroutine, but for
// Sync, which may run beside them. The first error sticks: a journal that has lost a line takes no other.
type Journal struct {
	Path    string
	file    *os.File
	settled bytes.Buffer // lines that the file does not have yet
	err     error
}

// Create begins the journal of a run, which is on disk when Create returns. A file of that name is an error.
func Create(path string, r Run) (*Journal, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	j := &Journal{Path: path, file: f}
	r.Version, r.At = Version, time.Now().UTC()
	err = errors.Join(j.append(&entry{Kind: kindRun, Run: r}), j.Sync(), SyncDir(filepath.Dir(path)))
	if err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(path))
	}
	return j, nil
}

// Open goes on with a journal, of which history was Read: what is invalid at its end is cut off. Where that is more than
// the line that a kill has cut short, the whole file is kept beside it.
func Open(path string, h *History) (*Journal, error) {
	if h.Damaged {
		if err := keepCopy(path); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	if err := f.Truncate(h.valid); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Journal{Path: path, file: f}, nil
}

// Resumed records durably that another process goes on, with the list as it is now, the options and the place for
// passwords that r names.
func (j *Journal) Resumed(r Run) error {
	line := entry{Kind: kindResumed, Run: Run{SHA256: r.SHA256, Options: r.Options, Credentials: r.Credentials, At: time.Now().UTC()}}
	return errors.Join(j.append(&line), j.Sync())
}

// Undoing records durably that what the run added is about to be taken back; Undone, that it was; Kept, that nothing of it
// was deleted after all.
func (j *Journal) Undoing() error { return j.mark(kindUndoing) }

// Undone is explained at Undoing.
func (j *Journal) Undone() error { return j.mark(kindUndone) }

// Kept is explained at Undoing.
func (j *Journal) Kept() error { return j.mark(kindKept) }

func (j *Journal) mark(k kind) error {
	return errors.Join(j.append(&entry{Kind: k, Run: Run{At: time.Now().UTC()}}), j.Sync())
}

// Asked records that the dialer was asked about a phone, and whether it was there.
func (j *Journal) Asked(id Identity, there bool) error {
	return j.append(&entry{Kind: kindAsked, Identity: id, There: &there})
}

// A Sending is a phone that is about to be sent. Its fields stand in the entry, too: this is what there is most of, and a
// line of few fields is made in half the time.
type Sending struct {
	Kind kind `json:"kind"` // set by Journal.Sending
	Identity
	PhoneLogin string `json:"phone_login,omitempty"`
	Sum        string `json:"sum,omitempty"`  // keyed hash of the values
	Line       int    `json:"line,omitempty"` // where the list has it
}

// Sending records that phones are about to be sent. Sync before they are.
func (j *Journal) Sending(phones []Sending) error {
	lines := make([]any, len(phones))
	for i := range phones {
		phones[i].Kind = kindSending
		lines[i] = &phones[i]
	}
	return j.append(lines...)
}

// Settled records what became of a phone at a time. The line is in the file after the next Flush, or before any other
// line: who is killed in between leaves the phone in doubt.
func (j *Journal) Settled(id Identity, o Outcome, at time.Time) error {
	if j.err != nil {
		return j.err
	}
	j.err = j.fault(encode(&j.settled, &struct {
		Kind kind `json:"kind"`
		Identity
		Outcome
		At time.Time `json:"at,omitzero"`
	}{kindOutcome, id, o, at}))
	return j.err
}

// Flush hands what was settled to the file.
func (j *Journal) Flush() error {
	if j.settled.Len() == 0 {
		return j.err
	}
	return j.append()
}

// End records durably that the run is over. left is how many of its rows are unconfirmed or not_sent; unproved, how many
// were added and should have been verified, and were not. Call it once the results and the other files are on disk.
func (j *Journal) End(left, unproved int, files ...Wrote) error {
	return errors.Join(j.append(&entry{Kind: kindEnd, Left: &left, Unproved: unproved, Files: files, Run: Run{At: time.Now().UTC()}}), j.Sync())
}

// append writes lines in one piece, behind those that were settled before: whoever is killed leaves whole lines.
func (j *Journal) append(lines ...any) error {
	if j.err != nil {
		return j.err
	}
	err := encode(&j.settled, lines...)
	if err == nil {
		_, err = j.file.Write(j.settled.Bytes())
	}
	j.settled.Reset()
	j.err = j.fault(err)
	return j.err
}

func encode(text *bytes.Buffer, lines ...any) error {
	to := json.NewEncoder(text)
	to.SetEscapeHTML(false)
	for _, line := range lines {
		if err := to.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// Sync makes durable what the file has.
func (j *Journal) Sync() error { return j.fault(j.file.Sync()) }

// Close closes the file. After Close nothing can be written, not even what was settled and not flushed.
func (j *Journal) Close() error { return j.file.Close() }

func (j *Journal) fault(err error) error {
	if err == nil {
		return nil
	}
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("writing %s: %w", j.Path, err)
}
