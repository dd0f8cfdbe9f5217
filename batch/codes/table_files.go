package codes

// headerKinds are the problems with the columns that refuse a list.
var headerKinds = []Kind{
	{
		Code:    AmbiguousColumn,
		Meaning: "a column's name could mean more than one field",
		Remedy:  `say which one it is: --map "Login=phone_login"`,
		Cases:   Cases{SayWhich: "say what column %q is: %s"},
	},
	{
		Code:    DuplicateColumn,
		Meaning: "two columns mean one field",
		Remedy:  `set one of them aside: --map "Ext="`,
		Cases: Cases{
			RenameTwins:   "rename all but one of the columns %q, or delete them",
			SetTwinsAside: "to take %s from column %q, set the other aside: %s",
		},
	},
	{
		Code:    MissingColumn,
		Meaning: "a required column, or one that --map names, is not in the list",
		Remedy: `name the column that it is, --map "Their header=field", or fill it: --default, --usual-defaults, ` +
			"--generate",
		Cases: Cases{
			Rename:   "rename column %q to %s, or pass %s",
			FullName: "for phone_full_name pass %s",
			NoExtension: `add the column extension, or fill it: --default "extension={other column}" copies another, ` +
				"--number extension=2001-2999 takes numbers that are free",
			NoColumn: "add the column %s, or give one value to all rows: --default %s=…",
			NoServer: "add the column %s, or give one value to all rows: --default %s=…; " +
				"--spread server_ip=10.0.9.8,10.0.9.9 fills servers evenly",
			NoZone: "--usual-defaults takes local_gmt from the dialer where it is asked (check --online, import); " +
				"or say it: --default local_gmt=-5.00",
			UsualDefaults: "--usual-defaults fills %s; or say yourself what to put there, such as %s",
			Generated:     "--generate %s makes strong ones",
		},
	},
	{
		Code:    NoHeader,
		Meaning: "the first line does not name columns",
		Remedy: "put the names of the columns into the first line, and nothing above them; or name the line that " +
			"has them: --header-row N; `phonebatch help columns` lists the names",
	},
	{
		Code: HeldBack,
		Meaning: "a column (active, status, end date, action …) says of rows that they may not be wanted, " +
			"or a column's values are not what its name says",
		Remedy: `take the rows that are wanted: --where "Status=Active"; or set the column aside: --map "Status="`,
		Cases: Cases{
			NotItsField: "%s sets the column aside; %s takes it as it is",
			ValuesUnknown: "--where %q takes the rows that are wanted, with a value of theirs; " +
				"%s sets the column aside and takes all rows",
			SomeUnknown: "%s takes the rows that are surely wanted, and more with other values of the column behind " +
				"a comma; %s sets the column aside and takes all rows",
			AllKnown: "%s takes the rows that are wanted; %s sets the column aside and takes all rows",
		},
	},
	{
		Code:    ResultsFile,
		Meaning: "the file is one of results, not a list",
		Remedy:  "import the list itself; rows to mend are in the file that ends in .failed.csv",
	},
	{
		Code:    BrokenHeader,
		Meaning: "the header has a quote that is not closed, or stands where none can",
		Remedy:  "mend the quotes of the header",
	},
}

const (
	openAndSave = "open it in a spreadsheet and save it as .xlsx or CSV"
	saveAsText  = `save it from the spreadsheet as .xlsx, or as "CSV UTF-8"`
	saveAsXLSX  = "open it in the spreadsheet program and save it as .xlsx (Excel workbook), or as CSV UTF-8"
	sayEncoding = "say what it is with --encoding, such as utf-16le or windows-1250, or " + saveAsText
)

