package codes

import (
	"slices"

	"phonebatch/apiclient"
)

// typeAgain is the way out where a spreadsheet has changed a value: what it was cannot be known from what it is.
const typeAgain = "format the column as Text in the spreadsheet and type the value again, or take it from where it came from"

// kinds is the table of codes: every code of pre-flight stands in it once, and nowhere else. Help, --ignore, the hints of
// problems and what is read back from failed rows come from it.
var kinds = slices.Concat(rowKinds, fileKinds)

// rowKinds are the codes of problems that rows have.
var rowKinds = []Kind{
	{Missing, Error, RowScope, false, "a required cell is empty", "fill the cell, or all empty ones with --default column=value"},
	{TooShort, Error, RowScope, false, "the dialer refuses so few characters, or the agent screen takes them for none", "use at least 2 characters"},
	{Dropped, 0, RowScope, false, "the dialer would drop characters without a word", "use only the characters that `phonebatch help columns` lists for the column"},
	{Cut, 0, RowScope, false, "the dialer would cut the value off at its column's width", "use no more characters than `phonebatch help columns` allows"},
	{Flag, Warning, RowScope, false, "the dialer does not know the value and would store its default", "use Y or N"},
	{FieldIgnored, Warning, RowScope, false, "the dialer's build does not know the field", "leave the column out, or set it in the admin pages"},
	{Protocol, Error, RowScope, false, "the protocol is none of SIP, IAX2, Zap, EXTERNAL", "use one of IAX2, SIP, Zap, EXTERNAL"},
	{PJSIP, Warning, RowScope, false, "no known build takes PJSIP; the dialer that is asked decides", "use SIP, or add the phone in the admin pages"},
	{ServerIP, Error, RowScope, false, "server_ip is no IPv4 address", "use the server's private address as Admin → Servers shows it, such as 10.0.9.8"},
	{apiclient.CodeTimezone, Error, RowScope, false, "local_gmt is none of the offsets that a dialer knows", "use the winter offset from GMT in hours, such as -5.00 for New York, or the zone's name, such as America/New_York"},
	{Apostrophe, Error, RowScope, false, "an apostrophe in email, at which the dialer loses the phone", "leave the address out, or use one without an apostrophe"},
	{Email, Warning, RowScope, false, "an email without @, as if cells had moved", "write an address, or leave the cell empty"},
	{LoginUntyped, Error, RowScope, false, "a phone_login that nobody can type on the agent screen", "use only letters and digits"},
	{LoginReserved, Error, RowScope, false, "a phone_login that means no phone", "use another login"},
	{DupExtension, Error, RowScope, false, "two rows with one extension on one server", "give each phone of a server its own extension"},
	{DupLogin, Error, RowScope, false, "two rows whose phone_login is the same to the dialer or the agent screen", "give each phone its own login, whatever its server; case, - and _, and what follows the 15th character do not tell logins apart"},
	{DupDialplan, Error, RowScope, false, "two SIP or IAX2 phones of one server with one dialplan_number", "give each SIP and IAX2 phone of a server its own dialplan_number"},

	{EmptyDefault, Error, RowScope, false, "a default that names a column which is empty in this row", "fill the cell that the default names, or the one that it fills"},
	{Nothing, Error, RowScope, false, "a word for no value (NULL, nan, None, TBD, N/A, a dash) in a required field", "put the value in, or empty the cell so that a default can fill it; --ignore word_for_nothing takes all such words for empty cells"},
	{Truth, 0, RowScope, false, "true or false in place of a number, a login, a password or a name", typeAgain},
	{ReservedExtension, Error, RowScope, false, "an extension that is a section of Asterisk's configuration", "use another extension than general, authentication, ASTloop, ASTblind and ASTplay"},

	{Scientific, Error, RowScope, false, "a spreadsheet has rounded a long number to scientific notation", typeAgain},
	{Date, Error, RowScope, false, "a spreadsheet has made a date of the value", typeAgain},
	{SheetError, Error, RowScope, false, "an error of a spreadsheet in place of a value", "mend the formula in the spreadsheet, type the value, or leave the cell empty"},
	{Formula, Error, RowScope, false, "a formula as text, in place of its value", "copy the column in the spreadsheet and paste it as values only"},
	{LongNumber, Error, RowScope, false, "a number of more than 15 digits, of which a spreadsheet keeps 15", typeAgain},
	{NoCachedValue, Error, RowScope, false, "a formula whose value is not in the workbook", "open the workbook in a spreadsheet and save it, or paste the column as values only"},
	{UnclearFormat, Error, RowScope, false, "a number format that shows nothing of the value, or of which it is not sure what it shows", typeAgain},
	{HiddenRow, Warning, RowScope, false, "the row is hidden in the workbook", "delete the row if it is not meant, or show it"},
	{MergedCells, Warning, RowScope, false, "the cell is merged with others, of which the first alone holds the value", "unmerge the cells and fill each of them"},

	{Dash, Warning, RowScope, false, "a dash in the extension of a SIP or IAX2 phone", "use only letters and digits; Zap alone needs the dash"},
	{Range, Warning, RowScope, false, "an extension that reads like several, such as 2001-2005", "write a row for each extension"},
	{Context, Warning, RowScope, false, "phone_context beside a template, which does not heed it", "leave phone_context or template_id empty, or set the context in the template"},
	{ReservedNumber, Warning, RowScope, false, "a number that the system or an emergency call needs", "use a number outside 8159-8168, 8300-8377, 8500, 8501, 8600xxx, 911, 112 and 999"},
	{WebphoneTemplate, Warning, RowScope, false, "a webphone without a template", "name the dialer's template for webphones in template_id"},
	{WebphoneProtocol, Warning, RowScope, false, "a webphone whose protocol is IAX2 or EXTERNAL", "use SIP, or N in is_webphone"},

	{DefaultPassword, Warning, ListScope, false, "a password that stands for none, or that everybody tries first", "give every phone a password of its own"},
	{PasswordIsLogin, Warning, ListScope, false, "a password that is the phone's extension or login", "give every phone a password that nobody can guess"},
	{WeakPassword, Warning, ListScope, false, "a registration_password under eight characters, or of one kind of them", "use at least eight characters, letters and digits mixed"},
	{SharedPassword, Warning, ListScope, false, "different people with the same registration_password", "give each person a password of their own"},
	{PinDash, Warning, ListScope, false, "a phone_pass that begins with a dash, which its owner cannot change as the PIN of the mailbox", "use a phone_pass that begins with a letter or a digit"},
	{CallerID, Warning, ListScope, false, "an outbound_cid of fewer than six digits, or the row's own extension", "use a number that can be called from outside, with its area code"},
	{DialplanServers, Warning, ListScope, false, "different people on two servers with one dialplan_number", "give each person a dialplan_number of their own, so that calls between servers find the right one"},
	{SharedVoicemail, Warning, ListScope, false, "different people with the same voicemail_id", "give each person a mailbox, or all of them the same dummy one"},
	{UnknownColumn, Warning, ListScope, false, "columns that mean nothing to a dialer", "if one of them is a field by another name, say so: --map \"Their header=field\"; --map \"Their header=\" sets a column aside without a word"},
	{GroupUnchecked, Warning, ListScope, false, "an admin_user_group, which the dialer does not check", "compare it with Admin → User Groups: a typing error hides the phone from administrators that are limited to their group"},
	{CrowdedServer, Warning, ListScope, false, "a server with more than 50 phones, or far more than its sisters", "spread the phones over the servers, or leave them if the server is made for it"},
	{ZerosLost, Warning, ListScope, false, "a few numbers are shorter than the others, as if a spreadsheet had eaten zeros in front", "compare them with the source; to keep the zeros, format the column as Text and type them again"},
	{OlderBuild, Warning, ListScope, false, "older dialers would store something else, today's would not", "check with --online, which follows the dialer's build; or use what any build keeps"},

	{NotARow, Error, RowScope, true, "a row that reads like a title, a total or a footer, and not like a phone", "delete the row; if it is meant as a phone, fill its other cells"},
	{Shifted, Error, RowScope, true, "the cells of the row seem to have moved into other columns", "put quotes around the cell that holds the delimiter, or insert the cell that is missing"},
	{MissingCells, Error, RowScope, true, "the row has fewer cells than the header", "give the row a cell for each column, empty ones too"},
	{ExtraCells, Error, RowScope, true, "the row has more cells than the header", "put quotes around cells that hold the delimiter, or take the cells away"},
	{BrokenQuotes, Error, RowScope, true, "a quote is not closed, or stands where none can", "close the quote; a quote inside a cell is written twice, and the cell in quotes"},
	{CellTooLong, Error, RowScope, true, "a cell has more than a spreadsheet could hold", "close the quote that is opened there, or shorten the cell"},
}
