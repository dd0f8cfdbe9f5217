package batch

import (
	"context"
	"fmt"

	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// judge keeps the passwords of the circles that cannot get new ones as a whole, before the changes are rehearsed and
// again afterwards. view is nil if the dialer's pages cannot be read. It may be called on a nil renewer. The error says
// why ctx ended.
func (r *renewer) judge(ctx context.Context, view run.View) error {
	if r == nil {
		return nil
	}
	var page run.Members
	silent := false
	if view != nil && r.plan().Phones > 0 {
		var err error
		if page, silent, err = r.job.aliases(ctx, r.engine, r.client); err != nil {
			return err
		}
	}
	for _, c := range r.circles {
		why := r.hindrance(c)
		switch {
		case why != "" || len(c.values) == 0:
		case silent:
			why = "the dialer's list of aliases gives no answer"
		case page != nil:
			why = r.beyond(c, page)
		default:
			why = r.elsewhere(c)
		}
		if why != "" {
			r.keep(c, "no new password: "+why)
		}
	}
	return nil
}

// rejudge is judge without the aliases, after the changes were rehearsed. It may be called on a nil renewer.
func (r *renewer) rejudge() {
	if r == nil {
		return
	}
	for _, c := range r.circles {
		if why := r.hindrance(c); why != "" {
			r.keep(c, "no new password: "+why)
		}
	}
	for _, c := range r.circles { // phones of later runs, and aliases, are compared with the new passwords
		for f, password := range c.values {
			for _, i := range c.phones {
				r.objects[i].Phone.Set(f, password.Reveal())
			}
		}
	}
}

// hindrance says which phone of a circle cannot get the new passwords, or returns "". A circle without a phone that is
// to be changed gets none.
func (r *renewer) hindrance(c *circle) (why string) {
	changing := 0
	for _, i := range c.phones {
		o, result := r.objects[i], r.engine.Result(i)
		change, waits := r.engine.Changing(i)
		named := fmt.Sprintf("%s on %s", o.Phone.Extension, o.Shown)
		switch {
		case change != nil && waits:
			why = named + " waits for a login"
		case change != nil:
			changing++
		case result.Status == "":
			why = named + " is to be added"
		case result.Code == codes.Unchanged, result.Status == object.Updated: // it has them already: the run was cut off
		default:
			why = fmt.Sprintf("%s is %s, %s", named, result.Status, result.Code)
		}
	}
	if changing == 0 {
		clear(c.values)
		return ""
	}
	if why != "" && len(c.phones) > 1 {
		return why + ", and the phones of a person and of an alias share one password"
	}
	return why
}

// beyond names an alias that has a phone of a circle and another phone, or returns "".
func (r *renewer) beyond(c *circle, page run.Members) string {
	var own []string
	for _, i := range c.phones {
		own = append(own, r.objects[i].Phone.PhoneLogin, r.known(i).PhoneLogin)
	}
	for alias, members := range page {
		ours := 0
		for _, login := range members {
			if run.Within([]string{login}, own) {
				ours++
			}
		}
		if ours > 0 && ours < len(members) {
			return fmt.Sprintf("the alias %s has phones that are not in the list, and the phones of an alias share one password", alias.Name)
		}
	}
	return ""
}

// elsewhere names a phone of a person of a circle that is not in the list, as far as the register knows, or returns "".
func (r *renewer) elsewhere(c *circle) string {
	if r.job.Memory == nil {
		return ""
	}
	for _, i := range c.phones {
		past, err := r.job.Memory.Past(r.objects[i].Person)
		if err != nil {
			return "the register cannot tell which phones the person has"
		}
		for _, was := range past {
			if was.Stands && was.SameKey && was.Kind == r.objects[i].Person.Kind && !r.has(c, was) {
				return fmt.Sprintf("the person's phone %s on %s is not in the list", was.Name, was.ServerIP)
			}
		}
	}
	return ""
}

// has reports whether a circle has a phone.
func (r *renewer) has(c *circle, was assign.Past) bool {
	for _, i := range c.phones {
		if r.objects[i].Folded() == was.Folded() {
			return true
		}
	}
	return false
}

// plan counts the phones and the people that get new passwords. It may be called on a nil renewer.
func (r *renewer) plan() (p run.Renewal) {
	if r == nil {
		return p
	}
	for _, c := range r.circles {
		phones := 0
		for _, i := range c.phones {
			if change, _ := r.engine.Changing(i); change != nil && c.renews(change.Fields) {
				phones++
			}
		}
		if p.Phones += phones; phones > 0 {
			p.People += len(c.people)
		}
	}
	return p
}
