package batch

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An Undoing takes back what one run has added, by the journal of that run alone: its results may have been through a
// spreadsheet. It has a journal of its own, and goes on where it was cut off. End with Close.
type Undoing struct {
	Results  string // where its own results go
	Resumed  bool   // it was begun before
	NoVerify bool   // do not ask again whether the phones are gone

	recorder
	path    string          // of the run's journal
	history *ledger.History // of the run
	earlier *ledger.History // of an undo of it that was cut off; nil for a new one
	locks   []*ledger.Lock
	wrote   []ledger.Wrote
}

// A NoJournalError refuses an undo of results that have no journal beside them, or not that of an import.
type NoJournalError struct {
	Results string
	Aside   string // a journal of them that was set aside; empty where there is none
}

func (e *NoJournalError) Error() string {
	return fmt.Sprintf("there is no journal of an import beside %s", e.Results)
}

// BeginUndo takes the locks for the undo of the run that has written these results, on this dialer. The error is a
// *NoJournalError, an *OtherRunError for a run that was on another dialer, a *ledger.HeldError, or of the state folder.
func BeginUndo(state ledger.State, by ledger.Holder, results, dialer string) (u *Undoing, err error) {
	u = &Undoing{path: results + ledger.Suffix}
	defer func() {
		if err != nil {
			u.Close()
			u = nil
		}
	}()
	if u.key, err = state.Key(); err != nil {
		return u, err
	}
	for _, name := range [][2]string{{"results", results}, {"dialer", dialer}} {
		lock, err := state.Lock(name[0], name[1], by)
		if err != nil {
			return u, err
		}
		u.locks = append(u.locks, lock)
	}
	if u.history, err = ledger.ReadFile(u.path); err != nil || u.history.Command != commandImport {
		return u, noJournal(results, err)
	}
	if u.history.Dialer != dialer {
		return u, &OtherRunError{"dialer", u.history.Dialer, dialer}
	}
	u.Results = strings.TrimSuffix(results, filepath.Ext(results)) + ".undo.csv"
	if u.earlier, err = ledger.ReadFile(u.Results + ledger.Suffix); err != nil && !errors.Is(err, ledger.ErrNotJournal) && ledger.Exists(u.Results+ledger.Suffix) {
		return u, err
	}
	if e := u.earlier; e != nil && (e.Of != u.history.ID || e.Dialer != dialer) {
		u.earlier = nil // of another run, whose results had this name
	}
	u.Resumed = u.earlier != nil
	return u, nil
}

// NoJournal is the error for results beside which there is no journal to go by.
func NoJournal(results string) error {
	_, err := ledger.ReadFile(results + ledger.Suffix)
	return noJournal(results, err)
}

func noJournal(results string, err error) error {
	e := &NoJournalError{Results: results}
	if ledger.Exists(results + ledger.Suffix) {
		if err != nil && !errors.Is(err, ledger.ErrNotJournal) {
			return err
		}
		return e
	}
	if aside, _ := filepath.Glob(ledger.Quoted(results+ledger.Suffix) + ".*"); len(aside) > 0 {
		e.Aside = aside[len(aside)-1]
	}
	return e
}

// Damaged says that the run's journal cannot be read to its end: what the run added later is not known.
func (u *Undoing) Damaged() bool { return u.history.Damaged }

// InDoubt counts the phones of which the run never found out whether it has added them. They are left alone.
func (u *Undoing) InDoubt() (n int) {
	for _, o := range u.history.Objects {
		if !o.Added() && o.Claimed {
			n++
		}
	}
	return n
}

