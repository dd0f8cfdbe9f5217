package batch

import (
	"context"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// confirmAliases compares the aliases that were added or changed with the dialer's list of aliases, if the list can be
// read. should returns the members that an alias should have. The error is a *run.LedgerError, or says why ctx ended.
func (j *Job) confirmAliases(ctx context.Context, e *run.Engine, client *apiclient.Client, should func(*object.Object) []string) error {
	if !e.UnverifiedAliases() {
		return nil
	}
	page, _, err := j.aliases(ctx, e, client)
	if err != nil {
		return err
	}
	return e.ConfirmAliases(page, should)
}

// aliases reads the members of the aliases on the dialer's page, at the pace of the run. The members are nil if the
// page cannot be read; silent says that the dialer gave no answer as long as --give-up lasts, and might give one later.
// The error says why ctx ended.
func (j *Job) aliases(ctx context.Context, e *run.Engine, client *apiclient.Client) (m run.Members, silent bool, err error) {
	if j.Lists.Aliases == nil || j.unreadable {
		return nil, false, nil
	}
	rows, unread, err := readPage(ctx, j, e, client, j.insisting(), j.Lists.Aliases)
	if err != nil || unread != nil {
		return nil, unanswered(unread), err
	}
	return membersOf(rows), false, nil
}

// membersOf returns the members of the aliases of the page.
func membersOf(rows []pages.Alias) run.Members {
	m := make(run.Members, len(rows))
	for _, a := range rows {
		m[object.KeyOfAlias(a.ID).Folded()] = a.Logins
	}
	return m
}
