package codes

import "phonebatch/apiclient"

// rowKinds are the problems that the rules of pre-flight find in single rows.
var rowKinds = []Kind{
	{
		Code: Missing, Severity: Error,
		Meaning: "a required cell is empty",
		Remedy:  "fill the cell, or fill all empty cells of the column with --default column=value",
		Cases: Cases{
			EmptyField:    "fill the cell, or all empty ones with --default %s=…",
			EmptyPassword: "put a password of its own into the cell",
		},
	},
	{
		Code: TooShort, Severity: Error,
		Meaning: "the dialer refuses so few characters, or the agent screen takes them for none",
		Remedy:  "use at least 2 characters",
		Cases:   Cases{Fewest: "use at least %d characters"},
	},
	{
		Code:    Dropped,
		Meaning: "the dialer would drop characters without a word",
		Remedy:  "use only the characters that `phonebatch help columns` lists for the column",
		Cases: Cases{
			OnlyThese:    "use only %s",
			OtherScripts: "use only %s; a dialer in non-latin mode keeps letters of every script: --non-latin",
		},
	},
	{
		Code:    Cut,
		Meaning: "the dialer would cut the value off at the width of its column",
		Remedy:  "use no more characters than `phonebatch help columns` allows",
		Cases:   Cases{Most: "use at most %d characters"},
	},
	{
		Code: Flag, Severity: Warning,
		Meaning: "the dialer does not know the value and would store its default",
		Remedy:  "use Y or N",
		Cases:   Cases{OneOf: "use one of %s"},
	},
	{
		Code: FieldIgnored, Severity: Warning,
		Meaning: "the dialer's build does not know the field",
		Remedy:  "leave the column out, or set the field in the admin pages",
	},
	{
		Code: Protocol, Severity: Error,
		Meaning: "the dialer does not know the protocol: it takes SIP, IAX2, Zap and EXTERNAL",
		Remedy:  "use one of IAX2, SIP, Zap, EXTERNAL",
	},
	{
		Code: PJSIP, Severity: Warning,
		Meaning: "no known build takes PJSIP; the dialer that is asked decides",
		Remedy:  "use SIP, or add the phone in the admin pages",
	},
	{
		Code: ServerIP, Severity: Error,
		Meaning: "server_ip is no IPv4 address",
		Remedy:  "use the server's private address as Admin → Servers shows it, such as 10.0.9.8",
	},
	{
		Code: apiclient.CodeTimezone, Severity: Error,
		Meaning: "the dialer does not know the offset in local_gmt",
		Remedy:  winterOffset,
		Cases: Cases{
			NearestOffset: winterOffset + "; the nearest that the dialer knows is %s",
			ZoneMeant:     winterOffset + "; if %s is the time of %s, write that",
		},
	},
	{
		Code: Apostrophe, Severity: Error,
		Meaning: "an apostrophe in email, which makes the dialer lose the phone",
		Remedy:  "leave the address out, or use one without an apostrophe",
	},
	{
		Code: Email, Severity: Warning,
		Meaning: "an email without @, as if cells had moved",
		Remedy:  "write an address, or leave the cell empty",
	},
	{
		Code: LoginUntyped, Severity: Error,
		Meaning: "a phone_login, or an alias_id, that nobody can type on the agent screen",
		Remedy:  "use only letters and digits",
	},
	{
		Code: LoginReserved, Severity: Error,
		Meaning: "a phone_login, or an alias_id, that means no phone",
		Remedy:  "use another login",
	},
	{
		Code: DupExtension, Severity: Error,
		Meaning: "two rows with one extension on one server",
		Remedy:  "give each phone of a server its own extension",
	},
	{
		Code: DupLogin, Severity: Error,
		Meaning: "two rows whose phone_login is the same to the dialer or the agent screen",
		Remedy: "give each phone of the dialer its own login; case, - and _, and characters after the 15th " +
			"do not tell logins apart",
	},
	{
		Code: DupPerson, Severity: Error,
		Meaning: "two rows are for one person on one server",
		Remedy:  "take one of the rows out, or name the columns that tell people apart: --key \"Staff No\"",
	},
	{
		Code: UnclearPerson, Severity: Error,
		Meaning: "an earlier run gave a person a phone, and it is not clear which row the person is, or which phone",
		Remedy:  "write the extension into the row of the person who has it",
	},
	{
		Code: NoKey, Severity: Error,
		Meaning: "the cells that --key names are empty",
		Remedy:  "fill the cells, or name other columns with --key",
	},
	{
		Code: DupDialplan, Severity: Error,
		Meaning: "two SIP or IAX2 phones of one server with one dialplan_number",
		Remedy:  "give each SIP and IAX2 phone of a server its own dialplan_number",
	},
	{
		Code: EmptyDefault, Severity: Error,
		Meaning: "a default that names a column which is empty in this row",
		Remedy:  "fill the cell that the default names, or the cell that the default fills",
	},
	{
		Code: Nothing, Severity: Error,
		Meaning: "a word for no value (NULL, nan, None, TBD, N/A, a dash) in a required field",
		Remedy: "put the value in, or empty the cell so that a default can fill it; " +
			"--ignore word_for_nothing takes all such words for empty cells",
	},
	{
		Code:    Truth,
		Meaning: "true or false in place of a number, a login, a password or a name",
		Remedy:  typeAgain,
	},
	{
		Code: ReservedExtension, Severity: Error,
		Meaning: "an extension that is a section of Asterisk's configuration",
		Remedy:  "use another extension than general, authentication, ASTloop, ASTblind and ASTplay",
	},
	{
		Code: Dash, Severity: Warning,
		Meaning: "a dash in the extension of a SIP or IAX2 phone",
		Remedy:  "use only letters and digits; Zap alone needs the dash",
	},
	{
		Code: Range, Severity: Warning,
		Meaning: "an extension that reads like several, such as 2001-2005",
		Remedy:  "write a row for each extension",
	},
	{
		Code: Context, Severity: Warning,
		Meaning: "phone_context beside a template, which does not heed it",
		Remedy:  "leave phone_context or template_id empty, or set the context in the template",
	},
	{
		Code: ReservedNumber, Severity: Warning,
		Meaning: "a number that the system or an emergency call needs",
		Remedy:  "use a number outside 8159-8168, 8300-8377, 8500, 8501, 8600xxx, 911, 112 and 999",
	},
	{
		Code: WebphoneTemplate, Severity: Warning,
		Meaning: "a webphone without a template",
		Remedy:  "name the dialer's template for webphones in template_id",
	},
	{
		Code: WebphoneProtocol, Severity: Warning,
		Meaning: "a webphone whose protocol is IAX2 or EXTERNAL",
		Remedy:  "use SIP, or N in is_webphone",
	},
}

const winterOffset = "use the winter offset from GMT in hours, such as -5.00 for New York, or the zone's name, " +
	"such as America/New_York"
