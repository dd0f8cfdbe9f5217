package ledger

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"phonebatch/apiclient"
)

// A History is what a journal tells: all that is known of a run, whatever ended it. It is read from the valid lines at
// the journal's beginning: from the first invalid line on, everything is discarded.
type History struct {
	Run
	Objects   []*Object // in the order of their first mention
	Ended     bool      // the results are on disk
	Left      int       // rows that were unconfirmed or not_sent at the end
	Unproved  int       // rows that were added, and not verified although they should have been
	Sent      bool      // some object was about to be sent
	Undoing   bool      // its phones are being taken back
	Undone    bool      // they were
	Discarded bool      // an invalid line was found
	Damaged   bool      // and it is not merely the last one, cut short
	Files     []Wrote   // that were written at the last end

	valid int64 // bytes
	by    map[Identity]*Object
	// choices are those for records of a keyed hash, in their order.
	choices map[string][]Choice
}

// An Object is what a journal tells of one phone.
type Object struct {
	Identity
	PhoneLogin string
	Sum        string    // of the values that it was last sent with
	Line       int       // where the list had it then
	Claimed    bool      // it may have been sent, and it is not known to have been refused
	Absent     bool      // it had been asked for, before it was first sent, and was absent
	Outcome    *Outcome  // nil where it is not known
	At         time.Time // of the outcome

	before string // the sum that it was first sent with, where it was sent again while in doubt
}

// Added says that the run stored the phone.
func (o *Object) Added() bool { return o.Outcome != nil && o.Outcome.Status == statusAdded }

// The statuses that decide what later lines mean. They are those of results.
const (
	statusAdded       = "added"
	statusUnconfirmed = "unconfirmed"
	statusNotSent     = "not_sent"
	statusRefused     = "refused"
	statusExists      = "exists"
	statusInvalid     = "invalid"
)

// CodeEdited is the code of a phone that was added with the values that it was first sent with, and not with those that it
// was sent with again.
const CodeEdited = "edited_since_sent"

// Open says that there are rows to go on with. One that is not may be gone on with all the same, to prove what is there.
func (h *History) Open() bool { return !h.Undoing && !h.Undone && (!h.Ended || h.Left > 0) }

// Has says whether the run has written a file of that name whose content had this keyed hash.
func (h *History) Has(name, sum string) bool { return slices.Contains(h.Files, Wrote{name, sum}) }

// Object finds what is known of a phone; nil where nothing is. Case and, beyond ASCII, accents do not tell phones apart
// (contract/API.md, "add_phone: the checks"; domain rule R-04).
func (h *History) Object(id Identity) *Object { return h.by[folded(id)] }

func folded(id Identity) Identity {
	id.Extension = apiclient.Dialect{NonLatin: true}.Fold(id.Extension)
	return id
}

// ErrNewer is wrapped by the error for a journal of a later form than this program knows.
var ErrNewer = errors.New("a journal of a newer phonebatch")

// ErrNotJournal is wrapped by the error for a file that does not begin as a journal does.
var ErrNotJournal = errors.New("not a journal of phonebatch")

// ReadFile reads a journal.
func ReadFile(path string) (*History, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return h, nil
}

// ReadRun reads a journal's first line alone.
func ReadRun(path string) (Run, error) {
	f, err := os.Open(path)
	if err != nil {
		return Run{}, err
	}
	defer f.Close()
	line, err := bufio.NewReader(io.LimitReader(f, maxLine)).ReadBytes('\n')
	e := parse(line)
	if err != nil || e == nil || e.Kind != kindRun {
		return Run{}, fmt.Errorf("%s: %w", path, ErrNotJournal)
	}
	return e.Run, nil
}

// maxLine bounds a line, in bytes.
const maxLine = 1 << 20

// Read reads a journal. The error is ErrNotJournal where not even the first line is valid, or what reading r returned.
func Read(r io.Reader) (*History, error) {
	h := &History{by: make(map[Identity]*Object)}
	lines := bufio.NewReaderSize(r, maxLine)
	for first := true; ; first = false {
		line, err := lines.ReadSlice('\n')
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		if len(line) == 0 {
			break
		}
		e := parse(line)
		if first && newer(line) {
			return nil, ErrNewer
		}
		if e == nil || (e.Kind == kindRun) != first || !h.apply(e) {
			h.Discarded = true
			_, more := lines.Peek(1)
			h.Damaged = more == nil
			break
		}
		h.valid += int64(len(line))
	}
	if h.valid == 0 {
		return nil, ErrNotJournal
	}
	return h, nil
}

// newer says whether a first line is one of a later form, which may hold what this program does not know.
func newer(line []byte) bool {
	var r struct {
		Kind    kind
		Version int
	}
	return json.Unmarshal(line, &r) == nil && r.Kind == kindRun && r.Version > Version
}

// parse reads one line, its end included. It is nil for one that no journal holds.
func parse(line []byte) *entry {
	body, whole := bytes.CutSuffix(line, []byte("\n"))
	if !whole {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	var e entry
	if d.Decode(&e) != nil || d.InputOffset() != int64(len(body)) {
		return nil
	}
	return &e
}

// apply takes in one line. It is false for a line that tells nothing.
func (h *History) apply(e *entry) bool {
	switch e.Kind {
	case kindRun:
		h.Run = e.Run
		return e.Version == Version && e.ID != "" && e.Dialer != ""
	case kindResumed:
		h.Ended, h.SHA256 = false, e.SHA256
		h.Credentials = cmp.Or(e.Credentials, h.Credentials)
	case kindChosen:
		return h.choose(Choice{e.Record, e.Identity})
	case kindUndoing:
		h.Undoing = true
	case kindUndone:
		h.Undoing, h.Undone = false, true
	case kindKept:
		h.Undoing = false
	case kindEnd:
		if e.Left == nil || *e.Left < 0 {
			return false
		}
		h.Ended, h.Left, h.Unproved, h.Files = true, *e.Left, e.Unproved, e.Files
	case kindAsked, kindSending, kindOutcome:
		if e.Identity.Extension == "" || e.Identity.ServerIP == "" || e.Kind == kindAsked && e.There == nil || e.Kind == kindOutcome && e.Outcome.Status == "" {
			return false
		}
		h.object(e.Identity).apply(h, e)
	default:
		return false
	}
	return true
}

func (h *History) object(id Identity) *Object {
	key := folded(id)
	o := h.by[key]
	if o == nil {
		o = &Object{Identity: id}
		h.by[key] = o
		h.Objects = append(h.Objects, o)
	}
	return o
}

// apply takes in a line about one object. What the run has added stays its own: a second row of the list that means the
// same phone is refused by the dialer and says nothing about the first.
func (o *Object) apply(h *History, e *entry) {
	switch e.Kind {
	case kindAsked:
		if !o.Claimed || !*e.There {
			o.Absent = !*e.There
		}
	case kindSending:
		h.Sent = true
		if !o.Added() {
			if o.Claimed && o.before == "" {
				o.before = o.Sum
			}
			o.Claimed, o.Outcome, o.PhoneLogin, o.Sum, o.Line = true, nil, e.PhoneLogin, e.Sum, e.Line
		}
	case kindOutcome:
		switch status := e.Outcome.Status; {
		case o.Added() && status != statusAdded && status != statusUnconfirmed:
			return
		case status == statusNotSent || status == statusRefused || status == statusExists || status == statusInvalid:
			o.Claimed, o.Absent = false, false
		}
		if e.Outcome.Code == CodeEdited && o.before != "" {
			o.Sum = o.before
		}
		outcome := e.Outcome
		o.Outcome, o.At, o.before = &outcome, e.At, ""
	}
}
