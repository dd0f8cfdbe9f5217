package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/values"
)

// truthValue: a spreadsheet or a program has written true or false in place of a number, a login, a password or a name.
// In a name, only a word in capitals is reported.
func truthValue(j *judge, p *apiclient.Phone) {
	for _, f := range [...]apiclient.Field{
		apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneLogin,
		apiclient.PhonePass, apiclient.RegistrationPassword,
		apiclient.ServerIP, apiclient.OutboundCID, apiclient.PhoneFullName,
	} {
		v := p.Value(f)
		if !values.Truths.Has(v) || j.damaged.has(f) {
			continue
		}
		const message = "a spreadsheet or a program has written true or false here"
		if f != apiclient.PhoneFullName {
			j.reportAs(codes.Error, f, codes.Truth, message, "")
			j.damaged.add(f)
		} else if v == strings.ToUpper(v) {
			j.reportAs(codes.Warning, f, codes.Truth, message, "")
		}
	}
}
