package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/batch/sheet"
)

// A NumbersError says that the numbers to choose from do not suffice.
type NumbersError struct {
	From, To preflight.Number
	Rows     int // that have none
	Asked    bool
}

func (e *NumbersError) Error() string {
	of := "taken in the list"
	if e.Asked {
		of = "taken, in the list or on the dialer"
	}
	left := "1 row is"
	if e.Rows > 1 {
		left = fmt.Sprintf("%d rows are", e.Rows)
	}
	return fmt.Sprintf("%s left without an extension: all other numbers from %s to %s are %s", left, e.From, e.To, of)
}

// ErrNoZone ends a job whose local_gmt is to be the dialer's where the dialer tells none that it takes itself.
var ErrNoZone = errors.New("the dialer does not tell its time zone, so empty local_gmt cannot be filled")

// read reads the list. The list that it returns beside an error is that of unfilled. Where something is to be chosen for its empty cells it reads it more than once: to see what they
// are; with what is chosen without the dialer, to find out whether the list is fit to be sent at all; and then with what the
// dialer has been asked about.
func (j *Job) read(ctx context.Context, list io.Reader) (*preflight.List, error) {
	o := j.Preflight
	if !o.Filling.Chooses() && !(o.Filling.NeedsZone() && j.asks()) {
		return preflight.Read(ctx, list, o)
	}
	text, err := readAll(ctx, list)
	if err != nil {
		return nil, err
	}
	if j.chooser, err = newChooser(j); err != nil {
		return nil, err
	}
	zone := ""
	if j.asks() {
		zone = unknownZone
	}
	o.Keep, o.Filling = true, j.Preflight.Filling.With(zone, j.chooser)
	survey, err := preflight.Read(ctx, bytes.NewReader(text), o)
	if err != nil {
		return nil, err
	}
	j.chooser.spread(survey)
	if err := j.chooser.number(nil); err != nil {
		return nil, err
	}
	draft, err := j.filled(ctx, text, zone)
	if err != nil || !j.asks() || j.fit(draft) != nil || !j.chooser.wantsNumbers() && !o.Filling.NeedsZone() {
		return draft, err
	}
	if zone, err = j.scout(ctx, survey); err != nil {
		return j.chooser.withoutNumbers(draft), err
	}
	return j.filled(ctx, text, zone)
}

// unfilled is the outcome of a job that err has ended while its list was read. There is one where l is not nil: then it
// was only the dialer that could not tell what empty cells are to be filled with.
func (j *Job) unfilled(l *preflight.List, err error) (*Outcome, error) {
	if l == nil {
		return nil, err
	}
	e := run.New(l.Rows, j.Run)
	rest(e, err, j.Add)
	return &Outcome{List: l, Results: e.Results(), Dialer: j.Dialer, Sent: j.client != nil}, err
}

// filled reads the list with what was chosen.
func (j *Job) filled(ctx context.Context, text []byte, zone string) (*preflight.List, error) {
	j.chooser.begin()
	o := j.Preflight
	o.Filling = o.Filling.With(zone, j.chooser)
	return preflight.Read(ctx, bytes.NewReader(text), o)
}

// readAll reads a list into memory; a read that is under way when ctx ends is left behind. What is larger than any list is
// cut off: preflight refuses it.
func readAll(ctx context.Context, list io.Reader) ([]byte, error) {
	type read struct {
		text []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		text, err := io.ReadAll(io.LimitReader(list, sheet.MaxFile+1))
		done <- read{text, err}
	}()
	select {
	case r := <-done:
		return r.text, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Rehearsal is what the dialer of a rehearsal is called in files.
const Rehearsal = "sandbox"

// asks says whether the job asks the dialer about what is to be chosen.
func (j *Job) asks() bool { return j.Online || j.Add }

// unknownZone stands for the dialer's zone as long as it was not asked.
const unknownZone = "0.00"

// scout finds out what only the dialer knows: which numbers are free, and its zone. The first request is a question about
// a phone, alone, as in any run.
func (j *Job) scout(ctx context.Context, survey *preflight.List) (zone string, err error) {
	client, err := j.connect(survey)
	if err != nil {
		return "", err
	}
	ask := func(phones []apiclient.Phone) ([]bool, error) { return j.free(ctx, client, phones) }
	j.chooser.forgetNumbers()
	if !j.chooser.wantsNumbers() { // the gate all the same: the dialer must want us
		if _, err := ask([]apiclient.Phone{survey.Rows[0].Phone}); err != nil {
			return "", err
		}
	}
	if err := j.chooser.number(ask); err != nil || !j.Preflight.Filling.NeedsZone() {
		return unknownZone, err
	}
	reply := client.Version(ctx)
	if hours, ok := apiclient.ParseOffset(reply.Zone); ok {
		return apiclient.FormatOffset(hours), nil
	}
	return "", ErrNoZone
}

// free asks the dialer which phones it does not have yet. One about which it gives no answer counts as taken.
func (j *Job) free(ctx context.Context, client *apiclient.Client, phones []apiclient.Phone) ([]bool, error) {
	rows := make([]*preflight.Row, len(phones))
	for i, p := range phones {
		rows[i] = &preflight.Row{Phone: p}
	}
	o := j.Run
	o.Ledger = nil
	e := run.New(rows, o)
	e.Connect(client, client.Name(), client.Dialect())
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

// connect gives the job's one client.
func (j *Job) connect(l *preflight.List) (*apiclient.Client, error) {
	if j.client != nil {
		return j.client, nil
	}
	var err error
	j.client, err = j.Dial(l)
	return j.client, err
}
