package batch

import (
	"context"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
)

// Lists reads further lists of the dialer's admin pages. A list whose function is nil is not read.
type Lists struct {
	Aliases   func(context.Context, *apiclient.Client) ([]pages.Alias, error)
	Servers   func(context.Context, *apiclient.Client) ([]pages.Server, error)
	Templates func(context.Context, *apiclient.Client) ([]pages.Template, error)
	// ActivePhones reads the list of the active phones.
	ActivePhones func(context.Context, *apiclient.Client) ([]pages.Phone, error)
}

// ReadLists returns the Lists of package pages.
func ReadLists() Lists {
	return Lists{pages.Aliases, pages.Servers, pages.Templates, pages.ActivePhones}
}
