package codes

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
	apiclient.CodeLost:          "the dialer may have stored it: import again with --resume, which finds out",
	apiclient.CodeNeverSent:     "nothing was sent: import again with --resume once the dialer can be reached",
	apiclient.CodeDatabase:      "the dialer's database is down; import again with --resume when it is back",
	apiclient.CodeEmpty:         "an empty answer mostly means that the database refused the phone; import again with --resume, which finds out",
	apiclient.CodeServerError:   "the web server was busy or failed; import again with --resume, which finds out",
	apiclient.CodeForeign:       "something other than the API answered; import again with --resume, which finds out",
	apiclient.CodeUnclear:       "the answer is none that this API gives; import again with --resume, which finds out",
	apiclient.CodeRedirect:      "give the address that the dialer redirects to as --url",
	apiclient.CodeAnotherPhone:  "the answer is that to another request, so it is not taken for this row's; is a cache or proxy in the way? Import again with --resume, which finds out",
	apiclient.CodeProbeAccepted: "the question itself was stored, so this dialer checks in another order than any known build; delete that phone and report the build",
	apiclient.CodeLogin:         "the API user's password is wrong, or the user is not active, or its level is under 7",
	apiclient.CodeLocked:        "ten bad logins have locked the API user for 15 minutes",
	apiclient.CodeTwoFactor:     "use an API user without two-factor login",
	apiclient.CodeAddress:       "add this machine's address to the dialer's allowed ones",
	apiclient.CodeFunction:      "allow the API user the function in Admin → Users",
	apiclient.CodeMayNot:        "give the API user level 8, Agent API Access and AGC Admin Access; a dialer of 2011 answers a wrong password so, too",
	apiclient.CodeSource:        "use a source of 2 to 20 letters or digits",
	apiclient.CodeNoFunction:    "the dialer does not know the function; it may be too old",
	CannotTell:                  "compare the phone in Admin → Phones; without --no-probe it would be known whether it was there before",
	Edited:                      "the phone has the values that the list had when it was sent; change it in Admin → Phones, or put the row back as it was",
	InDoubt:                     "import again with --resume, which finds out",
	NotVisible:                  "the API user does not see the phone: its user group must be allowed to view all user groups; or delete it in Admin → Phones",
	apiclient.CodeMayNotDelete:  "the API user may not delete phones: nothing was deleted; set AGC Delete Phones to 1 in Admin → Users, or delete the phones in Admin → Phones",
	StoredNothing:               "look into the dialer's web server log: its database refused the phone although the API said SUCCESS",
	Interrupted:                 "import again with --resume",
	Stopped:                     "mend what stopped the run, then import again with --resume",
	StillThere:                  "call undo again: it deletes the phone once more",
	UndoStopped:                 "mend what stopped it, then call undo again: it goes on where it was",
	Declined:                    "answer yes, or pass --yes",
	BeyondFirst:                 "import the rest once the pilot is good",
	ListHasErrors:               "mend the rows with errors, or pass --skip-invalid to send the others without them",
	Internal:                    "this is a fault in phonebatch; please report it",
}

// Hint says what to do about a code, in a few words; it is empty where there is nothing to do.
func Hint(code apiclient.Code) string { return hints[code] }

// Hinted lists the codes that have a hint.
func Hinted() []apiclient.Code { return slices.Sorted(maps.Keys(hints)) }
