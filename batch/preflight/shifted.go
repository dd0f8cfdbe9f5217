package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/values"
)

// shifted reports whether the cells of a row have moved by one or more columns, because of an unquoted delimiter or a
// lost cell. It returns the first field whose value does not fit. Four values that do not fit are enough; two are
// enough if an address, a protocol or an offset stands in the place of another field. An e-mail address is enough by
// itself in the fields with names that administrators give.
func shifted(z *zones, p *apiclient.Phone) (first apiclient.Field, is bool) {
	for _, f := range [...]apiclient.Field{apiclient.PhoneContext, apiclient.AdminUserGroup, apiclient.TemplateID} {
		if values.MailAddress(p.Value(f)) {
			return f, true
		}
	}
	odd := 0
	for _, f := range typedFields {
		v := strings.TrimSpace(p.Value(f))
		if v == "" || looksLikeStrictly(z, f, v) || values.SaysNothing(f, v) || looksDamaged(f, v) {
			continue
		}
		if odd++; odd == 1 {
			first = f
		}
	}
	return first, odd >= 4 || odd >= 2 && misplaced(p)
}

// misplaced reports whether an address, a protocol or an offset stands in another field's place.
func misplaced(p *apiclient.Phone) bool {
	for i, f := range typedFields {
		for j, other := range typedFields[:3] {
			if i != j && looksLikeSurely(other, strings.TrimSpace(p.Value(f))) {
				return true
			}
		}
	}
	for _, f := range [...]apiclient.Field{apiclient.PhonePass, apiclient.RegistrationPassword, apiclient.PhoneFullName, apiclient.PhoneLogin} {
		v := strings.TrimSpace(p.Value(f))
		if looksLikeSurely(apiclient.ServerIP, v) || looksLikeSurely(apiclient.Protocol, v) {
			return true
		}
	}
	return false
}
