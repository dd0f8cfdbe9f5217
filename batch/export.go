package batch

import (
	"context"
	"errors"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/exit"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An Exported is what an Export has read.
type Exported struct {
	Phones   []apiclient.Phone // in the order of the dialer's list
	Inactive int               // phones of the list that are not active
	Gone     int               // phones of the list that were gone before their page was read
	Unread   []string          // extensions of phones whose page could not be read; they are not among Phones
}

// Export reads all phones that the API user may view: the list of phones, and the page of each. The first request is a
// question that stores nothing; pages are read only if the dialer accepts the login. The error is a *run.StopError, a
// *ViewError, or wraps run.ErrInterrupted.
func (j *Job) Export(ctx context.Context, client *apiclient.Client) (*Exported, error) {
	x, err := j.export(ctx, client)
	return x, interrupted(ctx, err)
}

func (j *Job) export(ctx context.Context, client *apiclient.Client) (*Exported, error) {
	gate := run.New([]*object.Object{object.ForPhone(0, &apiclient.Phone{Extension: "phonebatchprobe", ServerIP: "0.0.0.0"})}, j.Run)
	gate.Connect(client, client.Name(), client.Dialect())
	if err := gate.Gate(ctx); err != nil {
		return nil, err
	}
	list, err := listed(ctx, gate, client)
	if err != nil {
		return nil, err
	}
	results := make([]object.Result, len(list))
	for i, p := range list {
		results[i] = object.Result{Line: i, Kind: object.Phone, Status: object.Added, ServerIP: p.ServerIP, Extension: p.Extension}
	}
	e := run.Reopen(results, j.Run)
	e.Connect(client, client.Name(), client.Dialect())
	e.Continue(gate)
	found := make([]*pages.Values, len(list)) // a worker writes only to the place of its phone
	failed := make([]error, len(list))
	err = e.Examine(ctx, func(ctx context.Context, o *object.Object) ([]string, error) {
		v, err := pages.Deep(ctx, client, o.Phone.Extension, o.Phone.ServerIP)
		if failed[o.Line] = err; err != nil {
			return nil, notShown(err)
		}
		found[o.Line] = &v
		return nil, nil
	})
	if err != nil {
		return nil, err
	}
	return collect(list, found, failed), nil
}

// listed reads the list of phones. The error is a *ViewError, or says why ctx ended.
func listed(ctx context.Context, e *run.Engine, client *apiclient.Client) (list []pages.Phone, err error) {
	unread := errNotRead
	err = e.Look(ctx, func(ctx context.Context) apiclient.Reply {
		list, unread = pages.Phones(ctx, client)
		return apiclient.Reply{Code: apiclient.CodeVersion, Err: unread}
	})
	if err == nil && unread != nil {
		err = &ViewError{unread}
	}
	return list, err
}

// collect puts the pages of the phones of a list together.
func collect(list []pages.Phone, found []*pages.Values, failed []error) *Exported {
	x := new(Exported)
	for i, v := range found {
		switch {
		case v != nil:
			if v.Active == "N" {
				x.Inactive++
			}
			x.Phones = append(x.Phones, v.Phone)
		case errors.Is(failed[i], pages.ErrNoPhone):
			x.Gone++
		default:
			x.Unread = append(x.Unread, list[i].Extension)
		}
	}
	return x
}

// notShown returns run.ErrNotShown for a page of no phone, and other errors as they are.
func notShown(err error) error {
	if errors.Is(err, pages.ErrNoPhone) {
		return run.ErrNotShown
	}
	return err
}

// An UnreadError says that the pages of some phones could not be read.
type UnreadError struct {
	Phones int
	First  string // the extension of one of them
}

func (e *UnreadError) Error() string {
	return fmt.Sprintf("the pages of %d phones could not be read, such as extension %s; they are left out", e.Phones, e.First)
}

// Status is the exit status of a command that the error ends.
func (e *UnreadError) Status() int { return exit.NotAll }

// Hints say what the user can do.
func (e *UnreadError) Hints() []string {
	return []string{"export again; if these phones fail each time, look at them in Admin → Phones: a quote in a value breaks the page"}
}
