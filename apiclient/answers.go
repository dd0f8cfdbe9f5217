package apiclient

import "strings"

// An answer is one text that the dialer may send, with its code and the names of the details that follow the text. A
// detail must repeat the request's value of the field of that name (match.go). The name "-" marks a detail that is not
// checked: a password, or a value that carries no information. The API user's name comes first in nearly all answers.
// No named detail is secret.
type answer struct {
	text    string // without the name of the function, which precedes most texts
	code    Code
	details string // names, separated by spaces
}

// successes holds the SUCCESS texts of each function. A text that belongs to another function is not an answer.
var successes = map[Function][]answer{
	AddPhone: {{"PHONE HAS BEEN ADDED", CodeAdded, "user extension server_ip protocol dialplan_number"}},
	UpdatePhone: {
		{"PHONE HAS BEEN UPDATED", CodeUpdated, "user extension server_ip -"},
		{"PHONE HAS BEEN DELETED", CodeDeleted, "user extension server_ip -"},
	},
	AddPhoneAlias: {{"PHONE ALIAS HAS BEEN ADDED", CodeAdded, "user alias_id alias_name phone_logins"}},
	UpdatePhoneAlias: {
		{"PHONE ALIAS HAS BEEN UPDATED", CodeUpdated, "user alias_id -"},
		{"PHONE ALIAS HAS BEEN DELETED", CodeDeleted, "user alias_id"},
	},
	AddUser:       {{"USER HAS BEEN ADDED", CodeAdded, "user agent_user - agent_user_level agent_full_name agent_user_group"}},
	ServerRefresh: {{"SERVER REFRESH HAS BEEN TRIGGERED", CodeRefreshed, "user -"}},
}

// refusals holds the ERROR and NOTICE texts that follow the name of the function: those of the recorded exchanges, and
// further ones from the API's source. The texts without a function name are in unprefixed.
var refusals = []answer{
	{"USER DOES NOT HAVE PERMISSION TO ADD PHONES", CodeMayNot, "user -"},
	{"USER DOES NOT HAVE PERMISSION TO UPDATE PHONES", CodeMayNot, "user -"},
	{"USER DOES NOT HAVE PERMISSION TO ADD PHONE ALIASES", CodeMayNot, "user -"},
	{"USER DOES NOT HAVE PERMISSION TO UPDATE PHONE ALIASES", CodeMayNot, "user -"},
	{"USER DOES NOT HAVE PERMISSION TO ADD USERS IN THIS USER LEVEL", CodeUserLevel, "user agent_user_level -"},
	{"USER DOES NOT HAVE PERMISSION TO ADD USERS", CodeMayNot, "user -"},
	{"USER DOES NOT HAVE PERMISSION TO REFRESH SERVERS", CodeMayNot, "user -"},
	{"USER DOES NOT HAVE PERMISSION TO DELETE PHONES", CodeMayNotDelete, "user -"},
	{"USER DOES NOT HAVE PERMISSION TO DELETE PHONE ALIASES", CodeMayNotDelete, "user -"},

	{"YOU MUST USE ALL REQUIRED FIELDS", CodeRequired, ""}, // see requiredDetails
	{"SERVER DOES NOT EXIST", CodeServer, "user server_ip"},
	{"PHONE ALREADY EXISTS ON THIS SERVER", CodePhoneExists, "user server_ip extension"},
	{"PHONE DOES NOT EXIST ON THIS SERVER", CodePhoneAbsent, "user server_ip extension"},
	{"PHONE LOGIN ALREADY EXISTS", CodeLoginExists, "user phone_login"},
	{"LOGIN ALREADY EXISTS", CodeLoginExists, "user phone_login"},
	{"PHONE DOES NOT EXIST", CodeMemberAbsent, "user " + member},
	{"PHONE ALIAS ALREADY EXISTS", CodeAliasExists, "user alias_id"},
	{"PHONE ALIAS DOES NOT EXIST", CodeAliasAbsent, "user alias_id"},
	{"USER GROUP DOES NOT EXIST", CodeUserGroup, "user agent_user_group"},
	{"USER ALREADY EXISTS", CodeUserExists, "user agent_user"},
	{"NO UPDATES DEFINED", CodeNothingToDo, "user -"},

	{"YOU MUST USE A VALID TIMEZONE", CodeTimezone, "user local_gmt"},
	{"TEMPLATE ID DOES NOT EXIST, THIS IS AN OPTIONAL FIELD", CodeTemplate, "user phone_login template_id"},
	{"YOU MUST USE A VALID EMAIL", CodeField, "user email"},
	{"YOU MUST USE A VALID PHONE CONTEXT", CodeField, "user phone_context"},
	{"YOU MUST USE A VALID PHONE NAME", CodeField, "user phone_full_name"},
	{"YOU MUST USE A VALID REGISTRATION PASSWORD", CodeField, "user -"},
	{"YOU MUST USE A VALID PROTOCOL", CodeField, "user protocol"},
	{"YOU MUST USE A VALID PHONE PASSWORD", CodeField, "user -"},
	{"YOU MUST USE A VALID VOICEMAIL NUMBER", CodeField, "user voicemail_id"},
	{"YOU MUST USE A VALID DIALPLAN NUMBER", CodeField, "user dialplan_number"},
	{"YOU MUST USE A VALID ALIAS NAME", CodeField, "user alias_name"},
	{"ACTIVE MUST BE Y OR N, THIS IS AN OPTIONAL FIELD", CodeField, "user active"},
	{"OUTBOUND CID MUST BE FROM 6 TO 18 DIGITS, THIS IS AN OPTIONAL FIELD", CodeField, "user outbound_cid"},
	{"OUTBOUND ALT CID MUST BE FROM 6 TO 18 DIGITS, THIS IS AN OPTIONAL FIELD", CodeField, "user outbound_alt_cid"},
	{"USER GROUP MUST BE FROM 2 TO 20 CHARACTERS, THIS IS AN OPTIONAL FIELD", CodeField, "user admin_user_group"},
	{"PHONE RING TIMEOUT MUST BE FROM 2 TO 180 SECONDS, THIS IS AN OPTIONAL FIELD", CodeField, "user -"},
	{"DELETE VOICEMAIL AFTER EMAIL MUST BE Y OR N, THIS IS AN OPTIONAL FIELD", CodeField, "user delete_vm_after_email"},
}

