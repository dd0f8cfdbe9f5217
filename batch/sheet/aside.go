package sheet

// An Aside is a row that is not a record: the reader skips the row and reports the line and the reason.
type Aside struct {
	Line int    `json:"line"`
	Why  Reason `json:"why"`
}

// A Reason is the reason for setting a row aside.
type Reason string

// The reasons for setting a row aside.
const (
	AboveHeader    Reason = "above_header"    // a title above the header
	HeaderRepeated Reason = "header_repeated" // a repeated header below the first one
	TotalsRow      Reason = "totals_row"      // the totals row of a table in a workbook
	SepLine        Reason = "sep_line"        // a sep= line whose delimiter the list does not use
	TypeLine       Reason = "type_line"       // the #TYPE line that Windows PowerShell writes
)

// A Recognizer returns how many cells of a row name columns, and whether every filled cell of the row names a column.
type Recognizer func(cells []string) (named int, all bool)
