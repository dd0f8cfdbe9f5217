package batch

import (
	"bytes"
	"context"

	"phonebatch/batch/assign"
	"phonebatch/batch/columns"
	"phonebatch/batch/preflight"
)

// A reading is the state of one list while the job reads it. It belongs to the goroutine of Do.
type reading struct {
	work    *work
	options preflight.Options
	who     assign.Identity
	survey  *assign.Survey
	keyErr  error // the error if --key does not fit the list
}

// with reads the list once more. zone fills empty local_gmt, and the chooser fills the other cells.
func (r *reading) with(ctx context.Context, text []byte, zone string, c columns.Chooser) (*preflight.List, error) {
	if r.work.plan != nil {
		r.work.plan.Begin()
	}
	o := r.options
	o.Keep, o.Filling = true, r.options.Filling.With(zone, c)
	return preflight.Read(ctx, bytes.NewReader(text), o)
}
