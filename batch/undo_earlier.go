package batch

import (
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// unseen reports whether the earlier undo was cut off before it saw that an object has its earlier values.
func (u *Undo) unseen(done *object.Result) bool {
	return u.Resumed && done.Status == object.Restored && done.Verified != object.VerifiedYes
}

// own reports whether an entry of the register is that of an earlier undo of the same run, which this one continues.
func (u *Undo) own(was *register.Object) bool { return u.Earlier != nil && was.Run == u.Earlier.ID }
