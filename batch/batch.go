// Package batch brings a list to a dialer, or finds out what would happen if it did. It composes the stages: sheet
// reads records, preflight makes rows of them, run carries them out.
package batch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"maps"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// A Job is one list and what is to be done with it.
type Job struct {
	Preflight preflight.Options // Keep and Asked are set as the job needs them
	Run       run.Options

	Online      bool // ask the dialer about every row
	Add         bool // and add them
	SkipInvalid bool // go on without the rows that pre-flight refuses
	NoProbe     bool // do not ask before adding
	NoVerify    bool // do not ask after adding
	First       int  // add no more than so many rows; 0 is no limit
	Undoable    bool // first add and delete a phone that nobody uses

	// Session is an import's hold on its list and its journal; nil for what leaves nothing to resume.
	Session *Session
	// Credentials is where passwords that the program makes are kept; empty where they are not.
	Credentials string
	// Dialer is what the dialer is called there.
	Dialer string
	// Memory is what earlier runs have chosen for the list, for a job without a Session. May be nil.
	Memory *Session
	// Dial gives the dialer, once the list is known and is fit to be sent, or its empty cells cannot be filled without.
	// Required where Online or Add is set.
	Dial func(*preflight.List) (*apiclient.Client, error)
	// Confirm is asked before the first phone is added. An error of it ends the job with nothing added. May be nil.
	Confirm func(dialer string, p run.Plan) error
	// Checked is told what pre-flight found, before anything is sent. May be nil.
	Checked func(*preflight.List)
	// Rejudged is told of the problems that only the dialer's build has brought to light. May be nil.
	Rejudged func(apiclient.Build, []preflight.Problem)

	// Untold is told of a dialer that does not tell its build, by its answer, and of the columns in use that some builds
	// ignore. May be nil.
	Untold func(version apiclient.Reply, columns []string)

	// Strangers is told of rows that are given new numbers while as many as missing rows, of which an earlier run has chosen
	// them, are not in the list any more. May be nil.
	Strangers func(fresh, missing int)

	chooser *chooser
	client  *apiclient.Client
}

// An Outcome is all that a job found out. It is complete whatever ended the job.
type Outcome struct {
	List    *preflight.List
	Results []object.Result // one for each row, in the list's order; nil where rows were not kept
	Build   apiclient.Build
	Dialer  string
	Sent    bool // whether any request was sent
	Claimed bool // whether a phone of the list was sent, or was about to be
	Done    int  // rows that an earlier run has done
	// Credentials is the file that holds passwords that were made for this list; empty where there are none.
	Credentials string
}

// ErrListHasErrors ends a job before anything is sent.
var ErrListHasErrors = errors.New("the list has errors; nothing was sent")

// ErrBuildRefuses ends a job before anything is added: rows that are fit for a current dialer are not for this one.
var ErrBuildRefuses = errors.New("this dialer's build would not store some rows as listed; nothing was added")

// ErrNoRows ends a job whose list has a header and nothing else.
var ErrNoRows = errors.New("the list has no rows")

// ErrNoneTaken ends a job whose list has rows, and --where takes none of them.
var ErrNoneTaken = errors.New("no row of the list is one that --where takes")

// ErrDeclined is wrapped by what Confirm returns when the answer is no.
var ErrDeclined = errors.New("not confirmed; nothing was changed")

// Do carries the job out, once. The outcome is nil only where the list could not be read at all, or its empty cells cannot
// be filled without asking a dialer; the error then is what preflight.Read returned, a *NumbersError, one of
// ledger.OpenCredentials, or wraps run.ErrInterrupted. With an outcome the error is nil, ErrListHasErrors, ErrBuildRefuses,
// ErrNoRows, ErrNoZone, a *NumbersError, what Dial or Confirm returned, a *run.StopError, a *run.LedgerError, or wraps
// run.ErrInterrupted. Where the dialer could not be asked what empty cells are to be filled with, no row was sent.
func (j *Job) Do(ctx context.Context, list io.Reader) (*Outcome, error) {
	j.Preflight.Asked = j.Online || j.Add
	j.Preflight.Keep = j.Preflight.Keep || j.Preflight.Asked
	hash := sha256.New()
	if j.Session != nil {
		list = io.TeeReader(list, hash)
	}
	defer func() {
		if j.client != nil {
			j.client.Close()
		}
	}()
	l, err := j.read(ctx, list)
	if err != nil {
		return j.unfilled(l, interrupted(ctx, err))
	}
	out := &Outcome{List: l}
	if j.Checked != nil {
		j.Checked(l)
	}
	if !j.Preflight.Keep {
		return out, j.fit(l)
	}
	if j.Session != nil {
		j.Session.noVerify = j.NoVerify
		if j.Session.Earlier != nil {
			j.Run.Run = j.Session.Earlier.ID
		}
	}
	if j.Run.Ledger == nil {
		j.Run.Ledger = keeper{j, out}
	}
	engine := run.New(l.Rows, j.Run)
	if j.Session != nil && j.Session.Earlier != nil {
		out.Done = engine.Recall(j.Session.earlier)
	}
	err = j.work(ctx, out, engine, hash)
	rest(engine, err, j.Add)
	out.Results = engine.Results() // first: what nothing has become of yet is not_sent
	return out, cmp.Or(err, engine.Record())
}

