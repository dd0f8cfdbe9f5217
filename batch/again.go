package batch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"phonebatch/batch/ledger"
)

// resumes says that the session goes on with an earlier run.
func (s *Session) resumes() bool { return s != nil && s.Earlier != nil }

// choices is what an earlier run has chosen for records of a keyed hash, in their order: the run that is resumed, or the
// last one of the list, so that nobody is given a second phone when a list is imported once more; or the one whose failed
// rows the list is. Of failed rows those that were done in the end do not come again.
func (s *Session) choices(record string) []ledger.Choice {
	switch {
	case s.resumes():
		return s.Earlier.Choices(record, true)
	case s.before != nil && s.before.KeyID == s.keyID():
		return s.before.Choices(record, s.whole)
	}
	return nil
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
	return s.lock("credentials", path)
}

// EarlierCredentials is where the run that is resumed, or the one whose failed rows the list is, keeps the passwords that
// it has made; empty where there is none.
func (s *Session) EarlierCredentials() string {
	switch {
	case s == nil:
		return ""
	case s.resumes():
		return s.Earlier.Credentials
	case s.before != nil:
		return s.before.Credentials
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
