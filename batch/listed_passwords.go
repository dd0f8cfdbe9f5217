package batch

import (
	"phonebatch/batch/codes"
	"phonebatch/batch/preflight"
)

// warnListed warns of the passwords of the list that a renewal leaves alone.
func (w *work) warnListed(l *preflight.List) {
	for _, f := range w.job.Regenerate {
		var rows []int
		for i, row := range l.Rows {
			if !row.Invalid && row.Phone.Value(f) != "" && !row.Filled.Has(f) {
				rows = append(rows, i)
			}
		}
		l.Warn(codes.PasswordListed, f, rows, func(int) string { return "the list has a password for the phone, which --regenerate leaves alone" })
	}
}
