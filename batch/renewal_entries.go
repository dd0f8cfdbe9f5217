package batch

import (
	"cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/object"
)

// entries returns the entries of the credentials file for the phones that are about to get new passwords. objects have
// the values that the phones will have; entry makes the entry of a phone of the list.
func (r *renewer) entries(file *assign.Credentials, objects []*object.Object, entry func(*object.Object) assign.Credential) (list []assign.Credential) {
	for _, o := range objects {
		i, known := r.index[o.Folded()]
		if !known || !r.gives(o) {
			continue
		}
		fresh := entry(r.objects[i])
		was := r.formerly(file, i, fresh)
		if _, twice := r.earlier[o.Folded()]; !twice && was.PhonePass+was.RegistrationPassword != "" {
			r.earlier[o.Folded()] = was
		}
		for _, f := range []apiclient.Field{apiclient.PhonePass, apiclient.RegistrationPassword} {
			fresh.SetPassword(f, cmp.Or(apiclient.Secret(r.value(o, f)), was.Password(f)))
		}
		list = append(list, fresh)
	}
	return list
}

// formerly returns the entry for the present passwords of a phone: those that its page shows, or else those of its
// newest entry. fresh is an entry of the phone.
func (r *renewer) formerly(file *assign.Credentials, i int, fresh assign.Credential) assign.Credential {
	was, found := file.At(r.job.Dialer, r.objects[i].Key)
	if !found {
		was = fresh
		was.PhonePass, was.RegistrationPassword, was.Run = "", "", ""
	}
	shown := r.known(i)
	was.PhonePass = cmp.Or(shown.PhonePass, was.PhonePass)
	was.RegistrationPassword = cmp.Or(shown.RegistrationPassword, was.RegistrationPassword)
	return was
}

// kept returns the earlier entry of each phone whose newest entry has new passwords that the phone did not get. A phone
// in doubt is left out, because the run that continues this one gives the phone these passwords. It is called when no
// call is under way.
func (r *renewer) kept() (list []assign.Credential) {
	for _, c := range r.circles {
		for _, i := range c.phones {
			was, claimed := r.earlier[r.objects[i].Folded()]
			change := r.engine.Changed(i)
			got := change != nil && c.renews(change.Fields)
			if claimed && !got && r.engine.Result(i).Status != object.Unconfirmed {
				list = append(list, was)
			}
		}
	}
	return list
}
