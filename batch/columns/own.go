package columns

import "phonebatch/batch/sheet"

// The columns of a list that this program reads, and that hold no field of a phone.
const (
	ServersColumn   = "servers"    // the servers on which the person gets a phone
	AliasIDColumn   = "alias_id"   // the alias of the person's phones
	AliasNameColumn = "alias_name" // its name
)

// ownColumns maps normal names to these columns.
var ownColumns = func() map[string]string {
	m := make(map[string]string)
	for _, name := range []string{ServersColumn, AliasIDColumn, AliasNameColumn} {
		m[normal(name)] = name
	}
	return m
}()

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

// ownCell returns the text of an own column in a row, or "" if the list has no such column.
func (c *Columns) ownCell(rec sheet.Record, own string) string {
	if name := c.assigned.own[own]; name != "" {
		return rec.Cells[cellName(name)]
	}
	return ""
}
