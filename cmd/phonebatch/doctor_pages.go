package main

import (
	"context"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/codes"
)

// pages reads the list of phones in the admin pages, and says what an import gains from it.
func (e *examination) pages() finding {
	var phones []pages.Phone
	var unread error
	e.call(func(ctx context.Context) apiclient.Reply {
		phones, unread = pages.Phones(ctx, e.client)
		return apiclient.Reply{Code: apiclient.CodeVersion, Err: unread}
	})
	if unread != nil {
		remedies := append(codes.PageRemedies(unread), "without the pages everything works, with more requests")
		return warned(fmt.Sprintf("the list of phones cannot be read: %s; an import asks about each row instead", unread), remedies...)
	}
	return passed("the admin pages show the %d phones that the user may view: an import reads them in place of a question for each row", len(phones))
}
