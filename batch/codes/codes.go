// Package codes holds every code of the program once: what it means, how bad it is, and what to do about it. No other package
// has words for a code.
package codes

import (
	"slices"

	"phonebatch/apiclient"
)

// A Scope says what a code is about: what must be looked at to find it, and what it keeps from being sent.
type Scope uint8

// The scopes, from the smallest on.
const (
	RowScope    Scope = iota + 1 // one row, or one of its cells
	ListScope                    // what several rows have in common; said once, at the first of them
	HeaderScope                  // the list's columns: nothing is read behind them
	FileScope                    // the file as a whole: nothing of it can be read
)

func (s Scope) String() string {
	return [...]string{"", "row", "list", "header", "file"}[s]
}

// A Kind is one line of the table of codes: all that can be said of a code without a row at hand.
type Kind struct {
	Code     apiclient.Code
	Severity Severity // 0: an error where it would break the phone, a warning elsewhere
	Scope    Scope
	Fixed    bool   // --ignore cannot turn it off
	Meaning  string // what it stands for
	Remedy   string // what to do about it; the hint of problems that have none of their own
}

// The codes of pre-flight. Where the dialer has a word for the same thing, it is the dialer's (apiclient.Code).
const (
	Missing       apiclient.Code = "missing_value"
	TooShort      apiclient.Code = "too_short"
	Dropped       apiclient.Code = "characters_dropped"
	Cut           apiclient.Code = "cut_off"
	Flag          apiclient.Code = "flag_ignored"
	FieldIgnored  apiclient.Code = "field_ignored"
	Protocol      apiclient.Code = "bad_protocol"
	PJSIP         apiclient.Code = "pjsip"
	ServerIP      apiclient.Code = "bad_server_ip"
	Apostrophe    apiclient.Code = "email_apostrophe"
	Email         apiclient.Code = "email_without_at"
	LoginUntyped  apiclient.Code = "login_not_typable"
	LoginReserved apiclient.Code = "login_reserved"
	DupExtension  apiclient.Code = "duplicate_extension"
	DupLogin      apiclient.Code = "duplicate_login"
	DupDialplan   apiclient.Code = "duplicate_dialplan_number"
	MissingCells  apiclient.Code = "missing_cells"
	ExtraCells    apiclient.Code = "extra_cells"
	BrokenQuotes  apiclient.Code = "broken_quotes"
	CellTooLong   apiclient.Code = "cell_too_long"

	UnknownColumn     apiclient.Code = "unknown_column"
	NotARow           apiclient.Code = "not_a_row"
	Shifted           apiclient.Code = "shifted_cells"
	EmptyDefault      apiclient.Code = "default_without_value"
	Nothing           apiclient.Code = "word_for_nothing"
	Truth             apiclient.Code = "truth_value"
	ReservedExtension apiclient.Code = "reserved_extension"
	PinDash           apiclient.Code = "pin_with_dash"
	Range             apiclient.Code = "extension_range"
	CallerID          apiclient.Code = "internal_caller_id"
	DialplanServers   apiclient.Code = "dialplan_number_on_two_servers"

	Scientific    apiclient.Code = "scientific_notation"
	Date          apiclient.Code = "date"
	SheetError    apiclient.Code = "spreadsheet_error"
	Formula       apiclient.Code = "formula"
	LongNumber    apiclient.Code = "long_number"
	NoCachedValue apiclient.Code = "formula_without_value"
	UnclearFormat apiclient.Code = "unclear_format"
	HiddenRow     apiclient.Code = "hidden_row"
	MergedCells   apiclient.Code = "merged_cells"

	Dash             apiclient.Code = "extension_dash"
	Context          apiclient.Code = "context_without_effect"
	ReservedNumber   apiclient.Code = "reserved_number"
	WebphoneTemplate apiclient.Code = "webphone_without_template"
	WebphoneProtocol apiclient.Code = "webphone_protocol"

	DefaultPassword apiclient.Code = "default_password"
	PasswordIsLogin apiclient.Code = "password_is_login"
	WeakPassword    apiclient.Code = "weak_password"
	SharedPassword  apiclient.Code = "shared_password"
	SharedVoicemail apiclient.Code = "shared_voicemail"
	GroupUnchecked  apiclient.Code = "group_unchecked"
	CrowdedServer   apiclient.Code = "crowded_server"
	ZerosLost       apiclient.Code = "zeros_lost"
	OlderBuild      apiclient.Code = "older_build"
)

// Kinds lists the whole table of codes, in the order in which help shows it.
func Kinds() []Kind { return slices.Clone(kinds) }

// All lists all codes of pre-flight.
func All() []apiclient.Code {
	list := make([]apiclient.Code, len(kinds))
	for i, k := range kinds {
		list[i] = k.Code
	}
	return list
}

// Ignorable lists the codes that --ignore can turn off. A record that cannot be read has nothing to send.
var Ignorable = func() (list []apiclient.Code) {
	for _, k := range kinds {
		if !k.Fixed {
			list = append(list, k.Code)
		}
	}
	return list
}()

// Meaning says what a code of pre-flight stands for; it is empty for any other.
func Meaning(code apiclient.Code) string { return Of(code).Meaning }

// Remedy says what to do about a code of pre-flight; it is empty for any other.
func Remedy(code apiclient.Code) string { return Of(code).Remedy }

// Of finds a code's line of the table, or the zero Kind.
func Of(code apiclient.Code) Kind {
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Code == code })
	if i < 0 {
		return Kind{}
	}
	return kinds[i]
}

// A Severity says what a problem does to its row.
type Severity uint8

// An error keeps the row from being sent; a warning does not.
const (
	Warning Severity = iota + 1
	Error
)

func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// MarshalText implements encoding.TextMarshaler.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
