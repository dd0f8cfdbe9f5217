package codes

// The codes of headers: the program cannot tell the columns of the list.
const (
	MissingColumn   Code = "missing_column"
	AmbiguousColumn Code = "ambiguous_column"
	DuplicateColumn Code = "duplicate_column"
	NoHeader        Code = "no_header"
	ResultsFile     Code = "results_file"
	HeldBack        Code = "rows_held_back"
	BrokenHeader    Code = "broken_header"
)

// The codes of files: no part of the list can be read.
const (
	UnclearSheet      Code = "unclear_sheet"
	NoHeaderRow       Code = "no_header_row"
	SecondHeader      Code = "second_header"
	OddLineEnds       Code = "odd_line_ends"
	LinesInQuotes     Code = "lines_in_quotes"
	WrongDelimiter    Code = "wrong_delimiter"
	EmptyFile         Code = "empty_file"
	NotUTF8           Code = "not_utf8"
	WrongEncoding     Code = "wrong_encoding"
	MixedEncoding     Code = "mixed_encoding"
	NULBytes          Code = "nul_bytes"
	ForeignFile       Code = "foreign_file"
	DamagedGzip       Code = "damaged_gzip"
	RecordTooLong     Code = "record_too_long"
	TooManyRows       Code = "too_many_rows"
	FileTooLarge      Code = "file_too_large"
	WorkbookDamaged   Code = "workbook_damaged"
	WorkbookEncrypted Code = "workbook_encrypted"
	WorkbookTooLarge  Code = "workbook_too_large"
	OldWorkbook       Code = "old_workbook"
	BinaryWorkbook    Code = "binary_workbook"
	OpenDocument      Code = "open_document"
	NoSuchSheet       Code = "no_such_sheet"
	NoVisibleSheet    Code = "no_visible_sheet"
)
