package batch

import "phonebatch/batch/object"

// former returns how a phone or an alias was before this job changed it; known is false if nobody knows.
func (w *work) former(o *object.Object) (was former, known bool) {
	if o.Kind == object.Alias {
		was, known = w.aliases.before[o.Folded()]
		return was, known
	}
	v := w.updates.before[o.Folded()]
	if v == nil {
		return was, false
	}
	return former{Phone: v.Phone, active: v.Active}, true
}
