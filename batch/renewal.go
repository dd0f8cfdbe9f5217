package batch

import (
	"cmp"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// A renewal gives phones that are there new passwords (--regenerate). The phones of one person have one pair of
// passwords, and so have the phones of one alias: together they are a circle. All phones of a circle get the new
// passwords, or none. A renewal is for one goroutine, except for value.
type renewal struct {
	work    *work
	circles []*circle
	of      map[object.Key]*circle           // by the folded key of a phone
	index   map[object.Key]int               // of the phone in work.objects, by folded key
	former  map[object.Key]assign.Credential // the entries so far of phones that were about to get new passwords, by folded key
}

// A circle are the phones of the list that share one pair of passwords.
type circle struct {
	phones []int // indexes in work.objects
	people map[string]bool
	values map[apiclient.Field]apiclient.Secret // the new passwords; empty if the phones keep what they have
}

// renew makes the renewal of the job, or nil if the job regenerates no passwords. The error is that of Job.passwords.
func (w *work) renew() (*renewal, error) {
	if len(w.job.Regenerate) == 0 {
		return nil, nil
	}
	r := &renewal{work: w, of: make(map[object.Key]*circle), index: make(map[object.Key]int), former: make(map[object.Key]assign.Credential)}
	files, err := w.job.passwords()
	if err != nil {
		return nil, err
	}
	for _, phones := range w.circles() {
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

// circles returns the indexes of the phones of each circle.
func (w *work) circles() (list [][]int) {
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

// value returns the new password of a phone, or "" if the phone keeps its password. It may be called on a nil renewal,
// and concurrently.
func (r *renewal) value(o *object.Object, f apiclient.Field) string {
	if r == nil || r.of[o.Folded()] == nil {
		return ""
	}
	return r.of[o.Folded()].values[f].Reveal()
}

// keep makes the phones of a circle keep their passwords.
func (r *renewal) keep(c *circle, why string) {
	for _, i := range c.phones {
		if change, _ := r.work.engine.Changing(i); change != nil && r.renews(c, change.Fields) {
			r.work.engine.Withdraw(i, r.fields(c), r.known(i), codes.PasswordKept, why)
		}
	}
	clear(c.values)
}

// fields returns the fields of the new passwords.
func (r *renewal) fields(c *circle) (list []apiclient.Field) {
	for f := range c.values {
		list = append(list, f)
	}
	slices.Sort(list)
	return list
}

// renews reports whether some of the fields get new passwords.
func (r *renewal) renews(c *circle, fields []apiclient.Field) bool {
	return slices.ContainsFunc(fields, func(f apiclient.Field) bool { return c.values[f] != "" })
}

// known returns the present values of a phone as far as its page has shown them.
func (r *renewal) known(i int) *apiclient.Phone {
	if v := r.work.updates.before[r.work.objects[i].Folded()]; v != nil {
		return &v.Phone
	}
	return new(apiclient.Phone)
}

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
