package columns

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
	"phonebatch/batch/values"
)

// An AliasMiss is a template that names a column which is empty in a row. Own is the own column that stays empty.
type AliasMiss struct {
	Miss
	Own, Flag string
}

// Alias returns the alias of a row: its cells, or else what --alias and --alias-name make of the row. p holds the
// values of the row before the suffix of a server. Without a name, an alias has the full name, or else its id. An empty
// id means no alias. miss is nil unless a template has no value in this row; then the row has no alias.
func (c *Columns) Alias(rec sheet.Record, p *apiclient.Phone) (id, name string, miss *AliasMiss) {
	if id, miss = c.aliasText(rec, p, AliasIDColumn, &c.aliasing.id); id == "" || miss != nil {
		return "", "", miss
	}
	if name, miss = c.aliasText(rec, p, AliasNameColumn, &c.aliasing.name); miss != nil {
		return "", "", miss
	}
	for _, other := range []string{p.PhoneFullName, id} {
		if name == "" {
			name = other
		}
	}
	return id, name, nil
}

// aliasText returns the cell of an own column, or else the text of its template.
func (c *Columns) aliasText(rec sheet.Record, p *apiclient.Phone, own string, f *fill) (string, *AliasMiss) {
	if text := strings.TrimSpace(c.ownCell(rec, own)); text != "" && !values.Nothing.Has(text) {
		return text, nil
	}
	if column, empty := f.emptyColumn(p, rec.Cells); empty {
		missed := missOf(f, column)
		return "", &AliasMiss{Miss: missed, Own: own, Flag: wayFlags[f.way]}
	}
	return strings.TrimSpace(f.value(p, rec.Cells)), nil
}
