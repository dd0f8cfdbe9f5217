package preflight

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/values"
)

// hides reports whether a value may be a password in the wrong column. Such a value is never shown, nor anything made
// from it. z may be nil for fields other than local_gmt.
func hides(z *zones, p *apiclient.Phone, f apiclient.Field, v string) bool {
	switch {
	case f.Secret():
		return true
	case v == "" || values.SaysNothing(f, v):
		return false
	case !looksLike(z, f, v) && !looksDamaged(f, v) && v != p.Extension && v != p.PhoneLogin && !values.Truths.Has(v):
		return true
	}
	switch f {
	case apiclient.PhoneContext, apiclient.TemplateID, apiclient.AdminUserGroup, apiclient.Email:
		return v == string(p.PhonePass) || v == string(p.RegistrationPassword)
	}
	return false
}

// looksDamaged reports whether a spreadsheet has damaged a value. A damaged value is not a secret.
func looksDamaged(f apiclient.Field, v string) bool {
	if !suspicious(v) {
		return false
	}
	return slices.ContainsFunc(damages, func(d damageKind) bool { return d.is(f, v) })
}
