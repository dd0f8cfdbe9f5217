package preflight

import (
	"maps"
	"slices"

	"phonebatch/apiclient"
)

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

// The codes of pre-flight. Where the dialer has a word for the same thing, it is the dialer's (apiclient.Code).
const (
	CodeMissing       apiclient.Code = "missing_value"
	CodeTooShort      apiclient.Code = "too_short"
	CodeDropped       apiclient.Code = "characters_dropped"
	CodeCut           apiclient.Code = "cut_off"
	CodeFlag          apiclient.Code = "flag_ignored"
	CodeFieldIgnored  apiclient.Code = "field_ignored"
	CodeProtocol      apiclient.Code = "bad_protocol"
	CodeServerIP      apiclient.Code = "bad_server_ip"
	CodeApostrophe    apiclient.Code = "email_apostrophe"
	CodeLoginUntyped  apiclient.Code = "login_not_typable"
	CodeLoginReserved apiclient.Code = "login_reserved"
	CodeDupExtension  apiclient.Code = "duplicate_extension"
	CodeDupLogin      apiclient.Code = "duplicate_login"
	CodeMissingCells  apiclient.Code = "missing_cells"
	CodeExtraCells    apiclient.Code = "extra_cells"
	CodeBrokenQuotes  apiclient.Code = "broken_quotes"
)

// Ignorable lists the codes that --ignore can turn off. A record that cannot be read has nothing to send.
var Ignorable = []apiclient.Code{
	CodeMissing, CodeTooShort, CodeDropped, CodeCut, CodeFlag, CodeFieldIgnored, CodeProtocol, CodeServerIP, apiclient.CodeTimezone,
	CodeApostrophe, CodeLoginUntyped, CodeLoginReserved, CodeDupExtension, CodeDupLogin,
}

// A Problem is one thing that is wrong, or odd, in one row.
type Problem struct {
	Line     int            `json:"line"`
	Column   string         `json:"column"` // as the list names it
	Value    string         `json:"value"`  // as listed; *** for passwords
	Severity Severity       `json:"severity"`
	Code     apiclient.Code `json:"code"`
	Message  string         `json:"message"`
	Hint     string         `json:"hint"`
	Others   []int          `json:"other_lines,omitempty"` // of a clash: the first of the other rows' lines
}

// maxOthers is how many of the other rows of a clash a problem names.
const maxOthers = 10

// A Mend is one kind of change that was made to one column without risk.
type Mend struct {
	Column  string `json:"column"`
	What    string `json:"what"`
	Rows    int    `json:"rows"`
	Line    int    `json:"first_line"`
	Example string `json:"example,omitempty"` // empty for passwords
}

// meanings say what each code of pre-flight stands for.
var meanings = map[apiclient.Code]string{
	CodeMissing:            "a required cell is empty",
	CodeTooShort:           "the dialer refuses so few characters",
	CodeDropped:            "the dialer would drop characters without a word",
	CodeCut:                "the dialer would cut the value off at its column's width",
	CodeFlag:               "the dialer does not know the value and would store its default",
	CodeFieldIgnored:       "the dialer's build does not know the field",
	CodeProtocol:           "the protocol is none of SIP, IAX2, Zap, EXTERNAL",
	CodeServerIP:           "server_ip is no IPv4 address",
	apiclient.CodeTimezone: "local_gmt is none of the offsets that a dialer knows",
	CodeApostrophe:         "an apostrophe in email, at which the dialer loses the phone",
	CodeLoginUntyped:       "a phone_login that nobody can type on the agent screen",
	CodeLoginReserved:      "a phone_login that means no phone",
	CodeDupExtension:       "two rows with one extension on one server",
	CodeDupLogin:           "two rows whose phone_login is the same to the dialer or the agent screen",
	CodeMissingCells:       "the row has fewer cells than the header",
	CodeExtraCells:         "the row has more cells than the header",
	CodeBrokenQuotes:       "a quote is not closed, or stands where none can",
}

// Codes lists all codes of pre-flight.
func Codes() []apiclient.Code { return slices.Sorted(maps.Keys(meanings)) }

// Meaning says what a code of pre-flight stands for.
func Meaning(code apiclient.Code) string { return meanings[code] }
