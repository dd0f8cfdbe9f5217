package apiclient

// This file is the field table: together with the sets of charset.go it is the only place that knows what the server
// silently drops from a value. The tests compare every line of the table with the recorded exchanges (contract/API.md,
// "Cleaning" and "update_phone").

// A Function is the name of a function of the API.
type Function string

// The functions that the field table knows. The client calls the first group; the stand-in answers all of them.
const (
	AddPhone         Function = "add_phone"
	UpdatePhone      Function = "update_phone"
	AddPhoneAlias    Function = "add_phone_alias"
	UpdatePhoneAlias Function = "update_phone_alias"
	AddUser          Function = "add_user"
	ServerRefresh    Function = "server_refresh"
	Version          Function = "version"

	UpdateUser  Function = "update_user"
	CopyUser    Function = "copy_user"
	UserDetails Function = "user_details"
	VMList      Function = "vm_list"
)

// The values of the fields that the dialer stores only in these spellings.
var (
	yesNo    = []string{"Y", "N"}
	webphone = []string{"Y", "N", "Y_API_LAUNCH"}
)

// Protocols are the values of protocol that add_phone and update_phone accept, in this spelling only (contract/API.md,
// check 5). The database table knows more protocols.
var Protocols = []string{"IAX2", "SIP", "Zap", "EXTERNAL"}

// The builds that begin a new rule (contract/API.md, "Other builds"). Each is the oldest build that is known to have
// today's rule. Only some builds were read: a build between two of them is assumed to have the older, stricter rule.
const (
	webphoneBuild Build = 200622 // the first build with the webphone fields, template_id and on_hook_agent
	wideVoicemail Build = 200622 // 180301: voicemail_id keeps digits only, registration_password is 20 wide
	widePass      Build = 180301 // 150217: phone_pass is 10 wide
	quotedMail    Build = 150217 // 110614: email loses ' and %
)

var sinceWebphone = []variant{{before: webphoneBuild, unknown: true}}

// addPhone is the table of add_phone, in the order of Field.
var addPhone = []Spec{
	{Name: "extension", Column: "extension", Required: true, Min: 2, Keep: word, Width: 100},
	{Name: "dialplan_number", Column: "dialplan_number", Required: true, Min: 2, Keep: dialable, Width: 20},
	{Name: "voicemail_id", Column: "voicemail_id", Required: true, Keep: alnum, Width: 10, older: []variant{{before: wideVoicemail, keep: digits}}},
	{Name: "phone_login", Column: "login", Required: true, Keep: word, Width: 15},
	{Name: "phone_pass", Column: "pass", Required: true, Secret: true, Keep: word, Width: 100, older: []variant{{before: widePass, width: 10}}},
	{Name: "server_ip", Column: "server_ip", Required: true, Keep: address, Width: 15},
	{Name: "protocol", Column: "protocol", Required: true, Keep: alnum.latin()},
	{Name: "registration_password", Column: "conf_secret", Required: true, Secret: true, Keep: word, Width: 100, older: []variant{{before: wideVoicemail, width: 20}}},
	{Name: "phone_full_name", Column: "fullname", Required: true, Keep: name, Width: 50},
	{Name: "local_gmt", Column: "local_gmt", Required: true, Keep: offset, Width: 6},
	{Name: "outbound_cid", Column: "outbound_cid", Required: true, Keep: callerID, Width: 20, finish: callerIDDigits},
	{Name: "phone_context", Column: "phone_context", Keep: word, Width: 20, Default: "default"},
	{Name: "email", Column: "email", Keep: mail, Width: 100, finish: plusToSpace, older: []variant{{before: quotedMail, keep: agent}}},
	{Name: "admin_user_group", Column: "user_group", Keep: word, Width: 20, Default: allGroups},
	{Name: "is_webphone", Column: "is_webphone", Keep: word, Words: webphone, Default: "N", older: sinceWebphone},
	{Name: "webphone_auto_answer", Column: "webphone_auto_answer", Keep: word, Words: yesNo, Default: "Y", older: sinceWebphone},
	{Name: "use_external_server_ip", Column: "use_external_server_ip", Keep: word, Words: yesNo, Default: "N", older: sinceWebphone},
	{Name: "template_id", Column: "template_id", Keep: word, Width: 15, finish: template, older: sinceWebphone},
	{Name: "on_hook_agent", Column: "on_hook_agent", Keep: word, Words: yesNo, Default: "N", older: sinceWebphone},
}

// updatePhone is the table of update_phone: the fields of add_phone with other limits, and further fields.
var updatePhone = append(narrowed(addPhone, map[string][2]int{
	"extension": {2, 0}, "server_ip": {1, 0}, "dialplan_number": {3, 30}, "voicemail_id": {2, 30}, "phone_login": {},
	"phone_pass": {2, 30}, "registration_password": {2, 30}, "phone_full_name": {2, 30}, "phone_context": {2, 30},
	"email": {5, 300}, "outbound_cid": {6, 18}, "admin_user_group": {2, 20},
}),
	Spec{Name: "active", Column: "active", Keep: upper, Words: yesNo},
	Spec{Name: "outbound_alt_cid", Column: "outbound_alt_cid", Keep: alnum, Min: 6, Max: 18, Width: 20},
	Spec{Name: "phone_ring_timeout", Column: "phone_ring_timeout", Keep: digits, Width: 3},
	Spec{Name: "delete_vm_after_email", Column: "delete_vm_after_email", Keep: letters, Words: yesNo},
	Spec{Name: "delete_phone", Keep: upper},
)

