package batch

import (
	"cmp"
	"context"
	"io"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// A Comparison says how a list and the phones of a dialer differ.
type Comparison struct {
	Same       int               // rows whose phone the dialer shows with the same values
	OnlyList   []*object.Object  // in the order of the list
	OnlyDialer []apiclient.Phone // by server and extension
	Differ     []Difference      // in the order of the list
	LeftOut    int               // rows with errors, which were not compared
}

// A Difference is a row whose phone the dialer shows with other values.
type Difference struct {
	Object  *object.Object
	Columns []ColumnDifference // at least one
}

// A ColumnDifference is a column with two values.
type ColumnDifference struct {
	Column string
	Listed string // the value of the list; *** if the value may be a password in the wrong column
	Shown  string // the value that the dialer shows
}

// Equal says whether every row was compared and nothing differs.
func (c *Comparison) Equal() bool {
	return len(c.OnlyList)+len(c.OnlyDialer)+len(c.Differ)+c.LeftOut == 0
}

// Compare compares a list with the phones that the API user may view: by the columns that the dialer's list of phones
// shows, as far as the list sets them. The job needs a Viewer. The Comparison is nil with an error. The Outcome is
// never nil; it has no list if the list cannot be read. The error is an error of this package, of Dial, an
// *assign.NumbersError, a *run.StopError, or wraps run.ErrInterrupted.
func (j *Job) Compare(ctx context.Context, list io.Reader) (*Comparison, *Outcome, error) {
	w := newWork(j)
	w.asks = true
	defer w.close()
	j.Preflight.Keep = true
	if err := cmp.Or(w.read(ctx, list), w.unfitness()); err != nil {
		w.out.Dialer, w.out.Sent = j.Dialer, w.client != nil
		return nil, w.out, interrupted(ctx, err)
	}
	w.start(nil)
	if err := w.connect(); err != nil {
		return nil, w.out, err
	}
	view, err := w.view(ctx)
	if err != nil {
		return nil, w.out, interrupted(ctx, err)
	}
	return w.compare(view), w.out, nil
}

// unfitness is fit for a list that may be missing, because it could not be read.
func (w *work) unfitness() error {
	if w.out.List == nil {
		return nil
	}
	return w.fit()
}

// view sends the first request, asks for the dialer's build, whose rules decide what the dialer stores, and reads the
// list of phones. The error is that of the engine's Gate, a *ViewError, or says why ctx ended.
func (w *work) view(ctx context.Context) (run.View, error) {
	if err := w.engine.Gate(ctx); err != nil {
		return nil, err
	}
	w.out.Build = w.engine.Build(ctx).Build
	d := w.client.Dialect()
	d.Build = w.out.Build
	w.engine.Connect(w.client.WithDialect(d), w.client.Name(), d)
	view, unread, err := w.job.read(ctx, w.engine, w.client)
	if err == nil && unread != nil {
		err = &ViewError{Err: unread, NoOther: true}
	}
	return view, err
}

// compare compares the rows with a view. The phone of a row with errors is neither only in the list nor only on the
// dialer.
func (w *work) compare(view run.View) *Comparison {
	c := new(Comparison)
	listed := make(map[object.Key]bool, len(w.objects))
	for i, o := range w.objects {
		listed[o.Folded()] = true
		row, shown := w.out.List.Rows[i], view[o.Folded()]
		switch {
		case row.Invalid:
			c.LeftOut++
			continue
		case shown == nil:
			c.OnlyList = append(c.OnlyList, o)
			continue
		}
		var columns []ColumnDifference
		differ := w.engine.Differences(o, shown)
		for _, f := range shownFields {
			if name := f.String(); slices.Contains(differ, name) {
				columns = append(columns, ColumnDifference{name, row.Shown(f), shown.Value(f)})
			}
		}
		if len(columns) == 0 {
			c.Same++
			continue
		}
		c.Differ = append(c.Differ, Difference{o, columns})
	}
	for key, p := range view {
		if !listed[key] {
			c.OnlyDialer = append(c.OnlyDialer, *p)
		}
	}
	slices.SortFunc(c.OnlyDialer, func(a, b apiclient.Phone) int {
		return cmp.Or(cmp.Compare(a.ServerIP, b.ServerIP), cmp.Compare(a.Extension, b.Extension))
	})
	return c
}
