package batch

import (
	"context"
	"errors"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// A Viewer reads the page of all phones that the API user may view. The error says in words why the page cannot be
// read.
type Viewer func(context.Context, *apiclient.Client) (run.View, error)

// A ViewError ends a job that must read the dialer's pages and cannot.
type ViewError struct {
	Err     error
	NoOther bool // the job has no other way than the pages
}

func (e *ViewError) Error() string {
	return fmt.Sprintf("the dialer's pages cannot be read: %s", e.Err)
}

func (e *ViewError) Unwrap() error { return e.Err }

// Status is the exit status of a command that the error ends.
func (e *ViewError) Status() int { return exit.Refused }

// Hints say what the user can do about the reason.
func (e *ViewError) Hints() []string {
	hints := codes.PageRemedies(e.Err)
	var page *apiclient.PageError
	if locked := errors.As(e.Err, &page) && page.Reason == apiclient.PageLocked; !e.NoOther && !locked {
		hints = append(hints, "--read-back off does without the pages: every row is then asked about")
	}
	return hints
}

// ReadPhones is the Viewer that reads the admin page of all phones (package pages).
func ReadPhones(ctx context.Context, client *apiclient.Client) (run.View, error) {
	phones, err := pages.Phones(ctx, client)
	if err != nil {
		return nil, err
	}
	return shownBy(phones), nil
}

// shownBy returns the view of the rows of the page.
func shownBy(phones []pages.Phone) run.View {
	v := make(run.View, len(phones))
	for i := range phones {
		shown := phoneOf(&phones[i])
		// KeyOf would drop characters that the API drops: a phone that a person has added may have them all the same.
		v[object.Key{Kind: object.Phone, ServerIP: shown.ServerIP, Name: shown.Extension}.Folded()] = shown
	}
	return v
}

// shownFields are the fields that the admin page of all phones shows, in the order of apiclient.Fields.
var shownFields = []apiclient.Field{
	apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.ServerIP, apiclient.Protocol,
	apiclient.PhoneFullName, apiclient.AdminUserGroup,
}

// phoneOf returns the phone of a row of that page, with the values of shownFields.
func phoneOf(p *pages.Phone) *apiclient.Phone {
	return &apiclient.Phone{
		Extension: p.Extension, ServerIP: p.ServerIP, Protocol: p.Protocol, DialplanNumber: p.DialplanNumber,
		VoicemailID: p.VoicemailID, PhoneFullName: p.FullName, AdminUserGroup: p.UserGroup,
	}
}
