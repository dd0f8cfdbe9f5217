package preflight

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A clash is a key that no two rows may share, because one phone would replace the other on the dialer.
type clash struct {
	code    apiclient.Code
	key     key
	field   apiclient.Field // the field that the problem names
	message string
}

// clashes are domain rules; R-04 says how values are compared. All rows of a clash are wrong, the
// first included.
var clashes = []clash{
	{codes.DupExtension, extensionKey, apiclient.Extension, "the same extension on the same server as"},
	{codes.DupLogin, loginKey, apiclient.PhoneLogin, "for the dialer the same phone_login as"},
	{codes.DupDialplan, dialplanKey, apiclient.DialplanNumber, "the same dialplan_number on the same server as"},
}

// clashFindings finds the rows of every clash.
func (t *traces) clashFindings(keys *sorter) (found []finding) {
	for _, c := range clashes {
		for _, members := range t.groups(keys, c.code, c.key) {
			for _, row := range members {
				found = append(found, finding{row, func(row uint32) Problem { return t.clash(c, row, members) }})
			}
		}
	}
	return found
}

// groups returns the rows that share a key, or nil if the code is ignored.
func (t *traces) groups(keys *sorter, code apiclient.Code, k key) [][]uint32 {
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

// clash returns the problem of one row of a clash.
func (t *traces) clash(c clash, row uint32, members []uint32) Problem {
	others, text := t.others(row, members)
	if len(others) == 0 {
		text = "another phone of this row"
	}
	return Problem{
		Line: t.line(row), Column: t.judge.cols.Name(c.field), Value: t.value(row, c.field), Severity: codes.Error,
		Code: c.code, Message: c.message + " " + text, Hint: codes.Remedy(c.code), Others: others,
	}
}
