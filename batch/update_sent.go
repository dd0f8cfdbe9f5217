package batch

import (
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// An updater finds out which values of the list the dialer does not have.
type updater struct {
	work *work
	*updates
}

// unchanged is the result of a phone that has the values of the list.
var unchanged = run.Change{Status: object.Exists, Code: codes.Unchanged, Message: "the phone has the values of the list"}

// unchangeable is the result of a phone that cannot be changed.
func unchangeable(code apiclient.Code, message string) run.Change {
	return run.Change{Status: object.Exists, Code: code, Message: message}
}

// sent returns the register's entry of a phone, or nil if the register does not know which values the phone has.
func (u *updater) sent(o *object.Object) *register.Object {
	was := u.work.standing(o.Key)
	if was == nil || unsure(was) {
		return nil
	}
	return was
}

// unproved reports whether the run that this one continues has changed the phone, and was cut off before it read the
// page again.
func (u *updater) unproved(was *register.Object) bool {
	return was.Run == u.work.job.Run.Run && was.Changed() && was.Outcome.Verified != object.VerifiedYes
}

// login returns the present login of a phone: as its page shows it, or as the register has it. It returns "" if neither
// is known.
func (u *updater) login(o *object.Object, v *pages.Values) string {
	if v != nil {
		return v.Phone.PhoneLogin
	}
	if was := u.sent(o); was != nil {
		return was.Login
	}
	return ""
}

// otherLogin returns the result of a phone whose login is not the one that flags make for the row, as with another
// suffix of its server. A login that flags make is never sent to a phone that is there, and the results must not show a
// login that nobody has. login is the present one; it is empty if it is not known.
func (u *updater) otherLogin(o *object.Object, login string) (c run.Change, differs bool) {
	made := o.Phone.PhoneLogin
	if made == "" || login == "" || !u.work.row(o).Filled.Has(apiclient.PhoneLogin) {
		return c, false
	}
	spec, _ := u.dialect.Spec(apiclient.AddPhone, apiclient.PhoneLogin.String())
	if u.dialect.Fold(spec.Stored(made)) == u.dialect.Fold(spec.Stored(login)) {
		return c, false
	}
	message := fmt.Sprintf("phone_login: the phone has %s, and the flags make %s for this row", login, made)
	return unchangeable(codes.DiffersFromSent, message), true
}
