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

// namingRules are the rules for a phone whose person leaves: a value that the dialer would clean could name another
// phone.
var namingRules = []rule{truthValue, storedAsListed, serverIP}

// row applies the rules to a row, mended and filled, and returns all problems of the row.
func (j *judge) row(p *apiclient.Phone) []Problem {
	of := rules
	if j.options.Leaving {
		of = namingRules
	}
	for _, rule := range of {
		rule(j, p)
	}
	return j.found
}