// fileKinds are the reasons why a file cannot be read as a list.
var fileKinds = []Kind{
	{
		Code:    UnclearSheet,
		Meaning: "more than one sheet of the workbook could be the list",
		Remedy:  "name the one that is the list with --sheet",
		Cases:   Cases{SheetsNamed: "name the one that is the list: %s"},
	},
	{
		Code:    NoHeaderRow,
		Meaning: "there is nothing on the line that --header-row names",
		Remedy:  "count the lines of the file, blank ones too, from 1; in a workbook name the row's number",
	},
	{
		Code:    SecondHeader,
		Meaning: "a second header with other columns stands further down",
		Remedy:  "put the second list into a file of its own, or give both the same columns in the same order",
	},
	{
		Code:    OddLineEnds,
		Meaning: "lines end in characters that are not line ends",
		Remedy:  "save the list again from where it came from, with ordinary line ends, or as .xlsx",
	},
	{
		Code:    LinesInQuotes,
		Meaning: "each line stands in quotes as a whole",
		Remedy: "save the list again from where it came from; or open it in a text editor and take the quotes at both " +
			"ends of each line away",
	},
	{
		Code:    WrongDelimiter,
		Meaning: "another character separates the cells than the one that was expected",
		Remedy:  "say what separates the cells: --delimiter",
		Cases:   Cases{DelimiterKnown: "say what separates the cells: --delimiter %s", OnlySpaces: saveAsText},
	},
	{
		Code:    EmptyFile,
		Meaning: "there is nothing in the file",
		Remedy:  "phonebatch sample writes a list to start from",
	},
	{
		Code:    NotUTF8,
		Meaning: "the file claims to be UTF-8 and is not",
		Remedy:  sayEncoding,
	},
	{
		Code:    WrongEncoding,
		Meaning: "there are bytes in the file that its encoding does not have",
		Remedy:  sayEncoding,
	},
	{
		Code:    MixedEncoding,
		Meaning: "some lines are UTF-8 and others are not",
		Remedy: "save both lists as UTF-8 before putting them together; if the file is all of one encoding, say which: " +
			"--encoding windows-1252",
	},
	{
		Code:    NULBytes,
		Meaning: "there are NUL bytes in the file, as in UTF-16 text without a byte-order mark",
		Remedy:  sayEncoding,
	},
	{
		Code:    ForeignFile,
		Meaning: "the file is no list: a document, a web page, an archive",
		Remedy:  openAndSave,
		Cases: Cases{
			Table:          "copy the table into a spreadsheet, and save that as .xlsx or CSV",
			Database:       "export the table as CSV",
			Phones:         "export the phones as CSV",
			People:         "export the people as CSV",
			JSON:           "export the list as .xlsx or CSV",
			Packed:         "unpack it first",
			PackedBy:       "unpack it first: %s FILE",
			EmptyArchive:   "name the list",
			Archive:        "unpack it, and pass the list that is in it",
			LockFile:       "pass the list itself; its name is this name without the signs in front",
			Numbers:        "export it from Numbers: File, Export To, Excel (or CSV)",
			OfficeDocument: saveAsXLSX,
			OtherText:      openAndSave,
		},
	},
	{
		Code:    DamagedGzip,
		Meaning: "the compressed file is damaged, or not whole",
		Remedy:  "copy it again; gzip -t FILE tests it",
	},
	{
		Code:    RecordTooLong,
		Meaning: "a row has more than a mebibyte",
		Remedy:  "close the quote that is opened there, or split the row",
		Cases:   Cases{TextBeside: "delete the text that does not belong to a list"},
	},
	{
		Code:    TooManyRows,
		Meaning: "the list has more rows than --max-rows allows",
		Remedy:  "split it, or allow more with --max-rows",
	},
	{
		Code:    FileTooLarge,
		Meaning: "the file has more than a gibibyte, unpacked",
		Remedy:  "see whether it is the right one; if so, split it",
	},
	{
		Code:    WorkbookDamaged,
		Meaning: "the workbook is damaged, or not whole",
		Remedy: "open it in the spreadsheet program and save it under a new name as .xlsx; " +
			"if it does not open there, ask for a new copy",
		Cases: Cases{
			BadDownload: "download it again; or open it in a spreadsheet, let that repair it, and save it under a new name",
		},
	},
	{
		Code:    WorkbookEncrypted,
		Meaning: "the workbook opens with a password only",
		Remedy: "open it in the spreadsheet program, remove the password (Excel: File, Info, Protect Workbook, " +
			"Encrypt with Password), and save it",
	},
	{
		Code:    WorkbookTooLarge,
		Meaning: "the workbook is too large once it is unpacked, or made to be",
		Remedy:  "save the one sheet that is the list as CSV UTF-8, or split the list",
	},
	{
		Code:    OldWorkbook,
		Meaning: "a workbook of the old kind (.xls)",
		Remedy:  saveAsXLSX,
	},
	{
		Code:    BinaryWorkbook,
		Meaning: "a binary workbook (.xlsb)",
		Remedy:  saveAsXLSX,
	},
	{
		Code:    OpenDocument,
		Meaning: "an OpenDocument spreadsheet (.ods)",
		Remedy:  saveAsXLSX,
	},
	{
		Code:    NoSuchSheet,
		Meaning: "the workbook has no sheet of that name",
		Remedy:  "name one of its sheets with --sheet",
		Cases:   Cases{SheetsNamed: "name one of its sheets with --sheet: %s", TextHasNone: "leave --sheet out"},
	},
	{
		Code:    NoVisibleSheet,
		Meaning: "all sheets of the workbook are hidden",
		Remedy:  "show the sheet that is the list, or name it with --sheet",
		Cases:   Cases{NoCells: saveAsXLSX},
	},
}
