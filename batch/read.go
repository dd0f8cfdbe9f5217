package batch

import (
	"cmp"
	"context"
	"io"

	"phonebatch/batch/assign"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
)

// read reads the list into the outcome. If the program fills empty cells, it reads the list up to three times: first
// to find these cells, then with values that need no dialer, to see whether the list is fit to be sent, and last with
// the answers of the dialer. With an error, the outcome has a list only if the whole list was read.
func (w *work) read(ctx context.Context, list io.Reader) (err error) {
	defer func() {
		if err == nil && w.job.Checked != nil {
			w.job.Checked(w.out.List)
		}
	}()
	o := w.job.Preflight
	o.Asked = w.asks
	o.Keep = o.Keep || w.asks
	reading := &reading{work: w, options: o, who: assign.Identity{Key: w.job.Key}}
	fills := o.Filling.Chooses() || o.Filling.NeedsZone() && w.asks
	if w.job.Memory != nil || fills || len(w.job.Regenerate) > 0 || len(w.job.Key) > 0 {
		reading.options.Cells = reading.cells
	}
	if !fills {
		return reading.once(ctx, list)
	}
	text, err := ReadAll(ctx, list)
	if err != nil {
		return err
	}
	return reading.filling(ctx, text)
}

// once reads a list that leaves no cells to the program.
func (r *reading) once(ctx context.Context, list io.Reader) error {
	l, err := preflight.Read(ctx, list, r.options)
	if err = cmp.Or(err, r.keyErr); err != nil {
		return err
	}
	r.survey = assign.NewSurvey()
	r.identify(l)
	return r.found(l)
}

// filling reads a list and fills the cells that the list leaves to the program.
func (r *reading) filling(ctx context.Context, text []byte) error {
	w, zone := r.work, ""
	if w.asks {
		zone = unknownZone
	}
	r.survey = assign.NewSurvey()
	survey, err := r.with(ctx, text, zone, r.survey)
	if err = cmp.Or(err, r.keyErr); err != nil {
		return err
	}
	r.identify(survey)
	if err := r.assign(survey); err != nil {
		return err
	}
	draft, err := r.with(ctx, text, zone, w.plan)
	if err != nil {
		return err
	}
	if err := r.found(draft); err != nil || !w.asks || w.fitness(draft) != nil || !w.plan.WantsNumbers() && !r.options.Filling.NeedsZone() {
		return err
	}
	if zone, err = r.askDialer(ctx, survey); err != nil {
		w.plan.WithoutNumbers(draft.Rows)
		return err
	}
	w.out.List = nil
	l, err := r.with(ctx, text, zone, w.plan)
	if err != nil {
		return err
	}
	r.report(l)
	w.out.List = l
	return nil
}

// found takes a list that was read: it reports rows with unclear people, and compares the list with earlier runs.
func (r *reading) found(l *preflight.List) error {
	w := r.work
	r.report(l)
	w.out.List = l
	if w.job.Memory == nil || !w.asks || r.options.Leaving || w.fitness(l) != nil {
		return nil
	}
	return w.job.Memory.recognize(l.Rows, w.people, r.options.Filling.Chooses())
}

// ReadAll reads a list into memory. If ctx ends first, ReadAll returns its cause and leaves the pending read behind.
// ReadAll stops one byte behind sheet.MaxFile: preflight refuses a list of that size. Other errors are those of list.
func ReadAll(ctx context.Context, list io.Reader) ([]byte, error) {
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
