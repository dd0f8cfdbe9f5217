package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// A work is the state of one list on its way through a job. It belongs to the goroutine of Do.
type work struct {
	job     *Job
	asks    bool // the job asks the dialer
	client  *apiclient.Client
	plan    *assign.Plan    // the chosen values; nil if the list leaves no cells to the program
	who     assign.Identity // the columns that tell people apart
	people  []object.Person // the persons of the rows; nil if the job does not need them
	engine  *run.Engine
	asker   *run.Engine      // the engine that asked which numbers are free; nil if none was asked for
	leaving leaving          // the phones of people who are missing in the list; nil if there are none
	updates *updates         // what is known of the phones that are there; nil if phones are not changed
	ledger  ledger           // the ledger of an import; nil for a check
	objects []*object.Object // the objects of the rows, in the order of the list
	aliases *linkage
	out     *Outcome
}

// leaving are the phones of people who leave, besides the rows of the list. record records them when the run begins in
// the register; results settles those that were not reached, err being the error that ended the job.
type leaving interface {
	record(to *register.Recording) error
	results(err error) ([]object.Result, error)
}

// A ledger is the run.Ledger of an import. begin begins the run in the register; takeBack tells the credentials file
// which phones have kept their passwords.
type ledger interface {
	run.Ledger
	begin() error
	takeBack() error
}

func newWork(j *Job) *work { return &work{job: j, out: new(Outcome)} }

func (w *work) close() {
	if w.client != nil {
		w.client.Close()
	}
}

// fit returns nil if the list of the outcome may be sent, or else the reason.
func (w *work) fit() error { return w.fitness(w.out.List) }

// fitness returns nil if a list may be sent: ErrNoneTaken, ErrNoRows or ErrListHasErrors otherwise.
func (w *work) fitness(l *preflight.List) error {
	switch {
	case l.Total == 0 && l.LeftOut > 0:
		return ErrNoneTaken
	case l.Total == 0:
		return ErrNoRows
	case l.Refused:
		return ErrListHasErrors
	case l.Invalid > 0 && !(w.job.SkipInvalid && l.Ready() > 0):
		return ErrListHasErrors
	}
	return nil
}

// start makes the engine for the objects of the rows, and gives invalid rows their results. l is the ledger of an
// import, or nil for a check.
func (w *work) start(l ledger) {
	o := w.job.Run
	if w.ledger = l; l != nil {
		o.Ledger = l
	}
	if w.job.Memory != nil {
		o.Known = func(o *object.Object, equal []apiclient.Field) (apiclient.Code, string, bool) {
			return w.job.Memory.known(o.Stored(w.job.Preflight.Dialect), slices.Concat(w.made(o.Line), equal))
		}
	}
	w.objects, w.aliases = w.objectsOf(w.out.List.Rows), link(w.out.List)
	w.engine = run.New(slices.Concat(w.objects, w.aliases.objects), o)
	w.refuseInvalid()
}

// objectsOf returns the objects of rows, in the same order.
func (w *work) objectsOf(rows []*preflight.Row) []*object.Object {
	list, objects := make([]object.Object, len(rows)), make([]*object.Object, len(rows))
	for i, row := range rows {
		o := &list[i]
		*o = object.Object{Key: object.KeyOf(&row.Phone), Line: row.Line, Phone: &row.Phone, Shown: row.ShownServer()}
		if i < len(w.people) {
			o.Person = w.people[i]
		}
		objects[i] = o
	}
	return objects
}

// refuseInvalid gives a result to every invalid row that has no result yet.
func (w *work) refuseInvalid() {
	for i, row := range w.out.List.Rows {
		if row.Invalid {
			code, message, hint := row.Refusal()
			w.engine.Refuse(i, code, message, hint)
		}
	}
}

// connect connects the engine to the dialer. The error is that of Dial.
func (w *work) connect() error {
	client, err := w.dial(w.out.List)
	if err != nil {
		return err
	}
	w.out.Dialer, w.out.Sent = client.Name(), true
	w.engine.Connect(client, client.Name(), client.Dialect())
	if w.asker != nil {
		w.engine.Continue(w.asker)
	}
	return nil
}

