package batch

import (
	"errors"
	"os"
	"path/filepath"

	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// An answer is what a dialer said of a phone: whether it was there.
type answer struct {
	ledger.Identity
	there bool
}

// open makes the run's own line durable, unless it is: a new journal, or the one that is gone on with. Nothing of a run is
// on disk before, since a run that sends nothing must leave nothing behind.
func (s *Session) open() error {
	if s.journal != nil {
		return nil
	}
	if err := s.start(); err != nil {
		return err
	}
	asked := s.asked
	s.asked = nil
	for _, a := range asked {
		if err := s.journal.Asked(a.Identity, a.there); err != nil {
			return err
		}
	}
	return nil
}

func (s *Session) start() error {
	path := s.Results + ledger.Suffix
	if s.Earlier != nil {
		journal, err := ledger.Open(path, s.Earlier)
		if err != nil {
			return err
		}
		s.journal = journal
		return journal.Resumed(ledger.Run{SHA256: s.sha256, Options: s.claim.Options, Credentials: s.Credentials})
	}
	if err := s.Supersede(true); err != nil {
		return err
	}
	c := s.claim
	journal, err := ledger.Create(path, ledger.Run{
		ID: s.id, Command: commandImport, List: c.list(), SHA256: s.sha256, Dialer: c.Dialer, KeyID: s.keyID(), Options: c.Options, Credentials: s.Credentials,
	})
	if err != nil {
		return err
	}
	s.journal = journal
	if c.List != "" {
		if err := c.State.Remember(c.List, path); err != nil {
			return errors.Join(err, s.drop())
		}
	}
	return nil
}

// Supersede sets aside the journal of an earlier run whose results are about to be replaced: beside those of this run it
// would tell of another. Where this run has come to its end it does so, too, with the journals of open runs that are not to
// be gone on with. A run that has begun its journal has done both.
func (s *Session) Supersede(ended bool) (err error) {
	if s == nil {
		return nil
	}
	var left []string
	for _, stale := range s.stale {
		if !ended && stale != s.Results+ledger.Suffix {
			left = append(left, stale)
			continue
		}
		if s.Aside, err = ledger.SetAside(stale); err != nil {
			return err
		}
	}
	s.stale = left
	return nil
}

// drop takes a journal back that was begun before anything could be sent. One that is gone on with stays.
func (s *Session) drop() error {
	if s == nil || s.journal == nil || s.Earlier != nil {
		return nil
	}
	err := errors.Join(s.journal.Close(), os.Remove(s.journal.Path))
	s.journal = nil
	return err
}

// Wrote tells of a file that the run has written, by the SHA-256 of its content, before End.
func (s *Session) Wrote(path, sum string) {
	if s != nil {
		s.wrote = append(s.wrote, ledger.Wrote{Name: filepath.Base(path), Sum: s.key.Sum(sum)})
	}
}

// Ours says whether a file, by the SHA-256 of its content, is as the run has written it that is gone on with: nobody has
// changed it since.
func (s *Session) Ours(path, sum string) bool {
	return s.resumes() && s.Earlier.Has(filepath.Base(path), s.key.Sum(sum))
}

// A keeper is a job's ledger. Before the first phone is claimed it has on disk all that must outlive the job: its journal,
// what was chosen, the passwords that were made.
type keeper struct {
	job *Job
	out *Outcome
}

// Asked implements run.Ledger.
func (k keeper) Asked(row *preflight.Row, there bool) error {
	if k.job.Session == nil {
		return nil
	}
	return k.job.Session.Asked(row, there)
}

// Claim implements run.Ledger.
func (k keeper) Claim(rows []*preflight.Row) error {
	if err := k.begin(); err != nil || k.job.Session == nil {
		return err
	}
	return k.job.Session.Claim(rows)
}

func (k keeper) begin() error {
	if k.out.Claimed {
		return nil
	}
	s := k.job.Session
	if s != nil {
		if err := s.open(); err != nil {
			return err
		}
	}
	if k.job.chooser != nil {
		made, err := k.job.chooser.keep(k.out.List)
		if err != nil {
			return errors.Join(err, s.drop())
		}
		if made {
			k.out.Credentials = k.job.Credentials
		}
	}
	k.out.Claimed = true
	return nil
}

// Settled implements run.Ledger.
func (k keeper) Settled(row *preflight.Row, r *object.Result) error {
	if k.job.Session == nil {
		return nil
	}
	return k.job.Session.Settled(row, r)
}

// Flush implements run.Ledger.
func (k keeper) Flush() error {
	if k.job.Session == nil {
		return nil
	}
	return k.job.Session.Flush()
}

// Sync implements run.Ledger.
func (k keeper) Sync() error {
	if k.job.Session == nil {
		return nil
	}
	return k.job.Session.Sync()
}
