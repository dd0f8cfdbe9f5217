package batch

import (
	"fmt"
	"path/filepath"

	"phonebatch/batch/exit"
	"phonebatch/batch/files"
	"phonebatch/batch/register"
)

// An OpenRunError refuses an import because an earlier run of the list is open.
type OpenRunError struct {
	Run   string
	Ended bool
	Left  int // rows of an ended run that are unconfirmed or not_sent
}

func (e *OpenRunError) Error() string {
	if !e.Ended {
		return fmt.Sprintf("an earlier run of this list was cut off (run %s)", e.Run)
	}
	return fmt.Sprintf("an earlier run of this list has left %d rows unconfirmed or not sent (run %s)", e.Left, e.Run)
}

// Status is the exit status of a command that the error ends.
func (e *OpenRunError) Status() int { return exit.Usage }

// Hints say what the user can do.
func (e *OpenRunError) Hints() []string {
	return []string{"--resume finds out about the rows in doubt and finishes that run; --start-over leaves that run as it is and begins anew"}
}

// An UndoingError refuses an import because an undo of the list's last run is not finished. The undo would delete the
// phones that the import adds.
type UndoingError struct{ Run string }

func (e *UndoingError) Error() string {
	return "an undo of this list's last run was begun and is not finished: run " + e.Run
}

// Status is the exit status of a command that the error ends.
func (e *UndoingError) Status() int { return exit.Usage }

// Hints say what the user can do.
func (e *UndoingError) Hints() []string {
	return []string{"finish the undo first: phonebatch undo " + e.Run + "; import --start-over begins anew all the same"}
}

// An OtherRunError refuses to continue or to undo a run with another dialer, or to continue it with another results
// file. What is "dialer" or "results".
type OtherRunError struct {
	What, Was, Is string
	Undo          bool // the run was to be undone
}

func (e *OtherRunError) Error() string {
	return fmt.Sprintf("that run was with the %s %s, not %s", e.What, e.Was, e.Is)
}

// Status is the exit status of a command that the error ends.
func (e *OtherRunError) Status() int { return exit.Usage }

// Hints say what the user can do.
func (e *OtherRunError) Hints() []string {
	if e.What == "results" {
		return []string{"leave --results out: the results then go to the file of that run"}
	}
	if e.Undo {
		return []string{"undo deletes a run's phones on the dialer of the run: leave --url out, or pass --url " + e.Was}
	}
	return []string{"pass that one as --url; import --start-over begins anew on this one"}
}

// A NoRunError says that the register knows no run with the given name.
type NoRunError struct{ Named string }

func (e *NoRunError) Error() string { return fmt.Sprintf("the register knows no run %q", e.Named) }

// Status is the exit status of a command that the error ends.
func (e *NoRunError) Status() int { return exit.Usage }

// Hints say what the user can do.
func (e *NoRunError) Hints() []string {
	return []string{"phonebatch runs lists the runs; name one by its id, by its results file, or as latest"}
}

// Begin takes the dialer's lock and finds the run that the import continues, if any. The caller closes the Session.
// The error is a *register.HeldError if another run has the lock, an *OpenRunError, an *UndoingError, an
// *OtherRunError, a *NoRunError, or an error of the register. With an error, Begin returns no Session and no lock is
// held.
func Begin(c Claim) (s *Session, err error) {
	s = &Session{Memory: &c.Memory, ownRun: ownRun{register: c.Register}, Results: c.Results, claim: c}
	defer func() {
		if err != nil {
			s.Close()
			s = nil
		}
	}()
	if s.lock, err = c.Register.Lock(c.Dialer, c.By); err != nil {
		return s, err
	}
	return s, s.findEarlier()
}

// findEarlier finds the run of the list that the session may have to continue, and judges it.
func (s *Session) findEarlier() error {
	c := &s.claim
	if c.RunID != "" {
		was, found, err := c.Register.Run(c.RunID)
		if err != nil {
			return err
		}
		if !found || was.Command != register.CommandImport {
			return &NoRunError{c.RunID}
		}
		return s.judgeEarlier(was)
	}
	was, found, err := c.Register.NewestRun(c.Dialer, c.List, c.SHA256)
	if err != nil {
		return err
	}
	if found {
		return s.judgeEarlier(was)
	}
	if !c.Resume {
		return nil
	}
	if was, found, err = c.Register.NewestRun("", c.List, c.SHA256); err != nil || !found || !was.Open() {
		return err
	}
	return &OtherRunError{What: "dialer", Was: was.Dialer, Is: c.Dialer}
}

// judgeEarlier decides whether the session continues an earlier run, begins anew, or is refused.
func (s *Session) judgeEarlier(was register.Run) error {
	c := &s.claim
	resume := c.Resume || c.RunID != ""
	same, err := c.Register.SameDialers(was.Dialer, c.Dialer)
	if err != nil {
		return err
	}
	switch {
	case c.StartOver:
		s.startsOver = was.Open() || was.Undoing
		return nil
	case was.Undoing:
		return &UndoingError{was.ID}
	case was.Undone:
		s.Undone = &was
		return nil
	case !was.Open() && !(resume && was.Resumable()):
		return nil
	case !resume:
		return &OpenRunError{Run: was.ID, Ended: !was.Ended.IsZero(), Left: was.Left}
	case !same:
		return &OtherRunError{What: "dialer", Was: was.Dialer, Is: c.Dialer}
	case c.Said && was.Results != c.Results:
		return &OtherRunError{What: "results", Was: was.Results, Is: c.Results}
	}
	s.Earlier, s.Memory.resumes = &was, true
	if files.Exists(filepath.Dir(was.Results)) { // the folder may have been moved since then
		s.Results = was.Results
	}
	return nil
}