var aliasFields = []Spec{
	{Name: "alias_id", Column: "alias_id", Required: true, Min: 2, Keep: word, Width: 20},
	{Name: "alias_name", Column: "alias_name", Required: true, Keep: agent, Width: 50},
	{Name: "phone_logins", Column: "logins_list", Required: true, Min: 2, Keep: logins, Width: 255},
	{Name: "delete_alias", Keep: upper},
}

// addUser is the table of add_user. The call does not compare phone_login and phone_pass with the phone.
var addUser = []Spec{
	{Name: "agent_user", Column: "user", Required: true, Min: 2, Keep: word, Width: 20},
	{Name: "agent_pass", Column: "pass", Required: true, Min: 2, Secret: true, Keep: word, Width: 100},
	{Name: "agent_user_level", Column: "user_level", Required: true, Keep: digits, Width: 3},
	{Name: "agent_full_name", Column: "full_name", Required: true, Keep: agent, Width: 50},
	{Name: "agent_user_group", Column: "user_group", Required: true, Keep: word, Width: 20},
	{Name: "phone_login", Column: "phone_login", Keep: word, Width: 20},
	{Name: "phone_pass", Column: "phone_pass", Secret: true, Keep: word, Width: 100},
	{Name: "voicemail_id", Column: "voicemail_id", Keep: alnum, Width: 10},
	{Name: "email", Column: "email", Keep: mail, Width: 100, finish: plusToSpace},
}

// updateUser is the table of update_user: the fields of add_user with limits of their own, and further fields.
var updateUser = []Spec{
	{Name: "agent_user", Column: "user", Required: true, Min: 2, Max: 20, Keep: word, Width: 20},
	{Name: "agent_pass", Column: "pass", Secret: true, Keep: word, Width: 100},
	{Name: "agent_full_name", Column: "full_name", Min: 1, Max: 50, Keep: agent, Width: 50},
	{Name: "agent_user_level", Column: "user_level", Keep: digits, Width: 3},
	{Name: "agent_user_group", Column: "user_group", Keep: word, Width: 20},
	{Name: "phone_login", Column: "phone_login", Min: 1, Max: 20, Keep: word, Width: 20},
	{Name: "phone_pass", Column: "phone_pass", Min: 1, Max: 20, Secret: true, Keep: word, Width: 100},
	{Name: "hotkeys_active", Column: "hotkeys_active", Keep: digits},
	{Name: "voicemail_id", Column: "voicemail_id", Min: 2, Max: 10, Keep: alnum, Width: 10},
	{Name: "email", Column: "email", Min: 5, Max: 100, Keep: mail, Width: 100, finish: plusToSpace},
	{Name: "active", Column: "active", Keep: upper, Words: yesNo},
	{Name: "wrapup_seconds_override", Column: "wrapup_seconds_override", Keep: offset},
	{Name: "delete_user", Keep: upper},
}

// copyUser is the table of copy_user. All columns that the table does not name are copied from the row of source_user.
var copyUser = []Spec{
	{Name: "agent_user", Column: "user", Required: true, Min: 2, Keep: word, Width: 20},
	{Name: "agent_pass", Column: "pass", Required: true, Min: 2, Secret: true, Keep: word, Width: 100},
	{Name: "source_user", Required: true, Min: 2, Keep: word},
	{Name: "agent_full_name", Column: "full_name", Required: true, Keep: agent, Width: 50},
}

var userDetails = []Spec{
	{Name: "agent_user", Column: "user", Keep: word, Width: 20},
}

// credentials is the table of the fields that belong to the API itself and are the same in every function.
var credentials = []Spec{
	{Name: "user", Required: true, Keep: word, Width: 20},
	{Name: "pass", Required: true, Secret: true, Keep: word, Width: 100},
	{Name: "source", Required: true, Min: 2, Max: 20, Keep: alnum},
	{Name: "stage", Keep: word.latin()},
}

var tables = map[Function][]Spec{
	AddPhone:         addPhone,
	UpdatePhone:      updatePhone,
	AddPhoneAlias:    aliasFields,
	UpdatePhoneAlias: aliasFields,
	AddUser:          addUser,
	ServerRefresh:    nil,
	Version:          nil,

	UpdateUser:  updateUser,
	CopyUser:    copyUser,
	UserDetails: userDetails,
	VMList:      nil,
}

// narrowed returns the specs as update_phone has them: with the limits {Min, Max}, without defaults, and with only
// extension and server_ip required.
func narrowed(specs []Spec, limits map[string][2]int) []Spec {
	out := make([]Spec, len(specs))
	for i, s := range specs {
		s.Required = s.Name == "extension" || s.Name == "server_ip"
		s.Min, s.Max = limits[s.Name][0], limits[s.Name][1]
		s.Default = ""
		out[i] = s
	}
	return out
}
