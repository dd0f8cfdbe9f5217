package batch

import (
	"context"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/codes"
	"phonebatch/batch/run"
)

// ReadAliases is the Aliases of a Job that reads the admin page of all aliases (package pages).
func ReadAliases(ctx context.Context, client *apiclient.Client) (ids []string, err error) {
	aliases, err := pages.Aliases(ctx, client)
	for _, a := range aliases {
		ids = append(ids, a.ID)
	}
	return ids, err
}

// refuseAliases refuses the rows whose login is the id of an alias of the dialer: the agent screen looks among aliases
// first (domain rule R-03). If the job reads no aliases, or if they cannot be read, no row is refused. The error says
// why ctx ended.
func (w *work) refuseAliases(ctx context.Context) error {
	if w.job.Aliases == nil || !w.engine.Unsettled() {
		return nil
	}
	var ids []string
	err := w.engine.Look(ctx, func(ctx context.Context) apiclient.Reply {
		list, unread := w.job.Aliases(ctx, w.client)
		if unread != nil {
			return apiclient.Reply{Code: apiclient.CodeVersion, Err: unread}
		}
		ids = list
		return apiclient.Reply{Code: apiclient.CodeVersion}
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	d := w.client.Dialect()
	taken := make(map[string]bool, len(ids))
	for _, id := range ids {
		taken[d.Fold(id)] = true
	}
	for i, o := range w.objects {
		if login := o.Phone.PhoneLogin; login != "" && taken[d.Fold(login)] {
			w.engine.Refuse(i, codes.LoginIsAlias, fmt.Sprintf("the dialer has an alias %s: an agent who logs in with it gets the phones of the alias", login), codes.Remedy(codes.LoginIsAlias))
		}
	}
	return nil
}

// refuseTaken refuses the rows that the view does not show and whose dialplan_number another SIP or IAX2 phone of the
// same server has: both would become one line of the dialplan (domain rule R-05).
func (w *work) refuseTaken(view run.View) {
	owners := make(map[string]string)
	for _, p := range view {
		if inDialplan(p) && p.DialplanNumber != "" {
			owners[p.ServerIP+" "+p.DialplanNumber] = p.Extension
		}
	}
	for i, o := range w.objects {
		owner := owners[o.Phone.ServerIP+" "+o.Phone.DialplanNumber]
		if owner == "" || view[o.Folded()] != nil || !inDialplan(o.Phone) {
			continue
		}
		w.engine.Refuse(i, codes.DialplanTaken, fmt.Sprintf("extension %s on that server has the dialplan_number %s", owner, o.Phone.DialplanNumber), codes.Remedy(codes.DialplanTaken))
	}
}

// inDialplan says whether a phone becomes a line of the dialplan.
func inDialplan(p *apiclient.Phone) bool { return p.Protocol == "SIP" || p.Protocol == "IAX2" }
