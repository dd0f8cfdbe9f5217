package preflight

import "strings"

// Dialers say which rows of a list with a column dialer belong to the dialer that gets this reading of the list. One
// reading for each dialer takes every record once.
type Dialers struct {
	Names   []string // the dialers that rows may name; case does not count
	Default string   // the dialer of rows that name none; empty if there is none
	Takes   string   // the rows of this dialer are taken
	// Rest says that this reading also takes the records that belong to no dialer: those that cannot be read, and rows
	// that name no dialer of Names, which are refused.
	Rest bool
	// Seen hears of the dialer of each row. A goroutine of Read calls it. Seen may be nil.
	Seen func(name string)
}

// named returns the dialer of a cell, or "" if no dialer has that name.
func (d *Dialers) named(cell string) string {
	if cell == "" {
		return d.Default
	}
	for _, name := range d.Names {
		if strings.EqualFold(name, cell) {
			return name
		}
	}
	return ""
}
