package preflight

import (
	"phonebatch/apiclient"
)

// A rule judges one phone, mended and filled, and reports what is wrong. The problems of a row are listed in the order
// of the rules, then come the problems that only the whole list shows (traces.listFindings). Damage is found earlier,
// before anything is mended.
type rule func(j *judge, p *apiclient.Phone)

var rules = []rule{
	truthValue,
	required,
	storedAsListed,
	tooShortToType,
	protocol,
	serverIP,
	localGMT,
	emailApostrophe,
	emailWithoutAt,
	loginTypable,
	loginReserved,
	reservedExtension,
	extensionRange,
	extensionDash,
	contextBesideTemplate,
	reservedNumber,
	webphoneTemplate,
	webphoneProtocol,
	registrationPassword,
	agentPassword,
	pinDash,
	callerIDInternal,
	groupUnchecked,
	updatable,
	olderBuild,
	aliasStored,
	aliasTypable,
}

// row applies the rules to a row, mended and filled, and returns all problems of the row.
func (j *judge) row(p *apiclient.Phone) []Problem {
	for _, rule := range rules {
		rule(j, p)
	}
	return j.found
}
