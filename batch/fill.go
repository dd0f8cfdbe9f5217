package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"phonebatch/apiclient"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
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
	return fmt.Sprintf("%d rows are left without an extension: all other numbers from %s to %s are %s", e.Rows, e.From, e.To, of)
}

// ErrNoZone ends a job whose local_gmt is to be the dialer's where the dialer tells none that it takes itself.
var ErrNoZone = errors.New("the dialer does not tell its time zone, so empty local_gmt cannot be filled")

// read reads the list. Where something is to be chosen for its empty cells it reads it twice: first to see what they are,
// then with what was chosen.
func (j *Job) read(ctx context.Context, list io.Reader) (*preflight.List, error) {
	o := j.Preflight
	if !o.Filling.Chooses() && !(o.Filling.NeedsZone() && j.asks()) {
		return preflight.Read(ctx, list, o)
	}
	text, err := io.ReadAll(list)
	if err != nil {
		return nil, err
	}
	zone := ""
	if j.asks() {
		zone = unknownZone
	}
	if j.chooser, err = newChooser(j); err != nil {
		return nil, err
	}
	o.Keep, o.Filling = true, j.Preflight.Filling.With(zone, j.chooser)
	survey, err := preflight.Read(ctx, bytes.NewReader(text), o)
	if err != nil {
		return nil, err
	}
	j.chooser.spread(survey)
	if zone, err = j.scout(ctx, survey); err != nil {
		return nil, err
	}
	o = j.Preflight
	o.Filling = o.Filling.With(zone, j.chooser)
	return preflight.Read(ctx, bytes.NewReader(text), o)
}

// asks says whether the job asks the dialer about what is to be chosen.
func (j *Job) asks() bool { return j.Online || j.Add }

// unknownZone stands for the dialer's zone as long as it was not asked.
const unknownZone = "0.00"

// scout finds out what only the dialer knows: which numbers are free, and its zone. The first request is a question about
// a phone, alone, as in any run. Offline it takes the first numbers that the list leaves free.
func (j *Job) scout(ctx context.Context, survey *preflight.List) (zone string, err error) {
	if !j.asks() {
		return "", j.chooser.number(nil)
	}
	if survey.Total == 0 {
		return unknownZone, nil
	}
	client, err := j.connect(survey)
	if err != nil {
		return "", err
	}
	ask := func(phones []apiclient.Phone) ([]bool, error) { return j.free(ctx, client, phones) }
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
	if err := errors.Join(e.Gate(ctx)); err != nil {
		return nil, interrupted(ctx, err)
	}
	if err := e.Ask(ctx, run.Unconfirmed); err != nil {
		return nil, interrupted(ctx, err)
	}
	e.SettleAsked()
	free := make([]bool, len(phones))
	for i, r := range e.Results() {
		free[i] = r.Status == run.Ready || r.Status == run.Refused && r.Code != apiclient.CodeLoginExists
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
