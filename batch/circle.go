package batch

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/object"
)

// A renewal gives phones that are there new passwords (--regenerate). The phones of one person have one pair of
// passwords, and so have the phones of one alias: together they are a circle. All phones of a circle get the new
// passwords, or none. A renewal is for one goroutine, except for value.
type renewal struct {
	circles []*circle
	of      map[object.Key]*circle           // by the folded key of a phone
	index   map[object.Key]int               // of the phone in work.objects, by folded key
	earlier map[object.Key]assign.Credential // the entries so far of phones that were about to get new passwords, by folded key
}

// A circle are the phones of the list that share one pair of passwords.
type circle struct {
	phones []int // indexes in work.objects
	people map[string]bool
	values map[apiclient.Field]apiclient.Secret // the new passwords; empty if the phones keep what they have
}

// value returns the new password of a phone, or "" if the phone keeps its password. It may be called on a nil renewal,
// and concurrently.
func (r *renewal) value(o *object.Object, f apiclient.Field) string {
	if r == nil || r.of[o.Folded()] == nil {
		return ""
	}
	return r.of[o.Folded()].values[f].Reveal()
}

// fields returns the fields of the new passwords.
func (c *circle) fields() (list []apiclient.Field) {
	for f := range c.values {
		list = append(list, f)
	}
	slices.Sort(list)
	return list
}

// renews reports whether some of the fields get new passwords.
func (c *circle) renews(fields []apiclient.Field) bool {
	return slices.ContainsFunc(fields, func(f apiclient.Field) bool { return c.values[f] != "" })
}

// gives reports whether a phone will have one of the new passwords.
func (r *renewal) gives(o *object.Object) bool {
	for f, password := range r.of[o.Folded()].values {
		if o.Phone.Value(f) == password.Reveal() {
			return true
		}
	}
	return false
}
