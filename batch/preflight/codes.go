package preflight

import (
	"errors"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
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
	CodeMissing       apiclient.Code = "missing_value"
	CodeTooShort      apiclient.Code = "too_short"
	CodeDropped       apiclient.Code = "characters_dropped"
	CodeCut           apiclient.Code = "cut_off"
	CodeFlag          apiclient.Code = "flag_ignored"
	CodeFieldIgnored  apiclient.Code = "field_ignored"
	CodeProtocol      apiclient.Code = "bad_protocol"
	CodePJSIP         apiclient.Code = "pjsip"
	CodeServerIP      apiclient.Code = "bad_server_ip"
	CodeApostrophe    apiclient.Code = "email_apostrophe"
	CodeEmail         apiclient.Code = "email_without_at"
	CodeLoginUntyped  apiclient.Code = "login_not_typable"
	CodeLoginReserved apiclient.Code = "login_reserved"
	CodeDupExtension  apiclient.Code = "duplicate_extension"
	CodeDupLogin      apiclient.Code = "duplicate_login"
	CodeDupDialplan   apiclient.Code = "duplicate_dialplan_number"
	CodeMissingCells  apiclient.Code = "missing_cells"
	CodeExtraCells    apiclient.Code = "extra_cells"
	CodeBrokenQuotes  apiclient.Code = "broken_quotes"
	CodeCellTooLong   apiclient.Code = "cell_too_long"

	CodeUnknownColumn     apiclient.Code = "unknown_column"
	CodeNotARow           apiclient.Code = "not_a_row"
	CodeShifted           apiclient.Code = "shifted_cells"
	CodeEmptyDefault      apiclient.Code = "default_without_value"
	CodeNothing           apiclient.Code = "word_for_nothing"
	CodeTruth             apiclient.Code = "truth_value"
	CodeReservedExtension apiclient.Code = "reserved_extension"
	CodePinDash           apiclient.Code = "pin_with_dash"
	CodeRange             apiclient.Code = "extension_range"
	CodeCallerID          apiclient.Code = "internal_caller_id"
	CodeDialplanServers   apiclient.Code = "dialplan_number_on_two_servers"

	CodeScientific    apiclient.Code = "scientific_notation"
	CodeDate          apiclient.Code = "date"
	CodeSheetError    apiclient.Code = "spreadsheet_error"
	CodeFormula       apiclient.Code = "formula"
	CodeLongNumber    apiclient.Code = "long_number"
	CodeNoCachedValue apiclient.Code = "formula_without_value"
	CodeUnclearFormat apiclient.Code = "unclear_format"
	CodeHiddenRow     apiclient.Code = "hidden_row"
	CodeMergedCells   apiclient.Code = "merged_cells"

	CodeDash             apiclient.Code = "extension_dash"
	CodeContext          apiclient.Code = "context_without_effect"
	CodeReservedNumber   apiclient.Code = "reserved_number"
	CodeWebphoneTemplate apiclient.Code = "webphone_without_template"
	CodeWebphoneProtocol apiclient.Code = "webphone_protocol"

	CodeDefaultPassword apiclient.Code = "default_password"
	CodePasswordIsLogin apiclient.Code = "password_is_login"
	CodeWeakPassword    apiclient.Code = "weak_password"
	CodeSharedPassword  apiclient.Code = "shared_password"
	CodeSharedVoicemail apiclient.Code = "shared_voicemail"
	CodeGroupUnchecked  apiclient.Code = "group_unchecked"
	CodeCrowdedServer   apiclient.Code = "crowded_server"
	CodeZerosLost       apiclient.Code = "zeros_lost"
	CodeOlderBuild      apiclient.Code = "older_build"
)

// Kinds lists the whole table of codes, in the order in which help shows it.
func Kinds() []Kind { return slices.Clone(kinds) }

// Codes lists all codes of pre-flight.
func Codes() []apiclient.Code {
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
func Meaning(code apiclient.Code) string { return kindOf(code).Meaning }

// Remedy says what to do about a code of pre-flight; it is empty for any other.
func Remedy(code apiclient.Code) string { return kindOf(code).Remedy }

// ErrorCodes are those of an error of Read for which a whole list is refused; there are none of others.
func ErrorCodes(err error) []apiclient.Code {
	var format *sheet.FormatError
	var head *HeaderError
	var held *HeldError
	switch {
	case errors.As(err, &format):
		return []apiclient.Code{apiclient.Code(format.Code)}
	case errors.As(err, &held):
		return held.Codes()
	case errors.As(err, &head):
		return head.Codes()
	}
	return nil
}

// kindOf finds a code's line of the table, or the zero Kind.
func kindOf(code apiclient.Code) Kind {
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Code == code })
	if i < 0 {
		return Kind{}
	}
	return kinds[i]
}
