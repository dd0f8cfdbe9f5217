package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// extensionDash is R-09; Zap names its lines so: 25-1.
func extensionDash(j *judge, p *apiclient.Phone) {
	if strings.Contains(p.Extension, "-") && (p.Protocol == "SIP" || p.Protocol == "IAX2") && !j.damaged.has(apiclient.Extension) && !isRange(p.Extension) {
		j.report(apiclient.Extension, codes.Dash, "a dash in the extension is for Zap; of a "+p.Protocol+" phone it makes trouble in the dialplan", "")
	}
}

// contextBesideTemplate is R-10. The schema's own value is left alone: lists that were exported have it everywhere.
func contextBesideTemplate(j *judge, p *apiclient.Phone) {
	if p.PhoneContext == "" || p.TemplateID == "" || j.damaged.has(apiclient.PhoneContext) {
		return
	}
	if p.PhoneContext != j.specs[apiclient.PhoneContext].Default {
		j.report(apiclient.PhoneContext, codes.Context, "a phone with a template gets no context of its own, unless the template sets it", "")
	}
}

// reservedNumber is R-18: phones come before carriers in the dialplan. It is said once a row.
func reservedNumber(j *judge, p *apiclient.Phone) {
	for _, f := range [...]apiclient.Field{apiclient.DialplanNumber, apiclient.Extension} {
		if why := reserved(p.Value(f)); why != "" {
			j.report(f, codes.ReservedNumber, why, "")
			return
		}
	}
}

// Reserved says whether an extension or a dialplan number has another use (domain rule R-18).
func Reserved(number string) bool { return reserved(number) != "" }

// reserved says what else needs a number (domain rule R-18).
func reserved(v string) string {
	switch {
	case v == "911" || v == "112" || v == "999":
		return "an emergency call needs this number: it would ring the phone instead"
	case len(v) == 7 && strings.HasPrefix(v, "8600") && digits(v) != 0,
		len(v) == 4 && (v == "8500" || v == "8501" || "8159" <= v && v <= "8168" || "8300" <= v && v <= "8377") && digits(v) != 0:
		return "the dialer needs this number for itself"
	}
	return ""
}

// webphone says whether the dialer would take the phone for one, and knows such.
func (j *judge) webphone(p *apiclient.Phone) bool {
	spec := j.specs[apiclient.IsWebphone]
	return p.IsWebphone != "" && spec != nil && spec.Stored(p.IsWebphone) != spec.Default
}

// webphoneTemplate is the first half of R-19.
func webphoneTemplate(j *judge, p *apiclient.Phone) {
	if j.webphone(p) && p.TemplateID == "" {
		j.report(apiclient.IsWebphone, codes.WebphoneTemplate, "a webphone needs a template that sets its encryption and transport", "")
	}
}

// webphoneProtocol is the second half of R-19.
func webphoneProtocol(j *judge, p *apiclient.Phone) {
	if (p.Protocol == "IAX2" || p.Protocol == "EXTERNAL") && j.webphone(p) {
		j.report(apiclient.IsWebphone, codes.WebphoneProtocol, "a webphone cannot speak "+p.Protocol, "")
	}
}

// groupUnchecked is R-15, one line for the list.
func groupUnchecked(j *judge, p *apiclient.Phone) {
	if p.AdminUserGroup == "" || p.AdminUserGroup == j.specs[apiclient.AdminUserGroup].Default || j.damaged.has(apiclient.AdminUserGroup) {
		return
	}
	message := unchecked
	if j.remarks != nil {
		message = j.remarks.count(p.AdminUserGroup)
	}
	j.once(apiclient.AdminUserGroup, codes.GroupUnchecked, message)
}
