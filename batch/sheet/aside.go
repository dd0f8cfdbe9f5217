package sheet

// An Aside is a row of the list that is no record: it is set aside, and said.
type Aside struct {
	Line int    `json:"line"`
	Why  Reason `json:"why"`
}

// A Reason says why a row is set aside.
type Reason string

// The reasons for which rows are set aside.
const (
	AboveHeader    Reason = "above_header"    // a title, above the row that names the columns
	HeaderRepeated Reason = "header_repeated" // the header again, further down
	TotalsRow      Reason = "totals_row"      // the totals row of a table in a workbook
	SepLine        Reason = "sep_line"        // sep=, with a delimiter that the list does not have
	TypeLine       Reason = "type_line"       // #TYPE, as Windows PowerShell writes it
)

// A Recognizer tells how many of a row's cells name columns, and whether all of its filled cells do.
type Recognizer func(cells []string) (named int, all bool)
