package batch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// A Session holds the dialer's lock for an import and owns the import's run in the register. The run begins in the
// register just before the first phone is sent: a run that sends nothing leaves nothing in the register. A Session is
// for one goroutine. The caller ends it with Close.
type Session struct {
	*Memory
	ownRun
	Results string // path of the results file: that of the resumed run, if there is one
	// Credentials is the path of the file for the passwords that this run makes; the register stores the path if there
	// are any, or if there is such a file.
	Credentials string
	// Undone is the last run of the list, or the run that was to be continued, if an undo has taken it back; else nil.
	// The session begins a new run.
	Undone *register.Run
	// Damaged counts the entries of the resumed run that the register cannot read any more.
	Damaged int

	claim    Claim
	id       string
	noVerify bool
	claimed  bool // a phone of the list was claimed, and not only the trial phone
	// startsOver says that the newest run of the list could be continued, and that this run replaces it.
	startsOver bool
	gone       []object.Key // phones of the earlier run that the list no longer names
}

// resumes says whether the session continues an earlier run. It may be called on a nil Session.
func (s *Session) resumes() bool { return s != nil && s.Earlier != nil }

// stays says whether the register must have the session's run even if the run sends nothing. It may be called on a nil
// Session.
func (s *Session) stays() bool { return s.resumes() || s != nil && s.startsOver }

// EarlierCredentials returns the path of the credentials file of the resumed run, or else of the list's last run. It
// returns "" if that run made no passwords. lost says that the file is gone although the run may have added phones with
// the passwords in it. The error is that of the register.
func (s *Session) EarlierCredentials() (path string, lost bool, err error) {
	var last register.Run
	if s.resumes() {
		last = *s.Earlier
	} else if last, _, err = s.Register.LastRun(s.Dialer, s.List); err != nil {
		return "", false, err
	}
	if last.Credentials == "" {
		return "", false, nil
	}
	if _, err := os.Stat(last.Credentials); !errors.Is(err, fs.ErrNotExist) {
		return last.Credentials, false, nil
	}
	_, err = s.Register.Objects(last.ID, func(o *register.Object) { lost = lost || o.MayStand() })
	return last.Credentials, lost, err
}

// open makes the run durable in the register, once. makes says that the run may write passwords into its credentials
// file: the register names no file that nobody has written. The error is that of the register.
func (s *Session) open(makes bool) (err error) {
	if s == nil || s.recorded != nil {
		return nil
	}
	credentials := s.Credentials
	if !makes && !files.Exists(credentials) {
		if credentials, _, err = s.EarlierCredentials(); err != nil {
			return err
		}
	}
	c := &s.claim
	this := register.Run{
		ID: s.id, Command: register.CommandImport, ListName: filepath.Base(s.List), ListPath: s.List, ListSHA256: c.SHA256, Dialer: s.Dialer, Options: c.Options,
		Results: s.Results, Credentials: credentials,
	}
	return s.record(this)
}

// Gone returns the phones that the earlier run added or may have added, and that the list no longer names.
func (s *Session) Gone() []object.Key {
	if s == nil {
		return nil
	}
	return s.gone
}

// End records in the register that the run has ended and that its results are on disk, in the files named by Writes.
// The error is that of the register.
func (s *Session) End(results []object.Result) error {
	if s == nil || s.recorded == nil {
		return nil
	}
	return s.recorded.End(register.Ending{
		Left: s.left(results), Unproved: s.unproved(results), Added: added(results), NotDone: notDone(results, s.claim.SkipExisting), Results: s.Results, Files: s.wrote,
	})
}

// unproved counts the added rows that should have been verified and were not.
func (s *Session) unproved(results []object.Result) int {
	return count(results, func(r *object.Result) bool {
		return r.Status == object.Added && r.Verified != object.VerifiedYes && !s.noVerify
	})
}

// Touched says whether the session has begun or continued its run in the register.
func (s *Session) Touched() bool { return s != nil && s.recorded != nil }

// Recorded returns the id of the run if Touched says that the register has it, and else "".
func (s *Session) Recorded() string {
	if !s.Touched() {
		return ""
	}
	return s.id
}

// Open says whether a run that ends with these results can be resumed.
func (s *Session) Open(results []object.Result) bool {
	return s.Touched() && s.left(results)+s.unproved(results) > 0
}

// left counts the rows that a resumed run would continue with. For a new run that has claimed no phone of the list,
// such as one whose trial phone failed, it returns 0: the next import begins a new run.
func (s *Session) left(results []object.Result) int {
	if s.Earlier == nil && !s.claimed {
		return 0
	}
	return left(results)
}

// ID returns the id of the run.
func (s *Session) ID() string { return s.id }

// Close is ownRun.Close. It may be called on a nil Session.
func (s *Session) Close() error {
	if s == nil {
		return nil
	}
	return s.ownRun.Close()
}
