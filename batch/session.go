package batch

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
)

// A Claim says what an import wants for itself alone, and whether it goes on with an earlier run.
type Claim struct {
	State   ledger.State
	By      ledger.Holder
	List    string // absolute path; empty for standard input
	Dir     string // where the list's results go unless it is said otherwise
	Results string // the results of this run, an absolute path
	Said    bool   // somebody has chosen Results
	Dialer  string
	Options []string // how the run was called, without secrets

	Resume    bool // go on with the newest open run of the list, if there is one
	StartOver bool // set its journal aside
}

// A Session is an import's hold on its list, its results and its dialer, and its journal, which is begun when the first
// phone is about to be sent. It is a run.Ledger. End with Close.
type Session struct {
	Results string          // where the results go: those of the run that is resumed
	Earlier *ledger.History // the run that is resumed; nil for a new one
	Aside   string          // where an older journal was set aside; it is when something is about to be sent
	// Credentials is where passwords that this run makes are kept, to be named in its journal: see KeepCredentials.
	Credentials string

	recorder
	claim       Claim
	locks       []*ledger.Lock
	noVerify    bool
	before      *ledger.History // an earlier run of the list that has chosen something, or the run whose failed rows it is
	whole       bool            // it was of the whole list
	recollected bool            // before was looked for
	stale       []string        // journals that are to be set aside
	matched     map[*ledger.Object]bool

	id, sha256 string   // of the run, and of the list
	asked      []answer // that the journal is to have once it is begun
	wrote      []ledger.Wrote
}

// commandImport is the command of a journal that can be resumed, and undone.
const commandImport = "import"

// An OpenRunError refuses an import of a list of which an earlier run is open.
type OpenRunError struct {
	Journal string
	Ended   bool
	Left    int // of a run that ended: rows that are unconfirmed or not_sent
}

func (e *OpenRunError) Error() string {
	if !e.Ended {
		return fmt.Sprintf("an earlier run of this list was cut off (%s)", e.Journal)
	}
	return fmt.Sprintf("an earlier run of this list has left %d rows unconfirmed or not sent (%s)", e.Left, e.Journal)
}

// An UndoingError refuses an import of a list whose last run is being taken back: what it would add, the undo would delete.
type UndoingError struct{ Results string }

func (e *UndoingError) Error() string {
	return "an undo of this list's last run was begun and is not finished: " + e.Results
}

// An OtherRunError refuses to go on with a run as another: with another dialer, list or results file.
type OtherRunError struct{ What, Was, Is string }

func (e *OtherRunError) Error() string {
	return fmt.Sprintf("that run was with the %s %s, not %s", e.What, e.Was, e.Is)
}

// Begin takes the locks, and finds the run to go on with. The error is a *ledger.HeldError where another run has a lock,
// an *OpenRunError, an *OtherRunError, a *ledger.StateError or *ledger.KeyError, or of a journal that cannot be read.
func Begin(c Claim) (s *Session, err error) {
	s = &Session{Results: c.Results, claim: c, matched: make(map[*ledger.Object]bool)}
	defer func() {
		if err != nil {
			s.Close()
			s = nil
		}
	}()
	if s.key, err = c.State.Key(); err != nil {
		return s, err
	}
	if c.List != "" {
		if err := s.lock("list", c.List); err != nil {
			return s, err
		}
	}
	if err := s.face(); err != nil {
		return s, err
	}
	if err := s.lock("results", s.Results); err != nil {
		return s, err
	}
	if s.Earlier != nil { // an undo may have been at it until now
		path := s.Results + ledger.Suffix
		s.Earlier = nil
		if err := s.faceOne(path); err != nil {
			return s, err
		}
	}
	return s, s.lock("dialer", c.Dialer)
}

func (s *Session) lock(what, name string) error {
	l, err := s.claim.State.Lock(what, name, s.claim.By)
	if err == nil {
		s.locks = append(s.locks, l)
	}
	return err
}

// face decides what earlier runs mean for this one: the newest of its list, and the one whose results it would replace.
func (s *Session) face() error {
	c := s.claim
	var journals []string
	if c.List != "" {
		journals = c.State.Newest(c.List, c.Dir)
	}
	if own := c.Results + ledger.Suffix; c.Said && !slices.Contains(journals, own) && ledger.Exists(own) {
		journals = append(journals, own)
	}
	for _, path := range journals {
		if s.Earlier != nil {
			break
		}
		if err := s.faceOne(path); err != nil {
			return err
		}
	}
	return nil
}

func (s *Session) faceOne(path string) error {
	c := s.claim
	h, err := ledger.ReadFile(path)
	none := errors.Is(err, ledger.ErrNotJournal)
	results := path[:len(path)-len(ledger.Suffix)]
	if err == nil && s.before == nil && h.Chosen() > 0 && h.List == c.list() && h.Dialer == c.Dialer {
		s.before, s.whole = h, true
	}
	switch {
	case err != nil && !none:
		return err
	case !none && h.Undoing && !c.StartOver:
		return &UndoingError{results}
	case none, !h.Open() && !(c.Resume && h.Unproved > 0), c.StartOver, !h.Sent && (!c.Resume || h.Dialer != c.Dialer):
		if path == c.Results+ledger.Suffix || c.StartOver && !none && (h.Open() || h.Undoing) {
			s.stale = append(s.stale, path)
		}
		return nil
	case h.List != c.list():
		return &OtherRunError{"list", h.List, c.list()}
	case !c.Resume:
		return &OpenRunError{path, h.Ended, h.Left}
	case h.Dialer != c.Dialer:
		return &OtherRunError{"dialer", h.Dialer, c.Dialer}
	case c.Said && results != c.Results:
		return &OtherRunError{"results", results, c.Results}
	}
	s.Earlier, s.Results = h, results
	return nil
}

// list is what journals call the list.
func (c *Claim) list() string { return cmp.Or(c.List, "-") }

// End records that the results are on disk, in files that hold what Wrote was told of.
func (s *Session) End(results []object.Result) error {
	if s == nil || s.journal == nil {
		return nil
	}
	return s.journal.End(left(results), s.unproved(results), s.wrote...)
}

// unproved counts the rows that were added, and that nobody was told of whether they are there although it was wanted.
func (s *Session) unproved(results []object.Result) (n int) {
	for i := range results {
		if r := &results[i]; r.Status == object.Added && r.Verified != object.VerifiedYes && !s.noVerify {
			n++
		}
	}
	return n
}

// Touched says that the session's journal was begun, or gone on with.
func (s *Session) Touched() bool { return s != nil && s.journal != nil }

// Close gives everything free. It does no harm to a nil Session.
func (s *Session) Close() {
	if s == nil {
		return
	}
	closeAll(s.journal, s.locks)
	s.locks = nil
}

// Open says whether a run that has ended with these results can be resumed.
func (s *Session) Open(results []object.Result) bool {
	return s != nil && s.journal != nil && left(results)+s.unproved(results) > 0
}

// left counts the rows that a resumed run goes on with.
func left(results []object.Result) (n int) {
	for i := range results {
		if r := &results[i]; r.Status == object.Unconfirmed || r.Status == object.NotSent {
			n++
		}
	}
	return n
}
