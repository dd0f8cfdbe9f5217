package batch

import (
	"context"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/exit"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// A Viewer reads the page of all phones that the API user may view. The error says in words why the page cannot be
// read.
type Viewer func(context.Context, *apiclient.Client) (run.View, error)

// A ViewError ends a job that must read the dialer's pages and cannot.
type ViewError struct{ Err error }

func (e *ViewError) Error() string {
	return fmt.Sprintf("the dialer's pages cannot be read: %s", e.Err)
}

func (e *ViewError) Unwrap() error { return e.Err }

// Status is the exit status of a command that the error ends.
func (e *ViewError) Status() int { return exit.Refused }

// Hints say what the user can do.
func (e *ViewError) Hints() []string {
	return []string{"give the API user the right to view phones in the admin pages, or leave --read-back require out: every row is then asked about"}
}

// ReadPhones is the Viewer that reads the admin page of all phones (package pages).
func ReadPhones(ctx context.Context, client *apiclient.Client) (run.View, error) {
	phones, err := pages.Phones(ctx, client)
	if err != nil {
		return nil, err
	}
	v := make(run.View, len(phones))
	for _, p := range phones {
		shown := &apiclient.Phone{
			Extension: p.Extension, ServerIP: p.ServerIP, Protocol: p.Protocol, DialplanNumber: p.DialplanNumber, VoicemailID: p.VoicemailID,
			PhoneFullName: p.FullName, AdminUserGroup: p.UserGroup,
		}
		v[object.KeyOf(shown).Folded()] = shown
	}
	return v, nil
}
