package codes

// cellKinds are the problems of cells that a spreadsheet has changed, or that a workbook does not show.
var cellKinds = []Kind{
	{
		Code: Scientific, Severity: Error,
		Meaning: "a spreadsheet has rounded a long number to scientific notation",
		Remedy:  typeAgain,
	},
	{
		Code: Date, Severity: Error,
		Meaning: "a spreadsheet has made a date of the value",
		Remedy:  typeAgain,
	},
	{
		Code: SheetError, Severity: Error,
		Meaning: "an error of a spreadsheet in place of a value",
		Remedy:  "mend the formula in the spreadsheet, type the value in its place, or leave the cell empty",
	},
	{
		Code: Formula, Severity: Error,
		Meaning: "a formula as text, in place of its value",
		Remedy:  "copy the column in the spreadsheet and paste it as values only",
	},
	{
		Code: LongNumber, Severity: Error,
		Meaning: "a number of more than 15 digits; a spreadsheet keeps only 15",
		Remedy:  typeAgain,
	},
	{
		Code: NoCachedValue, Severity: Error,
		Meaning: "a formula whose value is not in the workbook",
		Remedy:  "open the workbook in the spreadsheet program and save it, or paste the column as values only",
	},
	{
		Code: UnclearFormat, Severity: Error,
		Meaning: "a number format that shows nothing of the value, or that cannot be told for sure",
		Remedy:  typeAgain,
		Cases:   Cases{NothingShown: "give the cell another format to see what is in it, or empty it"},
	},
	{
		Code: HiddenRow, Severity: Warning,
		Meaning: "the row is hidden in the workbook",
		Remedy:  "show the hidden rows, and delete the rows that shall not be imported",
	},
	{
		Code: MergedCells, Severity: Warning,
		Meaning: "the cell is merged with others, and only the first of them holds the value",
		Remedy:  "unmerge the cells, and fill in each of them",
	},
}

// recordKinds are the problems of records that are not rows, or that cannot be split into cells.
var recordKinds = []Kind{
	{
		Code:    NotARow,
		Meaning: "a row that reads like a title, a total or a footer, and not like a phone",
		Remedy:  "delete the row; if it is meant as a phone, fill its other cells",
	},
	{
		Code:    Shifted,
		Meaning: "the cells of the row seem to have moved into other columns",
		Remedy:  "put quotes around the cell that holds the delimiter, or insert the cell that is missing",
	},
	{
		Code:    ServersCell,
		Meaning: "a cell in the column servers that names no servers, or names them twice",
		Remedy:  "write servers with commas between them, each with the suffix of its logins: 10.0.9.8=a,10.0.9.9=b",
	},
	{
		Code:    MissingCells,
		Meaning: "the row has fewer cells than the header",
		Remedy:  "give the row a cell for each column, empty ones too",
		Cases: Cases{
			AroundDelimiter: "give the row as many cells as the header has; a cell that holds %s must stand in quotes",
		},
	},
	{
		Code:    ExtraCells,
		Meaning: "the row has more cells than the header",
		Remedy:  "put quotes around cells that hold the delimiter, or take the cells away",
		Cases: Cases{
			AroundDelimiter: "give the row as many cells as the header has; a cell that holds %s must stand in quotes",
			BesideTable:     "delete what stands to the right of the table, or give it a header",
		},
	},
	{
		Code:    BrokenQuotes,
		Meaning: "a quote is not closed, or stands where none can",
		Remedy:  `put the whole cell in quotes and write "" for a quote inside it`,
		Cases: Cases{
			SingleQuotes:   "put the whole cell in single quotes and write '' for one inside it",
			SpacesAtQuotes: "take away the spaces around cells in quotes",
		},
	},
	{
		Code:    CellTooLong,
		Meaning: "a cell has more than a spreadsheet could hold",
		Remedy:  "close the quote that is opened there, or shorten the cell",
		Cases:   Cases{LongestCell: "close the quote that is opened there, or shorten the cell: no cell may have more than %d bytes"},
	},
}
