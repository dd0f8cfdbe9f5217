package batch

import (
	"context"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// refuseRivals refuses the rows that add_phone would store, and that would hurt a phone or an alias of the dialer. Call
// it before the dialer is asked about the rows. The error says why ctx ended.
func (w *work) refuseRivals(ctx context.Context, view run.View) error {
	w.refuseTaken(view)
	return w.refuseAliases(ctx, view)
}

// refuseAliases refuses the rows that the view does not show and whose login is the id of an alias of the dialer: the
// agent screen looks among aliases first (domain rule R-03). A login that is a member of an alias is none of its
// rivals. If the job reads no aliases, or if they cannot be read, no row is refused. The error says why ctx ended.
func (w *work) refuseAliases(ctx context.Context, view run.View) error {
	if !w.engine.Unsettled() {
		return nil
	}
	isAlias, err := w.aliasIDs(ctx)
	for i, o := range w.objects {
		if login := o.Phone.PhoneLogin; isAlias(login) && view[o.Folded()] == nil {
			w.engine.Refuse(i, codes.LoginIsAlias, fmt.Sprintf(loginIsAlias, login), codes.Remedy(codes.LoginIsAlias))
		}
	}
	return err
}

// loginIsAlias is the message of codes.LoginIsAlias.
const loginIsAlias = "the dialer has an alias %s: an agent who logs in with it gets the phones of the alias"

// refuseNewLogins refuses the changes that give a phone the id of an alias of the dialer for a login, as refuseAliases
// does. The aliases are read only if a login is to be changed.
func (w *work) refuseNewLogins(ctx context.Context) error {
	logins := w.engine.NewLogins()
	if len(logins) == 0 {
		return nil
	}
	isAlias, err := w.aliasIDs(ctx)
	for o, login := range logins {
		if isAlias(login) {
			w.engine.Decide(o, object.Refused, codes.LoginIsAlias, fmt.Sprintf(loginIsAlias, login))
		}
	}
	return err
}

// aliasIDs returns a function that reports whether a login is the id of an alias of the dialer. If the job reads no
// aliases, or if they cannot be read, no login is. The error says why ctx ended.
func (w *work) aliasIDs(ctx context.Context) (isAlias func(login string) bool, err error) {
	aliases, _, err := rowsOf(ctx, w.job, w.engine, w.client, w.job.Lists.Aliases)
	d := w.client.Dialect()
	ids := make(map[string]bool, len(aliases))
	for _, a := range aliases {
		ids[d.Fold(a.ID)] = true
	}
	return func(login string) bool { return login != "" && ids[d.Fold(login)] }, err
}

// refuseTaken refuses the rows that the view does not show and whose dialplan_number another SIP or IAX2 phone of the
// same server has: both would become one line of the dialplan (domain rule R-05). --ignore turns the whole rule off, by
// the code for the list.
func (w *work) refuseTaken(view run.View) {
	if w.job.Preflight.Ignore[codes.DupDialplan] {
		return
	}
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
		message := fmt.Sprintf("extension %s on that server has the dialplan_number %s", owner, o.Phone.DialplanNumber)
		w.engine.Refuse(i, codes.DialplanTaken, message, codes.Remedy(codes.DialplanTaken))
	}
}

// inDialplan says whether a phone becomes a line of the dialplan.
func inDialplan(p *apiclient.Phone) bool { return p.Protocol == "SIP" || p.Protocol == "IAX2" }
