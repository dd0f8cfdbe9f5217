package batch

import (
	"context"
	"errors"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/run"
)

// This file compares the pages of phones with values, and has the errors of that.

// differing returns the fields in which the page of a phone shows other values than the dialer stores for p. Fields that
// are empty in p and fields that the page does not show do not differ.
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
func proven(d apiclient.Dialect, client *apiclient.Client) func(context.Context, *apiclient.Phone) ([]string, error) {
	return func(ctx context.Context, should *apiclient.Phone) (differ []string, err error) {
		v, err := pages.Deep(ctx, client, should.Extension, should.ServerIP)
		if err != nil {
			return nil, notShown(err)
		}
		for _, f := range differing(d, should, &v) {
			differ = append(differ, f.String())
		}
		return differ, nil
	}
}

// notShown returns run.ErrNotShown for a page of no phone, and other errors as they are.
func notShown(err error) error {
	if errors.Is(err, pages.ErrNoPhone) {
		return run.ErrNotShown
	}
	return err
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
