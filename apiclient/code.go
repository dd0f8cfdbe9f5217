package apiclient

// A Code is a stable snake_case word for what happened to a row. The dialer's answers and pre-flight share one
// vocabulary; users' scripts depend on the words.
type Code string

// The codes of a Reply.
const (
	CodeAdded         Code = "added"
	CodeUpdated       Code = "updated"
	CodeWouldUpdate   Code = "would_be_updated"
	CodeDeleted       Code = "deleted"
	CodeRefreshed     Code = "refreshed"
	CodeVersion       Code = "version"
	CodeNothingToDo   Code = "no_updates_defined"
	CodeRequired      Code = "required_fields"
	CodeServer        Code = "unknown_server"
	CodePhoneExists   Code = "extension_exists"
	CodePhoneAbsent   Code = "extension_absent"
	CodeLoginExists   Code = "login_exists"
	CodeMemberAbsent  Code = "member_absent"
	CodeTimezone      Code = "bad_timezone"
	CodeTemplate      Code = "unknown_template"
	CodeField         Code = "bad_value"
	CodeAliasExists   Code = "alias_exists"
	CodeAliasAbsent   Code = "alias_absent"
	CodeUserExists    Code = "user_exists"
	CodeUserGroup     Code = "unknown_user_group"
	CodeUserLevel     Code = "user_level_too_high"
	CodeMayNotDelete  Code = "may_not_delete"
	CodeMayNot        Code = "no_permission"
	CodeFunction      Code = "function_not_allowed"
	CodeNoFunction    Code = "function_unknown"
	CodeSource        Code = "bad_source"
	CodeLogin         Code = "login_refused"
	CodeLocked        Code = "login_locked"
	CodeTwoFactor     Code = "two_factor"
	CodeAddress       Code = "address_not_allowed"
	CodeDatabase      Code = "database_down"
	CodeEmpty         Code = "empty_answer"
	CodeServerError   Code = "server_error"
	CodeRedirect      Code = "redirected"
	CodeForeign       Code = "not_vicidial"
	CodeUnclear       Code = "unclear_answer"
	CodeAnotherPhone  Code = "answer_for_another_phone"
	CodeLost          Code = "answer_lost"
	CodeNeverSent     Code = "never_sent"
	CodeProbeAccepted Code = "probe_was_stored"
	CodeLoginsUntold  Code = "logins_not_told" // the dialer does not answer ProbeLogins for this user
)

// Refuses reports whether the dialer refuses the API user or the program, and not only this call. The program must make
// no further call before a person has corrected the cause: bad logins lock the API user (contract/API.md, "add_phone:
// the checks").
func (c Code) Refuses() bool {
	switch c {
	case CodeLogin, CodeLocked, CodeTwoFactor, CodeAddress, CodeFunction, CodeNoFunction, CodeMayNot, CodeSource:
		return true
	}
	return false
}

// Unclear reports whether it is unknown if the dialer carried out the call.
func (c Code) Unclear() bool {
	switch c {
	case CodeDatabase, CodeEmpty, CodeServerError, CodeRedirect, CodeForeign, CodeUnclear, CodeAnotherPhone, CodeLost:
		return true
	}
	return false
}

// Absent reports whether the answer to a probe proves that the phone or the alias is not on the dialer. The dialer
// checks the login and the time zone of a phone only if the extension is free on that server (contract/API.md,
// "add_phone: the checks").
func (c Code) Absent() bool { return c == CodeTimezone || c == CodeLoginExists || c == CodeAliasAbsent }

// There reports whether the answer to a probe, or to an addition, proves that the phone or the alias is on the dialer.
func (c Code) There() bool {
	return c == CodePhoneExists || c == CodeAliasExists || c == CodeNothingToDo
}

// Free reports whether the answer to a probe says that the dialer would add the phone or the alias.
func (c Code) Free() bool { return c == CodeTimezone || c == CodeAliasAbsent }

// Foreign reports whether the answer does not look like an answer of VICIdial's API.
func (c Code) Foreign() bool {
	switch c {
	case CodeDatabase, CodeEmpty, CodeServerError, CodeRedirect, CodeForeign, CodeUnclear:
		return true
	}
	return false
}
