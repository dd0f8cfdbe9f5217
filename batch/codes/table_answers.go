package codes

import "phonebatch/apiclient"

// answerKinds are the answers of the dialer, and the answers of anything in its place.
var answerKinds = []Kind{
	{Code: apiclient.CodeAdded, Meaning: "the dialer stored the phone"},
	{Code: apiclient.CodeUpdated, Meaning: "the dialer changed the phone"},
	{Code: apiclient.CodeWouldUpdate, Meaning: "the dialer was asked and would change the phone"},
	{Code: apiclient.CodeDeleted, Meaning: "the dialer deleted the phone"},
	{Code: apiclient.CodeRefreshed, Meaning: "the dialer has its servers build their configuration anew"},
	{Code: apiclient.CodeVersion, Meaning: "the dialer told the build of its API"},
	{Code: apiclient.CodeNothingToDo, Meaning: "the dialer found nothing to change"},
	{
		Code:    apiclient.CodeServer,
		Meaning: "the dialer does not know the server_ip",
		Remedy:  "check server_ip against Admin → Servers: it must be the private address as that page shows it",
	},
	{
		Code:    apiclient.CodePhoneExists,
		Meaning: "a phone with the extension is on the server already",
		Remedy:  "nothing was changed; compare it in Admin → Phones, or pass --on-existing skip where such rows are fine",
		Cases:   Cases{ForThrowAway: randomName},
	},
	{Code: apiclient.CodePhoneAbsent, Meaning: "the dialer does not find the phone", Cases: Cases{
		ForUndo: "the API user does not see the phone: for undo to work its user group must be allowed to view all user groups",
	}},
	{
		Code:    apiclient.CodeLoginExists,
		Meaning: "another phone of the dialer has the login",
		Remedy: "another phone of this dialer has the login, perhaps on another server or inactive; " +
			"choose another login",
		Cases: Cases{
			ForThrowAway: randomName,
			Exchange: "phones of the list exchange their logins, which the dialer cannot do in one step: give one of them a login " +
				"that nobody has, import, and import once more with the login that it shall have",
		},
	},
	{
		Code:    apiclient.CodeMemberAbsent,
		Meaning: "the dialer does not know a phone of the alias",
		Remedy:  "add the phones of the alias first",
	},
	{
		Code:    apiclient.CodeRequired,
		Meaning: "the dialer found a required value empty or too short, or refuses the protocol",
		Remedy:  "the dialer found a required value empty or too short once cleaned, or refuses the protocol; mend the row",
	},
	{
		Code:    apiclient.CodeTemplate,
		Meaning: "the dialer does not know the template_id",
		Remedy:  "check template_id against Admin → Templates, or leave it empty",
	},
	{
		Code:    apiclient.CodeField,
		Meaning: "the dialer does not take a value",
		Remedy:  "mend the value that the message names",
	},
	{
		Code:    apiclient.CodeAliasExists,
		Meaning: "the dialer has an alias of that name already",
		Remedy:  "nothing was changed; compare it in Admin → Phone Aliases",
	},
	{Code: apiclient.CodeAliasAbsent, Meaning: "the dialer does not find the alias"},
	{
		Code:    apiclient.CodeUserExists,
		Meaning: "the dialer has a user of that name already",
		Remedy:  "nothing was changed; compare the user in Admin → Users",
	},
	{
		Code:    apiclient.CodeUserGroup,
		Meaning: "the dialer does not know the user group",
		Remedy:  "check the user group against Admin → User Groups",
	},
	{
		Code:    apiclient.CodeUserLevel,
		Meaning: "the user level is higher than the API user may give",
		Remedy:  "give a lower user level, or use an API user of a higher level",
	},
	{
		Code:    apiclient.CodeMayNotDelete,
		Meaning: "the API user may not delete phones",
		Remedy: "nothing was deleted: the API user needs AGC Delete Phones 1 (Admin → Users); " +
			"or delete the phones in Admin → Phones",
		Cases: Cases{ForUndo: "for undo to work the API user needs AGC Delete Phones 1 (Admin → Users)"},
	},
	{
		Code:    apiclient.CodeMayNot,
		Meaning: "the API user may not add phones",
		Remedy:  "the API user needs user level 8 or 9, Agent API Access 1 and AGC Admin Access 1 (Admin → Users)",
		Stop:    "a dialer of 2011 (build 110614) says the same of a wrong password: check that, too, before trying again",
	},
	{
		Code:    apiclient.CodeFunction,
		Meaning: "the API user may not call the function",
		Remedy: "allow the function to the API user: Admin → Users → API Allowed Functions, " +
			"add_phone or ALL_FUNCTIONS",
		Cases: Cases{
			ForUndo: "for undo to work allow the API user update_phone too: Admin → Users → API Allowed Functions",
		},
	},
	{
		Code:    apiclient.CodeNoFunction,
		Meaning: "the dialer does not know the function",
		Remedy:  "this dialer does not know the function; it may be too old",
	},
	{
		Code:    apiclient.CodeSource,
		Meaning: "the dialer does not take the source",
		Remedy:  "--source must be 2 to 20 letters or digits",
	},
	{
		Code:    apiclient.CodeLogin,
		Meaning: "the dialer refused the API user's login",
		Remedy: "there are three reasons: the password is wrong; the user is not active; " +
			"or its user level is under 7 (Admin → Users)",
		Stop: "ten bad tries lock the user for 15 minutes, for everybody who uses it: check before trying again",
	},
	{
		Code:    apiclient.CodeLocked,
		Meaning: "the dialer has locked the API user",
		Remedy: "ten bad logins have locked the API user for 15 minutes, the right password included; " +
			"find out who sends the wrong one, and wait",
	},
	{
		Code:    apiclient.CodeTwoFactor,
		Meaning: "the API user needs a second factor",
		Remedy: "the API user needs a second factor, which no API call can give; " +
			"use a user of its own without two-factor login",
	},
	{
		Code:    apiclient.CodeAddress,
		Meaning: "the dialer does not take calls from this machine's address",
		Remedy:  "the dialer does not take this machine's address; add it to the allowed addresses (Admin → IP Lists)",
	},
	{
		Code:    apiclient.CodeLoginsUntold,
		Meaning: "the dialer does not say for this user which logins phones have",
		Remedy:  "each phone is asked about alone; to save calls, allow the API user the function add_phone_alias",
	},
	{
		Code:    apiclient.CodeProbeAccepted,
		Meaning: "the dialer stored a phone when it was only asked about it",
		Remedy: "the question itself was stored, so this dialer checks in another order than any known build; " +
			"delete that phone and report the build",
	},
}

const randomName = "its name is random: try again"
