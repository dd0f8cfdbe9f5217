package preflight

import (
	"fmt"
	"slices"

	"phonebatch/apiclient"
)

// clashes finds the rows that would take each other's place on the dialer (domain rules ). Of a row
// that clashes with none it keeps a hash and a few bytes, so that a list of a million rows can stream past.
// It is not safe for concurrent use.
type clashes struct {
	judge  *judge
	kinds  [2]clashKind
	blocks []*block
	n      int // rows so far
}

// A block holds what is kept of some rows. Many small ones grow without being copied.
type block struct {
	lines [blockRows]uint32
	ends  [blockRows][2]uint32 // where extension and phone_login end in text
	text  []byte               // extension and phone_login as listed, row after row
}

const blockRows = 4096

// A clashKind is one key that no two rows may share.
type clashKind struct {
	code    apiclient.Code
	field   apiclient.Field // that the problem stands at
	message string
	hint    string
	keys    keyset
	rows    map[uint64][]uint32 // by hash of the key, only those of two rows and more
}

func newClashes(j *judge) *clashes {
	kind := func(code apiclient.Code, f apiclient.Field, message, hint string) clashKind {
		return clashKind{code, f, message, hint, newKeyset(), make(map[uint64][]uint32)}
	}
	return &clashes{judge: j, kinds: [2]clashKind{
		kind(CodeDupExtension, apiclient.Extension, "the same extension on the same server as", "give each phone of a server its own extension"),
		kind(CodeDupLogin, apiclient.PhoneLogin, "for the dialer the same phone_login as", "give each phone its own login, whatever its server; case, - and _, and what follows the 15th character do not tell logins apart"),
	}}
}

// add enters one row. Rows are numbered from 0 in the order in which they are added.
func (c *clashes) add(line int, listed, p *apiclient.Phone) {
	row := uint32(c.n)
	c.keep(line, listed)
	j := c.judge
	extension := j.dialect.Fold(j.specs[apiclient.Extension].Stored(p.Extension))
	server := j.dialect.Fold(j.specs[apiclient.ServerIP].Stored(p.ServerIP))
	login := j.dialect.Fold(j.dialect.AgentScreen(j.specs[apiclient.PhoneLogin].Stored(p.PhoneLogin)))
	if extension != "" && server != "" {
		c.kinds[0].enter(row, extension, server)
	}
	if login != "" {
		c.kinds[1].enter(row, login, "")
	}
}

// keep keeps what a problem with the row would say.
func (c *clashes) keep(line int, listed *apiclient.Phone) {
	i := c.n % blockRows
	if i == 0 {
		c.blocks = append(c.blocks, new(block))
	}
	b := c.blocks[len(c.blocks)-1]
	b.lines[i] = uint32(line)
	b.text = append(b.text, listed.Extension...)
	b.ends[i][0] = uint32(len(b.text))
	b.text = append(b.text, listed.PhoneLogin...)
	b.ends[i][1] = uint32(len(b.text))
	c.n++
}

func (k *clashKind) enter(row uint32, key, more string) {
	sum := k.keys.hash(key, more)
	first, seen := k.keys.enter(sum, row)
	if !seen {
		return
	}
	if k.rows[sum] == nil {
		k.rows[sum] = []uint32{first}
	}
	k.rows[sum] = append(k.rows[sum], row)
}

// each calls found for every row of every clash, all rows of a clash being wrong, in the order of the rows.
func (c *clashes) each(found func(row int, p Problem)) {
	type hit struct {
		row     uint32
		kind    int
		members []uint32
	}
	var hits []hit
	for k := range c.kinds {
		if c.judge.options.Ignore[c.kinds[k].code] {
			continue
		}
		for _, members := range c.kinds[k].rows {
			for _, row := range members {
				hits = append(hits, hit{row, k, members})
			}
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		if a.row != b.row {
			return int(a.row) - int(b.row)
		}
		return a.kind - b.kind
	})
	for _, h := range hits {
		kind := &c.kinds[h.kind]
		others, text := c.others(h.row, h.members)
		found(int(h.row), Problem{
			Line: c.line(h.row), Column: c.judge.cols.name(kind.field), Value: c.value(h.row, h.kind), Severity: Error,
			Code: kind.code, Message: kind.message + " " + text, Hint: kind.hint, Others: others,
		})
	}
}

// value is the extension (kind 0) or login (kind 1) of a row as listed.
func (c *clashes) value(row uint32, kind int) string {
	b, i := c.blocks[row/blockRows], row%blockRows
	start := uint32(0)
	switch {
	case kind == 1:
		start = b.ends[i][0]
	case i > 0:
		start = b.ends[i-1][1]
	}
	return string(b.text[start:b.ends[i][kind]])
}

func (c *clashes) line(row uint32) int { return int(c.blocks[row/blockRows].lines[row%blockRows]) }

// others names the first of the other rows of a clash.
func (c *clashes) others(row uint32, members []uint32) (lines []int, text string) {
	for _, m := range members {
		if m != row && len(lines) < maxOthers {
			lines = append(lines, c.line(m))
		}
	}
	text = "line "
	if len(lines) > 1 {
		text = "lines "
	}
	for i, l := range lines {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprint(l)
	}
	if more := len(members) - 1 - len(lines); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return lines, text
}
