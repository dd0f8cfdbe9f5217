package report

import (
	"slices"
	"strings"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// problems is what is wrong with the phones of one record.
type problems struct {
	list   string           // the name of the list
	phones int              // of the record, done or not
	rows   []*preflight.Row // of the phones that are not done
	texts  []string         // each text once
	on     [][]string       // the servers of the phones with each text
}

// add adds the problems of a phone that is not done.
func (p *problems) add(row *preflight.Row, r *object.Result) {
	p.rows = append(p.rows, row)
	for _, text := range problemTexts(p.list, row, r) {
		server := row.ShownServer()
		if at := slices.Index(p.texts, text); at >= 0 {
			p.on[at] = append(p.on[at], server)
			continue
		}
		p.texts, p.on = append(p.texts, text), append(p.on, []string{server})
	}
}

// text returns the text of the problem cell. A problem that only some phones of the record have names their servers.
func (p *problems) text() string {
	parts := slices.Clone(p.texts)
	for i := range parts {
		if len(p.on[i]) < p.phones {
			parts[i] += " (" + strings.Join(p.on[i], ", ") + ")"
		}
	}
	return Plain(strings.Join(parts, "; "))
}

// problemTexts returns what is wrong with a phone that is not done. The first text begins with a code.
func problemTexts(list string, row *preflight.Row, r *object.Result) (parts []string) {
	if r.Status != object.Invalid {
		return []string{string(r.Code) + ": " + r.Message}
	}
	for _, p := range row.Problems {
		if p.Severity != codes.Error {
			continue
		}
		text := string(p.Code) + ": " + p.Message
		if p.Column != "" {
			text = string(p.Code) + ": " + p.Column + ": " + p.Message
		}
		if len(p.Others) > 0 {
			text += " of " + list
		}
		parts = append(parts, text)
	}
	return parts
}
