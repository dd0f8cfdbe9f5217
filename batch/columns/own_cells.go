package columns

import (
	"strings"

	"phonebatch/batch/sheet"
)

// OwnName returns the list's own name for one of the own columns or, if the list has no such column, the name of the
// own column.
func (c *Columns) OwnName(own string) string {
	if name := c.assigned.own[own]; name != "" {
		return name
	}
	return own
}

// OwnAt returns the name of the list's column with this index if it is an own column, or "".
func (c *Columns) OwnAt(index int) string {
	for _, name := range c.assigned.own {
		if c.header[index] == name {
			return name
		}
	}
	return ""
}

// Dialer returns the cell of the column DialerColumn in a row, without surrounding spaces. is says whether the list has
// that column.
func (c *Columns) Dialer(rec sheet.Record) (cell string, is bool) {
	return strings.TrimSpace(c.ownCell(rec, DialerColumn)), c.assigned.own[DialerColumn] != ""
}

// ownCell returns the text of an own column in a row, or "" if the list has no such column.
func (c *Columns) ownCell(rec sheet.Record, own string) string {
	if name := c.assigned.own[own]; name != "" {
		return rec.Cells[cellName(name)]
	}
	return ""
}
