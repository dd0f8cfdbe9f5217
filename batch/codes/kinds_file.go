package codes

import "phonebatch/apiclient"

// The codes of lists whose columns cannot be made out.
const (
	MissingColumn   apiclient.Code = "missing_column"
	AmbiguousColumn apiclient.Code = "ambiguous_column"
	DuplicateColumn apiclient.Code = "duplicate_column"
	NoHeader        apiclient.Code = "no_header"
	ResultsFile     apiclient.Code = "results_file"
	HeldBack        apiclient.Code = "rows_held_back"
)

const (
	saveAsXLSX = `save it from the spreadsheet as .xlsx, or as "CSV UTF-8"`
	sayIt      = "say what it is with --encoding, or " + saveAsXLSX
)

// fileKinds are the codes for which a whole list is refused: of a HeaderError, and of a sheet.FormatError, which words them
// itself.
var fileKinds = []Kind{
	{AmbiguousColumn, Error, HeaderScope, true, "a column's name could mean more than one field", `say which one it is: --map "Login=phone_login"`},
	{DuplicateColumn, Error, HeaderScope, true, "two columns mean one field", `set one of them aside: --map "Ext="`},
	{MissingColumn, Error, HeaderScope, true, "a required column, or one that --map names, is not in the list", `name the column that it is, --map "Their header=field", or fill it: --default, --usual-defaults, --generate`},
	{NoHeader, Error, HeaderScope, true, "the first line does not name columns", "put the names of the columns into the first line"},
	{HeldBack, Error, HeaderScope, true, "a column (active, status, end date, action …) says of rows that they may not be wanted, or a column's values are not what its name says", `take the rows that are wanted: --where "Status=Active"; or set the column aside: --map "Status="`},
	{ResultsFile, Error, HeaderScope, true, "the file is one of results, not a list", "import the list itself, or the rows to mend in the file that ends in .failed.csv"},
	{"broken_header", Error, HeaderScope, true, "the header has a quote that is not closed, or stands where none can", "mend the quotes of the header"},

	{"unclear_sheet", Error, FileScope, true, "more than one sheet of the workbook could be the list", "name the one that is the list with --sheet"},
	{"no_header_row", Error, FileScope, true, "there is nothing on the line that --header-row names", "count the lines of the file, blank ones too, from 1; in a workbook name the row's number"},
	{"second_header", Error, FileScope, true, "a second header with other columns stands further down", "put the second list into a file of its own, or give both the same columns in the same order"},
	{"odd_line_ends", Error, FileScope, true, "lines end in signs that are no line ends", "save the list again from where it came from, with ordinary line ends, or as .xlsx"},
	{"lines_in_quotes", Error, FileScope, true, "each line stands in quotes as a whole", "save the list anew from where it came from; or take the quotes at both ends of each line away"},
	{"wrong_delimiter", Error, FileScope, true, "another sign than the one it was read by stands between the cells", "say what separates the cells: --delimiter"},
	{"empty_file", Error, FileScope, true, "there is nothing in the file", "phonebatch sample writes a list to start from"},
	{"not_utf8", Error, FileScope, true, "the file claims to be UTF-8 and is not", sayIt},
	{"wrong_encoding", Error, FileScope, true, "there are bytes in the file that its encoding does not have", sayIt},
	{"mixed_encoding", Error, FileScope, true, "some lines are UTF-8 and others are not", "save the lists as UTF-8 before putting them together, or say what it is with --encoding"},
	{"nul_bytes", Error, FileScope, true, "there are NUL bytes in the file, as in UTF-16 text without a byte-order mark", sayIt},
	{"foreign_file", Error, FileScope, true, "the file is no list: a document, a web page, an archive", "open it in a spreadsheet, and save it as .xlsx or CSV"},
	{"damaged_gzip", Error, FileScope, true, "the compressed file is damaged, or not whole", "copy it again; gzip -t FILE tests it"},
	{"record_too_long", Error, FileScope, true, "a row has more than a mebibyte", "close the quote that is opened there, or split the row"},
	{"too_many_rows", Error, FileScope, true, "the list has more rows than --max-rows allows", "split it, or allow more with --max-rows"},
	{"file_too_large", Error, FileScope, true, "the file has more than a gibibyte, unpacked", "see whether it is the right one; if so, split it"},
	{"workbook_damaged", Error, FileScope, true, "the workbook is damaged, or not whole", "open it in a spreadsheet, and save it anew"},
	{"workbook_encrypted", Error, FileScope, true, "the workbook opens with a password only", "save it without one"},
	{"workbook_too_large", Error, FileScope, true, "the workbook is too large once it is unpacked, or made to be", "split it, or save the sheet as CSV"},
	{"old_workbook", Error, FileScope, true, "a workbook of the old kind (.xls)", saveAsXLSX},
	{"binary_workbook", Error, FileScope, true, "a binary workbook (.xlsb)", saveAsXLSX},
	{"open_document", Error, FileScope, true, "an OpenDocument spreadsheet (.ods)", saveAsXLSX},
	{"no_such_sheet", Error, FileScope, true, "the workbook has no sheet of that name", "name one that it has with --sheet"},
	{"no_visible_sheet", Error, FileScope, true, "all sheets of the workbook are hidden", "show one, or name it with --sheet"},
}
