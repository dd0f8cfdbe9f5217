package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/values"
)

// extensionDash is domain rule R-09. Zap lines have a dash in their names: 25-1.
func extensionDash(j *judge, p *apiclient.Phone) {
	if p.Protocol != "SIP" && p.Protocol != "IAX2" || j.damaged.has(apiclient.Extension) {
		return
	}
	if strings.Contains(p.Extension, "-") && !isRange(p.Extension) {
		j.report(apiclient.Extension, codes.Dash,
			"a dash in the extension is for Zap; of a "+p.Protocol+" phone it makes trouble in the dialplan", "")
	}
}

// contextBesideTemplate is domain rule R-10. The default of the database schema causes no warning, because every row of
// an exported list has it.
func contextBesideTemplate(j *judge, p *apiclient.Phone) {
	if p.PhoneContext == "" || p.TemplateID == "" || j.damaged.has(apiclient.PhoneContext) {
		return
	}
	if p.PhoneContext != j.specs[apiclient.PhoneContext].Default {
		j.report(apiclient.PhoneContext, codes.Context, "a phone with a template gets no context of its own, unless the template sets it", "")
	}
}

// reservedNumber is domain rule R-18: in the dialplan, phones come before carriers. It reports one number for each row.
func reservedNumber(j *judge, p *apiclient.Phone) {
	for _, f := range [...]apiclient.Field{apiclient.DialplanNumber, apiclient.Extension} {
		if why := reservedFor(p.Value(f)); why != "" {
			j.report(f, codes.ReservedNumber, why, "")
			return
		}
	}
}

// Reserved reports whether an extension or a dialplan number has another use (domain rule R-18).
func Reserved(number string) bool { return reservedFor(number) != "" }

// reservedFor returns what else needs a number, or "" (domain rule R-18).
func reservedFor(v string) string {
	switch {
	case v == "911" || v == "112" || v == "999":
		return "an emergency call needs this number: it would ring the phone instead"
	case len(v) == 7 && strings.HasPrefix(v, "8600") && values.Digits(v) != 0,
		len(v) == 4 && (v == "8500" || v == "8501" || "8159" <= v && v <= "8168" || "8300" <= v && v <= "8377") && values.Digits(v) != 0:
		return "the dialer needs this number for itself"
	}
	return ""
}

// webphone reports whether the dialer's build knows webphones and would take the phone for one.
func (j *judge) webphone(p *apiclient.Phone) bool {
	spec := j.specs[apiclient.IsWebphone]
	return p.IsWebphone != "" && spec != nil && spec.Stored(p.IsWebphone) != spec.Default
}

// webphoneTemplate is the first half of domain rule R-19.
func webphoneTemplate(j *judge, p *apiclient.Phone) {
	if j.webphone(p) && p.TemplateID == "" {
		j.report(apiclient.IsWebphone, codes.WebphoneTemplate, "a webphone needs a template that sets its encryption and transport", "")
	}
}

// webphoneProtocol is the second half of domain rule R-19.
func webphoneProtocol(j *judge, p *apiclient.Phone) {
	if (p.Protocol == "IAX2" || p.Protocol == "EXTERNAL") && j.webphone(p) {
		j.report(apiclient.IsWebphone, codes.WebphoneProtocol, "a webphone cannot speak "+p.Protocol, "")
	}
}

// groupUnchecked is domain rule R-15. It warns once for the list.
func groupUnchecked(j *judge, p *apiclient.Phone) {
	if p.AdminUserGroup == "" || p.AdminUserGroup == j.specs[apiclient.AdminUserGroup].Default || j.damaged.has(apiclient.AdminUserGroup) {
		return
	}
	message := uncheckedMessage
	if j.remarks != nil {
		message = j.remarks.groups.count(p.AdminUserGroup, j.line)
	}
	j.once(apiclient.AdminUserGroup, codes.GroupUnchecked, message)
}