// dial returns the one client of the job. The error is that of Dial.
func (w *work) dial(l *preflight.List) (*apiclient.Client, error) {
	if w.client != nil {
		return w.client, nil
	}
	var err error
	w.client, err = w.job.Dial(l)
	return w.client, err
}

// enter sends the first request, asks for the dialer's build, and applies the rules that depend on the build. The
// error is ErrBuildRefuses, or that of the engine's Gate.
func (w *work) enter(ctx context.Context) error {
	if err := w.engine.Gate(ctx); err != nil {
		return err
	}
	reply := w.engine.Build(ctx)
	if w.out.Build = reply.Build; w.out.Build == 0 {
		if w.job.Untold != nil && ctx.Err() == nil {
			w.job.Untold(reply, columnsUnknownToSome(w.out.List))
		}
		return nil
	}
	d := w.client.Dialect()
	d.Build = w.out.Build
	w.engine.Connect(w.client.WithDialect(d), w.client.Name(), d)
	fresh := w.out.List.Rejudge(d)
	w.refuseInvalid()
	if len(fresh) > 0 && w.job.Rejudged != nil {
		w.job.Rejudged(w.out.Build, fresh)
	}
	if w.fit() != nil {
		return ErrBuildRefuses
	}
	return nil
}

// end settles the remaining rows with rest, and returns the values that Do returns.
func (w *work) end(err error, rest func(*work, error)) (*Outcome, error) {
	rest(w, err)
	w.out.Results = inOrder(w.engine.Results(), len(w.out.List.Rows)) // must come before Record: a row without a result becomes not_sent
	w.out.listed = len(w.out.Results)
	err = cmp.Or(err, w.engine.Record())
	if w.leaving == nil {
		return w.out, err
	}
	more, unrecorded := w.leaving.results(err)
	w.out.Results = append(w.out.Results, more...)
	return w.out, cmp.Or(err, unrecorded)
}

// unread ends a job whose list could not be read to the end, or was refused by recognize. It returns an outcome only
// if the outcome has a list: then the dialer could not fill the empty cells, or the list or the dialer is not the
// expected one.
func (w *work) unread(err error, rest func(*work, error)) (*Outcome, error) {
	if w.out.List == nil {
		return nil, err
	}
	w.out.Dialer, w.out.Sent = w.job.Dialer, w.client != nil
	w.engine = run.New(slices.Concat(w.objectsOf(w.out.List.Rows), link(w.out.List).objects), w.job.Run)
	w.refuseInvalid()
	return w.end(err, rest)
}

// made returns the password fields that the program filled in the row of a line.
func (w *work) made(line int) []apiclient.Field {
	if w.plan == nil {
		return nil
	}
	return w.plan.Made(line)
}

// row returns the row of a phone, or nil. The rows of one record have the same line and different servers.
func (w *work) row(o *object.Object) *preflight.Row {
	rows := w.out.List.Rows
	i, _ := slices.BinarySearchFunc(rows, o.Line, func(r *preflight.Row, line int) int { return r.Line - line })
	for ; i < len(rows) && rows[i].Line == o.Line; i++ {
		if object.KeyOf(&rows[i].Phone) == o.Key {
			return rows[i]
		}
	}
	return nil
}

// interrupted makes an error that the end of ctx caused wrap run.ErrInterrupted. It returns other errors unchanged.
func interrupted(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, cause) {
		return fmt.Errorf("%w: %w", run.ErrInterrupted, cause)
	}
	return err
}

func isInterrupted(err error) bool { return errors.Is(err, run.ErrInterrupted) }

// unfit says whether the job ended because of the list, and not because of the dialer or the user.
func unfit(err error) bool {
	var changed *ListChangedError
	var many *ManyLeaveError
	return errors.Is(err, ErrListHasErrors) || errors.Is(err, ErrBuildRefuses) || errors.As(err, &changed) || errors.As(err, &many)
}
