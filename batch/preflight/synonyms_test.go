package preflight

import (
	"slices"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
)

func TestEverySynonymIsTakenAndSaid(t *testing.T) {
	header, cells := requiredOf(good())
	for _, f := range apiclient.Fields() {
		if !f.Required() {
			header, cells = append(header, f.String()), append(cells, "x")
		}
	}
	for _, f := range apiclient.Fields() {
		for _, name := range columns.Synonyms(f) {
			header := slices.Clone(header)
			header[f] = name
			l := mustRead(t, table(header, cells), Options{Keep: true})
			if !slices.Equal(l.Mapped, []columns.Mapped{{Column: name, Field: f.String()}}) || len(l.Unknown) != 0 || l.Rows[0].Phone.Value(f) == "" {
				t.Errorf("%q: taken %v, unknown %q", name, l.Mapped, l.Unknown)
			}
		}
	}
}