// fit says whether the list may be sent.
func (j *Job) fit(l *preflight.List) error {
	switch {
	case l.Total == 0 && l.LeftOut > 0:
		return ErrNoneTaken
	case l.Total == 0:
		return ErrNoRows
	case l.Refused:
		return ErrListHasErrors
	case l.Invalid > 0 && !(j.SkipInvalid && l.Ready() > 0):
		return ErrListHasErrors
	}
	return nil
}

// work does what is left to do with a list that was read.
func (j *Job) work(ctx context.Context, out *Outcome, e *run.Engine, list hash.Hash) error {
	if err := j.fit(out.List); err != nil || !j.Online && !j.Add {
		return err
	}
	client, err := j.connect(out.List)
	if err != nil {
		return err
	}
	out.Dialer = client.Name()
	if j.Session != nil {
		j.Session.id, j.Session.sha256 = j.Run.Run, hex.EncodeToString(list.Sum(nil))
	}
	out.Sent = true
	e.Connect(client, client.Name(), client.Dialect())
	err = interrupted(ctx, j.send(ctx, out, e, client))
	if err == nil && j.Session.resumes() { // it may have come to its end without anything left to send
		if err = j.Session.open(); err != nil {
			err = &run.LedgerError{Err: err}
		}
	}
	return err
}

// send is the part in which the dialer has a say.
func (j *Job) send(ctx context.Context, out *Outcome, e *run.Engine, client *apiclient.Client) error {
	if err := e.Gate(ctx); err != nil {
		return err
	}
	if err := j.judgeBuild(ctx, out, e, client); err != nil {
		return err
	}
	if err := j.recover(ctx, e); err != nil {
		return err
	}
	if !j.NoProbe || !j.Add {
		lost := object.NotSent
		if !j.Add {
			lost = object.Unconfirmed
		}
		if err := e.Ask(ctx, lost); err != nil {
			return err
		}
	}
	if !j.Add {
		return nil
	}
	if err := j.add(ctx, out, e, client); err != nil || j.NoVerify {
		return err
	}
	return e.Verify(ctx)
}

// recover finds out about the rows that an earlier run has left unverified, and then about those in doubt.
func (j *Job) recover(ctx context.Context, e *run.Engine) error {
	if !j.NoVerify {
		if err := e.Verify(ctx); err != nil {
			return err
		}
	}
	err := e.Settle(ctx)
	e.RefuseInvalid()
	return err
}

// add adds what is left to be added, once somebody has agreed.
func (j *Job) add(ctx context.Context, out *Outcome, e *run.Engine, client *apiclient.Client) error {
	plan := e.Plan(j.First, !j.NoVerify)
	if plan.Add == 0 {
		return nil
	}
	if j.Confirm != nil {
		if err := j.Confirm(out.Dialer, plan); err != nil {
			return err
		}
	}
	if j.Undoable {
		if _, err := TryDelete(ctx, client, slices.Min(slices.Collect(maps.Keys(plan.Servers))), e.Wait); err != nil {
			return err
		}
	}
	e.Limit(j.First)
	return e.Add(ctx)
}

// judgeBuild asks for the dialer's build and looks at the rules that depend on it again.
func (j *Job) judgeBuild(ctx context.Context, out *Outcome, e *run.Engine, client *apiclient.Client) error {
	reply := e.Build(ctx)
	if out.Build = reply.Build; out.Build == 0 {
		if j.Untold != nil && ctx.Err() == nil {
			j.Untold(reply, columnsUnknownToSome(out.List))
		}
		return nil
	}
	d := client.Dialect()
	d.Build = out.Build
	e.Connect(client.WithDialect(d), client.Name(), d)
	fresh := out.List.Rejudge(d)
	e.RefuseInvalid()
	if len(fresh) > 0 && j.Rejudged != nil {
		j.Rejudged(out.Build, fresh)
	}
	if j.fit(out.List) != nil {
		return ErrBuildRefuses
	}
	return nil
}
