package run

import (
	"maps"
	"slices"

	"phonebatch/apiclient"
)

// hints say for each code what to do about it, in the operator's words.
var hints = map[apiclient.Code]string{
	apiclient.CodeServer:        "check server_ip against Admin → Servers: it must be the private address as that page shows it",
	apiclient.CodePhoneExists:   "nothing was changed; compare it in Admin → Phones, or pass --on-existing skip where such rows are fine",
	apiclient.CodeLoginExists:   "another phone of this dialer has the login, perhaps on another server or inactive; choose another login",
	apiclient.CodeRequired:      "the dialer found a required value empty or too short once cleaned, or refuses the protocol; mend the row",
	apiclient.CodeTimezone:      "use a winter offset that the dialer knows, such as -5.00",
	apiclient.CodeTemplate:      "check template_id against Admin → Templates, or leave it empty",
	apiclient.CodeField:         "mend the value that the message names",
	apiclient.CodeLost:          "the dialer may have stored it: import the failed rows again, which asks first",
	apiclient.CodeNeverSent:     "nothing was sent: import the failed rows again once the dialer can be reached",
	apiclient.CodeDatabase:      "the dialer's database is down; import the failed rows again when it is back",
	apiclient.CodeEmpty:         "an empty answer mostly means that the database refused the phone; look for it in Admin → Phones",
	apiclient.CodeServerError:   "the web server failed; look for the phone in Admin → Phones, then import the failed rows again",
	apiclient.CodeForeign:       "something other than the API answered; look for the phone in Admin → Phones, then import the failed rows again",
	apiclient.CodeUnclear:       "the answer is none that this API gives; look for the phone in Admin → Phones",
	apiclient.CodeRedirect:      "give the address that the dialer redirects to as --url",
	apiclient.CodeAnotherPhone:  "the answer names another phone, so it is not taken for this row's; is a cache or proxy in the way?",
	apiclient.CodeProbeAccepted: "the question itself was stored, so this dialer checks in another order than any known build; delete that phone and report the build",
	apiclient.CodeLogin:         "the API user's password is wrong, or the user is not active, or its level is under 7",
	apiclient.CodeLocked:        "ten bad logins have locked the API user for 15 minutes",
	apiclient.CodeTwoFactor:     "use an API user without two-factor login",
	apiclient.CodeAddress:       "add this machine's address to the dialer's allowed ones",
	apiclient.CodeFunction:      "allow the API user the function in Admin → Users",
	apiclient.CodeMayNot:        "give the API user level 8, Agent API Access and AST Admin Access",
	apiclient.CodeSource:        "use a source of 2 to 20 letters or digits",
	apiclient.CodeNoFunction:    "the dialer does not know the function; it may be too old",
	CodeStoredNothing:           "look into the dialer's web server log: its database refused the phone although the API said SUCCESS",
	CodeInterrupted:             "import the failed rows again",
	CodeStopped:                 "mend what stopped the run, then import the failed rows again",
	CodeDeclined:                "answer yes, or pass --yes",
	CodeBeyondFirst:             "once the pilot is good, import the failed rows, or the list with --on-existing skip",
	CodeListHasErrors:           "mend the rows with errors, or pass --skip-invalid to send the others without them",
	CodeInternal:                "this is a fault in phonebatch; please report it",
}

// Hint says what to do about a code, in a few words; it is empty where there is nothing to do.
func Hint(code apiclient.Code) string { return hints[code] }

// Codes lists the codes that have a hint.
func Codes() []apiclient.Code { return slices.Sorted(maps.Keys(hints)) }
