package columns

import (
	"strings"

	"phonebatch/batch/sheet"
	"phonebatch/batch/values"
)

// Servers returns the servers that a row is for: those of its cell, or else those of --servers, in order. wrong says
// what is wrong with the cell; then there are no servers.
func (c *Columns) Servers(rec sheet.Record) (list Servers, wrong string) {
	cell := strings.TrimSpace(c.ownCell(rec, ServersColumn))
	if cell == "" || values.Nothing.Has(cell) {
		return c.servers, ""
	}
	list, wrong = parseServers(strings.Split(cell, ","), c.servers)
	for _, server := range list {
		if c.servers.prefixed() && server.DialplanPrefix == "" {
			return nil, "--dialplan-prefix has no prefix for " + server.IP + ": --servers does not name it"
		}
	}
	return list, wrong
}

// FansOut reports whether a row can have several phones.
func (c *Columns) FansOut() bool { return len(c.servers) > 0 || c.assigned.own[ServersColumn] != "" }
