package apiclient

// This file is the part of the field table about users (contract/API.md, "add_user, user_details").

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
