package preflight

import (
	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// Options are the options of a pre-flight.
type Options struct {
	Sheet    sheet.Options     // how to read the list
	Dialect  apiclient.Dialect // of the dialer that gets the phones
	Mapping  columns.Mapping   // the columns' fields by --map
	Filling  columns.Filling
	Where    columns.Where
	Servers  columns.Servers         // the servers on which each person gets a phone, unless the row names others
	Alias    columns.Aliasing        // the aliases of rows that name none
	Dialers  *Dialers                // which rows the list has for this dialer; nil if all rows are for one dialer
	From     *columns.Origin         // the program that wrote the list; if nil, the header decides
	Ignore   map[apiclient.Code]bool // codes of problems that are left out
	Strict   bool                    // treat warnings as errors
	Asked    bool                    // the dialer is asked about each row later, so rules leave to it what it decides
	Leaving  bool                    // the list names people who leave, or their phones: no field is required
	Updates  bool                    // phones that are there may be changed to the values of the list
	Keep     bool                    // keep the rows; otherwise memory does not grow with the list
	Problems int                     // number of problems of each severity to keep; all are counted
	// Cells chooses the columns whose texts go into Row.Cells, by the names of the header. It is called once, from a
	// goroutine of Read. nil chooses none.
	Cells func(header []string) []string
}
