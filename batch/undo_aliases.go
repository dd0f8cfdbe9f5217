package batch

import (
	"context"
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// readAliases reads the dialer's list of aliases, if the run has an alias that is not taken back yet. Without the list,
// the register alone tells which members the aliases have. The error says why ctx ended.
func (r *restorer) readAliases(ctx context.Context, e *run.Engine) (err error) {
	if !slices.ContainsFunc(r.undo.phones, func(o *register.Object) bool { return o.Kind == object.Alias }) {
		return nil
	}
	r.page, r.silent, err = r.undo.job.aliases(ctx, e, r.client)
	return err
}

// alias returns what an alias of the run needs: an alias that the run changed gets its earlier members, and one that
// the run added is deleted. An alias that somebody has changed since then is left alone.
func (r *restorer) alias(o *object.Object) run.Change {
	key := o.Folded()
	gave, changed := r.undo.entry(key), r.undo.changed[key] != nil
	now, seen := r.page[key]
	known := seen
	if !seen {
		now, known = r.lastKnown(o, gave)
	}
	was, have := r.undo.formers[key]
	switch {
	case r.silent: // somebody may have changed what the register knows
		return run.Change{Status: object.Refused, Code: codes.CannotCompare, Message: "the dialer's list of aliases gives no answer"}
	case changed && have && run.SameMembers(now, was.alias.PhoneLogins) && known:
		return run.Change{Status: object.Restored, Code: apiclient.CodeUpdated, Message: "the alias has its earlier members", Seen: seen}
	case !run.SameMembers(now, gave.Members()):
		return run.Change{Status: object.Refused, Code: codes.ChangedSince, Message: "the alias has other members than the run gave it"}
	case !changed:
		return run.Change{}
	case !have:
		return run.Change{Status: object.Refused, Code: codes.BeforeUnknown, Message: "nobody knows which members the alias had before the run changed it"}
	}
	waits := r.waitsFor(was.alias.PhoneLogins, gave.Members())
	if len(waits) > 0 {
		r.late[o] = waits
	}
	return run.Change{Alias: &was.alias, Late: len(waits) > 0}
}

// lastKnown returns the members that this program last gave an alias, in any run. own says that an earlier undo of the
// run gave them. What an undo sent that was cut off does not count: nobody knows whether the dialer has taken it.
func (r *restorer) lastKnown(o *object.Object, gave *register.Object) (members []string, own bool) {
	was, found, err := r.undo.register.Standing(r.undo.Run.Dialer, o.Key)
	if err == nil && found {
		own = r.undo.own(was)
	}
	if err != nil || !found || own && was.InDoubt() {
		return gave.Members(), false
	}
	return was.Members(), own
}

// entry returns the run's entry of an object.
func (u *Undo) entry(key object.Key) *register.Object {
	i := slices.IndexFunc(u.phones, func(o *register.Object) bool { return o.Folded() == key })
	return u.phones[i]
}

// unlink gives aliases their earlier members, unless they wait for phones, and deletes those that the run added: before
// their phones, so that no alias loses a phone that it needs. Errors are those of the engine.
func (r *restorer) unlink(ctx context.Context, e *run.Engine) error {
	if err := e.Update(ctx, object.Alias, object.Restored); err != nil {
		return err
	}
	if err := e.Undo(ctx, object.Alias); err != nil {
		return err
	}
	return r.confirm(ctx, e)
}

// waitsFor returns the indexes of the phones to which this undo gives back a login that an alias had before the run and
// lost by it: until then, nobody or a stranger has the login.
func (r *restorer) waitsFor(was, gave []string) (list []int) {
	for i, p := range r.undo.phones {
		if p.Kind != object.Phone || r.undo.changed[p.Folded()] == nil {
			continue
		}
		before := []string{r.loginBefore(p)}
		if run.Within(before, was) && !run.Within(before, gave) {
			list = append(list, i)
		}
	}
	return list
}

// loginBefore returns the login that a phone had before the run, or "".
func (r *restorer) loginBefore(p *register.Object) string {
	if was, have := r.undo.formers[p.Folded()]; have {
		return was.PhoneLogin
	}
	was, found, err := r.undo.register.StandingBefore(r.undo.Run.ID, r.undo.Run.Dialer, p.Key)
	if err != nil || !found {
		return ""
	}
	return was.Login
}

// relink gives their earlier members to the aliases that waited for phones. An alias whose phone has not got its login
// back is refused: that login may be a stranger's now. Errors are those of the engine.
func (r *restorer) relink(ctx context.Context, e *run.Engine) error {
	if len(r.late) == 0 {
		return nil
	}
	for o, phones := range r.late {
		for _, i := range phones {
			if p := r.undo.phones[i]; e.Result(i).Status != object.Restored {
				e.Decide(o, object.Refused, codes.MembersMissing, fmt.Sprintf("the phone %s on %s has not got its earlier login back", p.Name, p.ServerIP))
			}
		}
	}
	if err := e.UpdateLate(ctx, object.Alias, object.Restored); err != nil {
		return err
	}
	return r.confirm(ctx, e)
}

// confirm compares the aliases that got their earlier members with the dialer's list of aliases. Errors are those of
// confirmAliases.
func (r *restorer) confirm(ctx context.Context, e *run.Engine) error {
	if r.undo.NoVerify {
		return nil
	}
	should := func(o *object.Object) []string { return r.undo.formers[o.Folded()].alias.PhoneLogins }
	return r.undo.job.confirmAliases(ctx, e, r.client, should)
}
