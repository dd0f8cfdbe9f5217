package batch

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"phonebatch/batch/ledger"
)

// Recollect finds what earlier runs have chosen for a list, without any hold on it: a check chooses as an import would.
// The session is good for Job.Memory alone. Errors are as of Begin.
func Recollect(c Claim) (s *Session, err error) {
	s = &Session{claim: c}
	if s.key, err = c.State.Key(); err != nil {
		return nil, err
	}
	return s, nil
}

// recollect finds the run whose choices are made again. It reads journals that may be many and long: only a job that
// chooses needs it.
func (s *Session) recollect() {
	if s.recollected {
		return
	}
	s.recollected = true
	c := &s.claim
	if s.before == nil && c.List != "" {
		s.before = c.State.LastToChoose(c.List, c.Dir, c.Dialer)
		s.whole = s.before != nil
	}
	if s.before == nil {
		s.before = runOf(c.List)
	}
}

// record is the keyed hash of a record's cells; empty for a nil Session.
func (s *Session) record(cells []string) string {
	if s == nil {
		return ""
	}
	return s.key.Sum(cells...)
}

// resumes says that the session goes on with an earlier run.
func (s *Session) resumes() bool { return s != nil && s.Earlier != nil }

// choices is what an earlier run has chosen for records of a keyed hash, in their order: the run that is resumed, or the
// last one of the list, so that nobody is given a second phone when a list is imported once more; or the one whose failed
// rows the list is. Of failed rows those that were done in the end do not come again.
func (s *Session) choices(record string) []ledger.Choice {
	h := s.chooses()
	if h == nil || h.KeyID != s.keyID() {
		return nil
	}
	return h.Choices(record, s.resumes() || s.whole)
}

// ErrForgotten ends a job that would give numbers to rows of which an earlier run has chosen them, and nobody can tell any
// more which rows those were.
var ErrForgotten = errors.New("an earlier run of this list has chosen numbers, and the key by which its rows are known is not there any more")

// forgotten says that the choices of an earlier run cannot be told apart: they were made with another key.
func (s *Session) forgotten() bool {
	h := s.chooses()
	return h != nil && h.Chosen() > 0 && h.KeyID != s.keyID() && !s.claim.StartOver
}

// chooses is the run whose choices are made again; nil where there is none.
func (s *Session) chooses() *ledger.History {
	switch {
	case s == nil:
		return nil
	case s.resumes():
		return s.Earlier
	}
	s.recollect()
	return s.before
}

// chosen is for how many rows of the whole list an earlier run has chosen something.
func (s *Session) chosen() int {
	if h := s.chooses(); h != nil && (s.resumes() || s.whole) {
		return h.Chosen()
	}
	return 0
}

// choose makes durable what was chosen.
func (s *Session) choose(list []ledger.Choice) error {
	if err := s.journal.Chosen(list); err != nil {
		return err
	}
	return s.journal.Sync()
}

// KeepCredentials names the file that passwords are kept in, an absolute path, and makes it this session's own: of two runs
// that add to it at once one would write over what the other has made. The error is a *ledger.HeldError or a
// *ledger.StateError. A nil Session, a rehearsal's, has no hold on anything.
func (s *Session) KeepCredentials(path string) error {
	if s == nil {
		return nil
	}
	s.Credentials = path
	return s.lock("credentials file", path)
}

// EarlierCredentials is where the run that is resumed, or the one whose failed rows the list is, keeps the passwords that
// it has made; empty where there is none.
func (s *Session) EarlierCredentials() string {
	if h := s.chooses(); h != nil {
		return h.Credentials
	}
	return ""
}

// runOf finds the run whose failed rows a list is, by their names; nil where it is none, or the run's journal is gone.
func runOf(list string) *ledger.History {
	match := failedRows().FindStringSubmatch(filepath.Base(list))
	if match == nil {
		return nil
	}
	dir := filepath.Dir(list)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		name, ends := strings.CutSuffix(e.Name(), ledger.Suffix)
		if ends && strings.TrimSuffix(name, filepath.Ext(name)) == match[1] {
			if h, err := ledger.ReadFile(filepath.Join(dir, e.Name())); err == nil {
				return h
			}
		}
	}
	return nil
}

// failedRows is what a file of failed rows is called: as the results, with something in place of their ending.
var failedRows = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(.+)\.failed(?:-\d+)?\.(?:csv|xlsx)$`) })
