package apiclient

// A Code is a stable snake_case word for what happened to a row. The dialer's answers and pre-flight share one
// vocabulary; scripts depend on the words.
type Code string

// What the dialer says of a call.
const (
	CodeAdded         Code = "added"
	CodeUpdated       Code = "updated"
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
)

// Refuses says that the dialer does not want this caller at all: no further call may follow, in this run or
// from this user, before somebody has mended the cause (contract/API.md, "the checks, in this order").
func (c Code) Refuses() bool {
	switch c {
	case CodeLogin, CodeLocked, CodeTwoFactor, CodeAddress, CodeFunction, CodeNoFunction, CodeMayNot, CodeSource:
		return true
	}
	return false
}

// Unclear says that the answer does not tell what the dialer did: the call may have been carried out or not.
func (c Code) Unclear() bool {
	switch c {
	case CodeDatabase, CodeEmpty, CodeServerError, CodeRedirect, CodeForeign, CodeUnclear, CodeAnotherPhone, CodeLost:
		return true
	}
	return false
}

// Absent says that the answer to a question makes sure that the phone is not there. Its login is looked for only where
// the extension is free (contract/API.md, "add_phone: the checks").
func (c Code) Absent() bool { return c == CodeTimezone || c == CodeLoginExists }

// Foreign says that what answered does not look like the API of a VICIdial.
func (c Code) Foreign() bool {
	switch c {
	case CodeDatabase, CodeEmpty, CodeServerError, CodeRedirect, CodeForeign, CodeUnclear:
		return true
	}
	return false
}