// Do deletes every phone that the run has added and that is not deleted yet. confirm is asked before the first is, with
// what is about to be deleted by server. The results are complete whatever ended it; the error is what confirm returned,
// a *run.StopError, a *run.LedgerError, or wraps run.ErrInterrupted.
func (u *Undoing) Do(ctx context.Context, client *apiclient.Client, o run.Options, confirm func(run.Plan) error) ([]object.Result, error) {
	o.Ledger = u
	e := run.Reopen(u.results(client.Name()), o)
	e.Connect(client, client.Name(), client.Dialect())
	err := interrupted(ctx, u.delete(ctx, e, confirm))
	if errors.Is(err, ErrDeclined) {
		e.SettleRest(object.NotSent, codes.Declined, "nobody confirmed that it is to be deleted")
	}
	e.SettleRest(object.NotSent, codes.UndoStopped, "the undo ended before its turn")
	if unrecorded := e.Record(); err == nil {
		err = unrecorded
	}
	return u.doubted(e.Results()), err
}

// doubted keeps in doubt what an earlier undo has left so, where this one has not come to it.
func (u *Undoing) doubted(results []object.Result) []object.Result {
	for i := range results {
		r := &results[i]
		if u.earlier == nil || r.Status != object.NotSent {
			continue
		}
		o := u.earlier.Object(ledger.Identity{ServerIP: r.ServerIP, Extension: r.Extension})
		if o != nil && o.Outcome != nil && o.Outcome.Status == string(object.Unconfirmed) {
			r.Status, r.Code, r.Message = object.Unconfirmed, codes.InDoubt, "an earlier undo lost the answer, and this one has not come to it"
			r.Hint = codes.Hint(codes.UndoStopped)
		}
	}
	return results
}

// results are those of the objects: what an earlier undo has done, and nothing yet for the others.
func (u *Undoing) results(dialer string) []object.Result {
	var list []object.Result
	for _, o := range u.history.Objects {
		if !o.Added() {
			continue
		}
		r := object.Result{Line: o.Line, Kind: object.Phone, Dialer: dialer, ServerIP: o.ServerIP, Extension: o.Extension, PhoneLogin: o.PhoneLogin}
		if done := u.done(o.Identity); done != nil {
			r = *done
			r.Line, r.Dialer = o.Line, dialer
		}
		list = append(list, r)
	}
	slices.SortStableFunc(list, func(a, b object.Result) int { return a.Line - b.Line })
	return list
}

// done is what an earlier undo has done with a phone; nil where that was nothing.
func (u *Undoing) done(id ledger.Identity) *object.Result {
	if u.earlier == nil {
		return nil
	}
	if o := u.earlier.Object(id); o != nil {
		if r := resultOf(o); r != nil && r.Done(false) {
			return r
		}
	}
	return nil
}

// delete asks, deletes, and asks the dialer whether they are gone.
func (u *Undoing) delete(ctx context.Context, e *run.Engine, confirm func(run.Plan) error) error {
	plan := e.Plan(0, false)
	if plan.Add == 0 && (u.NoVerify || !e.Unproved()) {
		if u.earlier != nil && !u.earlier.Ended { // it was cut off when all was done but its results
			return u.start(e)
		}
		return nil
	}
	if plan.Add > 0 {
		if err := confirm(plan); err != nil {
			return err
		}
	}
	if err := e.Enter(ctx); err != nil { // whoever is not let in has not begun
		return err
	}
	if err := u.start(e); err != nil {
		return &run.LedgerError{Err: err}
	}
	if err := e.Undo(ctx); err != nil || u.NoVerify {
		return err
	}
	return e.VerifyGone(ctx)
}

// start makes durable that the run is being taken back, in its journal, and then begins the undo's own.
func (u *Undoing) start(e *run.Engine) (err error) {
	if err := u.mark((*ledger.Journal).Undoing); err != nil {
		return err
	}
	path := u.Results + ledger.Suffix
	if u.earlier != nil {
		if u.journal, err = ledger.Open(path, u.earlier); err == nil {
			err = u.journal.Resumed(ledger.Run{})
		}
		return err
	}
	if ledger.Exists(path) { // of another run, or cut off in its first line
		if _, err := ledger.SetAside(path); err != nil {
			return err
		}
	}
	u.journal, err = ledger.Create(path, ledger.Run{ID: e.Run(), Command: "undo", Of: u.history.ID, List: u.path, Dialer: u.history.Dialer, KeyID: u.keyID()})
	return err
}
