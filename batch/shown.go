package batch

import (
	"context"
	"errors"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/run"
)

// This file compares the pages of phones with values, and has the errors of that.

// differing returns the fields in which the page of a phone shows other values than the dialer stores for p. Fields
// that are empty in p and fields that the page does not show do not differ.
func differing(d apiclient.Dialect, p *apiclient.Phone, v *pages.Values) (differ []apiclient.Field) {
	for _, f := range apiclient.Fields() {
		spec, known := d.Spec(apiclient.AddPhone, f.String())
		if value := p.Value(f); known && value != "" && v.Shows(f) && spec.Stored(value) != v.Phone.Value(f) {
			differ = append(differ, f)
		}
	}
	return differ
}

// proven compares the page of a changed phone with the values that the phone should have.
func proven(d apiclient.Dialect, client *apiclient.Client) func(context.Context, *run.Change) ([]string, error) {
	return func(ctx context.Context, made *run.Change) ([]string, error) {
		v, err := pageOf(ctx, client, made.Known)
		if err != nil {
			return nil, err
		}
		differ := apiclient.Names(differing(d, made.Known, &v))
		if active := made.Send.Active; active != "" && v.Active != active {
			differ = append(differ, activeColumn)
		}
		return differ, nil
	}
}

// pageOf reads the page of the phone with the extension and the server of p. The error is that of pages.Deep; for a
// page of no phone it wraps run.ErrNotShown too.
func pageOf(ctx context.Context, client *apiclient.Client, p *apiclient.Phone) (pages.Values, error) {
	v, err := pages.Deep(ctx, client, p.Extension, p.ServerIP)
	if errors.Is(err, pages.ErrNoPhone) {
		err = fmt.Errorf("%w: %w", run.ErrNotShown, err)
	}
	return v, err
}

// asView returns a *ViewError for an error that says why a page cannot be read, and other errors as they are.
func asView(err error) error {
	var stop *run.StopError
	var page *apiclient.PageError
	var other *pages.NotReadableError
	if !errors.As(err, &stop) && (errors.As(err, &page) || errors.As(err, &other)) {
		return &ViewError{Err: err, NoOther: true}
	}
	return err
}
