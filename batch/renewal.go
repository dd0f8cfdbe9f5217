package batch

import (
	"cmp"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A renewer carries out the renewal of a job.
type renewer struct {
	*work
	*renewal
}

// renewer returns the renewer of the job, or nil if the job regenerates no passwords.
func (w *work) renewer() *renewer {
	if w.updates == nil || w.updates.renewal == nil {
		return nil
	}
	return &renewer{w, w.updates.renewal}
}

// renew makes the renewal of the job, or nil if the job regenerates no passwords. The error is that of Job.passwords.
func (w *work) renew() (*renewal, error) {
	if len(w.job.Regenerate) == 0 {
		return nil, nil
	}
	r := &renewal{of: make(map[object.Key]*circle), index: make(map[object.Key]int), earlier: make(map[object.Key]assign.Credential)}
	files, err := w.job.passwords()
	if err != nil {
		return nil, err
	}
	for _, phones := range w.sharers() {
		c := &circle{phones: phones, people: make(map[string]bool), values: make(map[apiclient.Field]apiclient.Secret)}
		for _, i := range phones {
			o := w.objects[i]
			r.of[o.Folded()], r.index[o.Folded()] = c, i
			c.people[cmp.Or(circleOf(o.Person), o.ServerIP+" "+o.Name)] = true
		}
		for _, f := range w.job.Regenerate {
			if w.leaves(phones, f) {
				c.values[f] = cmp.Or(w.begun(phones, f, files), assign.NewPassword(f))
			}
		}
		r.circles = append(r.circles, c)
	}
	return r, nil
}

// sharers returns the indexes of the phones of each circle.
func (w *work) sharers() (list [][]int) {
	first := make([]int, len(w.objects)) // of the circle of each phone
	join := func(i, j int) {
		from, to := first[i], first[j]
		for k := range first {
			if first[k] == from {
				first[k] = to
			}
		}
	}
	people := make(map[string]int)
	for i, o := range w.objects {
		first[i] = i
		who := circleOf(o.Person)
		if other, known := people[who]; known && who != "" {
			first[i] = first[other]
		} else {
			people[who] = i
		}
	}
	for _, a := range w.out.List.Aliases() {
		for _, i := range a.Rows[1:] {
			if first[i] != first[a.Rows[0]] {
				join(i, a.Rows[0])
			}
		}
	}
	at := make(map[int]int)
	for i, f := range first {
		if _, seen := at[f]; !seen {
			at[f] = len(list)
			list = append(list, nil)
		}
		list[at[f]] = append(list[at[f]], i)
	}
	return list
}

// circleOf returns a text that is equal for two rows of one person. Who is known by an extension alone is another
// person under another name.
func circleOf(p object.Person) string {
	switch p.Kind {
	case "":
		return ""
	case object.ByExtension:
		return string(p.Kind) + " " + p.Key + " " + p.Name
	}
	return string(p.Kind) + " " + p.Key
}

// leaves reports whether all rows of a circle leave a password to the program. Rows that are not sent do not count.
func (w *work) leaves(phones []int, f apiclient.Field) bool {
	return !slices.ContainsFunc(phones, func(i int) bool {
		row := w.out.List.Rows[i]
		return !row.Invalid && !(row.Filled.Has(f) && slices.Contains(w.made(row.Line), f))
	})
}

// begun returns the password that a cut-off run, which this run continues, has made for a circle, or "".
func (w *work) begun(phones []int, f apiclient.Field, files []*assign.Credentials) apiclient.Secret {
	for _, file := range files {
		for _, i := range phones {
			if l, found := file.OfRun(w.job.Dialer, w.objects[i].Key, w.job.Run.Run); found && l.Password(f) != "" {
				return l.Password(f)
			}
		}
	}
	return ""
}

// keep makes the phones of a circle keep their passwords.
func (r *renewer) keep(c *circle, why string) {
	for _, i := range c.phones {
		if change, _ := r.engine.Changing(i); change != nil && c.renews(change.Fields) {
			r.engine.Withdraw(i, c.fields(), r.known(i), codes.PasswordKept, why)
		}
	}
	clear(c.values)
}

// known returns the present values of a phone as far as its page has shown them.
func (r *renewer) known(i int) *apiclient.Phone {
	if v := r.updates.before[r.objects[i].Folded()]; v != nil {
		return &v.Phone
	}
	return new(apiclient.Phone)
}
