package batch

import (
	"context"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// unknownZone stands for the dialer's time zone until the dialer was asked.
const unknownZone = "0.00"

// Glance returns the options of a reading that learns what is in a list before any dialer is asked. What the dialer or
// the program would fill in does not stand in its way.
func Glance(o preflight.Options) preflight.Options {
	o.Filling = o.Filling.With(unknownZone, assign.NewSurvey())
	return o
}

// askDialer asks the dialer which numbers are free, and for its time zone if the list needs the zone. The first
// request is a single question about a phone, as in every run. The error is ErrNoZone, an *assign.NumbersError, an
// error of Dial, a *run.StopError, or wraps run.ErrInterrupted.
func (r *reading) askDialer(ctx context.Context, survey *preflight.List) (zone string, err error) {
	w := r.work
	client, err := w.dial(survey)
	if err != nil {
		return "", err
	}
	free := func(phones []apiclient.Phone) ([]bool, error) { return w.free(ctx, client, phones) }
	w.plan.Forget()
	if !w.plan.WantsNumbers() { // the first question is needed anyway: the dialer may refuse this program
		if _, err := free([]apiclient.Phone{survey.Rows[0].Phone}); err != nil {
			return "", err
		}
	}
	if err := w.plan.Number(free); err != nil || !r.options.Filling.NeedsZone() {
		return unknownZone, err
	}
	return w.zone(ctx, survey.Rows[0].Line)
}

// zone asks the dialer for its time zone, for the row of a line. An answer that is none of the dialer's, or no answer,
// is asked for once more. The error is ErrNoZone if the dialer does not tell its zone, a *run.StopError if it does not
// answer, or wraps run.ErrInterrupted.
func (w *work) zone(ctx context.Context, line int) (string, error) {
	for again := true; ; again = false {
		reply := w.asker.Build(ctx)
		hours, ok := apiclient.ParseOffset(reply.Zone)
		switch {
		case ok:
			return apiclient.FormatOffset(hours), nil
		case ctx.Err() != nil:
			return "", interrupted(ctx, context.Cause(ctx))
		case !reply.Code.Unclear() && reply.Code != apiclient.CodeNeverSent:
			return "", ErrNoZone
		case !again:
			return "", &run.StopError{Reply: reply, Line: line}
		}
	}
}

// free asks the dialer which phones are free. A phone without a clear answer counts as taken.
func (w *work) free(ctx context.Context, client *apiclient.Client, phones []apiclient.Phone) ([]bool, error) {
	objects := make([]*object.Object, len(phones))
	for i := range phones {
		objects[i] = object.ForPhone(0, &phones[i])
	}
	o := w.job.Run
	o.Ledger = nil
	e := run.New(objects, o)
	e.Connect(client, client.Name(), client.Dialect())
	if w.asker != nil {
		e.Continue(w.asker)
	}
	w.asker = e
	if err := e.Gate(ctx); err != nil {
		return nil, interrupted(ctx, err)
	}
	if err := e.Ask(ctx, object.Unconfirmed); err != nil {
		return nil, interrupted(ctx, err)
	}
	e.SettleAsked()
	free := make([]bool, len(phones))
	for i, r := range e.Results() {
		free[i] = r.Status == object.Ready || r.Status == object.Refused && r.Code != apiclient.CodeLoginExists
	}
	return free, nil
}
