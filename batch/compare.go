package batch

import (
	"cmp"
	"context"
	"io"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// A Comparison says how a list and the phones of a dialer differ.
type Comparison struct {
	Same       int               // rows whose phone the dialer shows with the same values
	OnlyList   []*object.Object  // in the order of the list
	OnlyDialer []apiclient.Phone // by server and extension
	Differ     []Difference      // in the order of the list
}

// A Difference is a row whose phone the dialer shows with other values.
type Difference struct {
	Object  *object.Object
	Columns []string
}

// Equal says whether there is no difference.
func (c *Comparison) Equal() bool { return len(c.OnlyList)+len(c.OnlyDialer)+len(c.Differ) == 0 }

// Compare compares a list with the phones that the API user may view: by the columns that the dialer's list of phones
// shows, as far as the list sets them. The Comparison is nil with an error. The Outcome is nil if the list cannot be
// read. The error is an error of this package, of Dial, a *ViewError, a *run.StopError, or wraps run.ErrInterrupted.
func (j *Job) Compare(ctx context.Context, list io.Reader) (*Comparison, *Outcome, error) {
	w := newWork(j)
	w.asks = true
	defer w.close()
	j.Preflight.Keep, j.RequireView = true, true
	if err := w.read(ctx, list); err != nil {
		return nil, w.out, interrupted(ctx, err)
	}
	w.start(nil)
	if err := cmp.Or(w.fit(), w.connect()); err != nil {
		return nil, w.out, err
	}
	if err := w.enter(ctx); err != nil {
		return nil, w.out, interrupted(ctx, err)
	}
	view, err := j.look(ctx, w.engine, w.client)
	if err != nil {
		return nil, w.out, interrupted(ctx, err)
	}
	c := new(Comparison)
	listed := make(map[object.Key]bool, len(w.objects))
	for i, o := range w.objects {
		if w.out.List.Rows[i].Invalid {
			continue
		}
		listed[o.Folded()] = true
		shown := view[o.Folded()]
		if shown == nil {
			c.OnlyList = append(c.OnlyList, o)
		} else if columns := w.engine.Differences(o, shown); len(columns) > 0 {
			c.Differ = append(c.Differ, Difference{o, columns})
		} else {
			c.Same++
		}
	}
	for key, p := range view {
		if !listed[key] {
			c.OnlyDialer = append(c.OnlyDialer, *p)
		}
	}
	slices.SortFunc(c.OnlyDialer, func(a, b apiclient.Phone) int {
		return cmp.Or(cmp.Compare(a.ServerIP, b.ServerIP), cmp.Compare(a.Extension, b.Extension))
	})
	return c, w.out, nil
}
