package preflight

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A finding is a problem of one row that only the whole list can tell.
type finding struct {
	row  uint32
	tell func(row uint32) Problem
}

// A clash is one key that no two rows may share, as they would take each other's place on the dialer.
type clash struct {
	code    apiclient.Code
	key     key
	field   apiclient.Field // that the problem stands at
	message string
}

// clashes are domain rules, each by R-04: all rows of a clash are wrong, not the later ones.
var clashes = []clash{
	{codes.DupExtension, extensionKey, apiclient.Extension, "the same extension on the same server as"},
	{codes.DupLogin, loginKey, apiclient.PhoneLogin, "for the dialer the same phone_login as"},
	{codes.DupDialplan, dialplanKey, apiclient.DialplanNumber, "the same dialplan_number on the same server as"},
}

// clashing finds the rows of every clash.
func (t *traces) clashing(keys *keyset) (found []finding) {
	for _, c := range clashes {
		for _, members := range t.groups(keys, c.code, c.key) {
			for _, row := range members {
				found = append(found, finding{row, func(row uint32) Problem { return t.clash(c, row, members) }})
			}
		}
	}
	return found
}

// groups finds the rows that share a key, unless nobody wants to know.
func (t *traces) groups(keys *keyset, code apiclient.Code, k key) [][]uint32 {
	if t.judge.options.Ignore[code] {
		return nil
	}
	return keys.groups(t.n, func(row uint32) uint64 {
		b, i := t.at(row)
		if k == dialplanKey && code == codes.DupDialplan {
			return pairOf(b.hashes[k][i], t.servers.hashes[b.servers[i]])
		}
		return b.hashes[k][i]
	})
}

func (t *traces) clash(c clash, row uint32, members []uint32) Problem {
	others, text := t.others(row, members)
	return Problem{
		Line: t.line(row), Column: t.judge.cols.name(c.field), Value: t.value(row, c.field), Severity: codes.Error,
		Code: c.code, Message: c.message + " " + text, Hint: codes.Remedy(c.code), Others: others,
	}
}