// member names a detail that repeats one of the logins of an alias.
const member = "member"

// requiredDetails holds the details of YOU MUST USE ALL REQUIRED FIELDS. The dialer repeats passwords there too; their
// names are "-".
var requiredDetails = map[Function]string{
	AddPhone:         "user extension dialplan_number voicemail_id phone_login - server_ip protocol - phone_full_name local_gmt outbound_cid",
	UpdatePhone:      "user extension server_ip",
	AddPhoneAlias:    "user alias_id alias_name phone_logins",
	UpdatePhoneAlias: "user alias_id alias_name phone_logins",
	AddUser:          "user agent_user - agent_user_level agent_full_name agent_user_group",
	ServerRefresh:    "user -",
}

// unprefixed holds the texts that do not follow the name of the function.
var unprefixed = []answer{
	{"auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION", CodeFunction, "user function -"},
	{"Login incorrect, please try again", CodeLogin, "user - -"},
	{"Too many login attempts, try again in 15 minutes", CodeLocked, "user -"},
	{"Your IP Address is not allowed", CodeAddress, ""},
	{"Invalid Source", CodeSource, ""},
	{"NO FUNCTION SPECIFIED", CodeNoFunction, ""},
}

// lookup returns the known answer that a text begins with, and the details after it. After the known text only a
// separator with details may follow, or nothing. The separators are the recorded and the documented ones
// (contract/API.md, "The answer").
func lookup(known []answer, text string) (answer, []string, bool) {
	for _, a := range known {
		rest, found := strings.CutPrefix(text, a.text)
		if !found {
			continue
		}
		for _, separator := range []string{": |", " - ", ": "} {
			if d, found := strings.CutPrefix(rest, separator); found {
				return a, strings.Split(d, "|"), true
			}
		}
		if rest == "" {
			return a, nil, true
		}
	}
	return answer{}, nil, false
}
