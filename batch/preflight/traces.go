package preflight

import (
	"hash/maphash"

	"phonebatch/apiclient"
	"phonebatch/batch/values"
)

// traces keeps what the rules for several rows need to know of every row: hashes and a few bytes. A list of a million
// rows then needs little memory. It is not safe for concurrent use.
type traces struct {
	hasher
	blocks  []*block
	n       int // rows so far
	servers servers
	aliases []aliasTrace // in the order of their rows
}

// A key is a value, or a pair of values, that rows may have in common. Rows are compared by the hashes of their keys.
type key int

// The keys of a row. A row with the hash 0 has no such key.
const (
	extensionKey key = iota // extension and server
	loginKey                // phone_login
	dialplanKey             // dialplan_number, for SIP and IAX2 only
	voicemailKey            // voicemail_id
	secretKey               // registration_password
	numKeys
)

// tracedFields are the fields whose listed values, and whose numbers of digits, are kept.
var tracedFields = [...]apiclient.Field{apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneLogin}

// A block holds what is kept of blockRows rows. Memory grows block by block, without copying.
type block struct {
	lines   [blockRows]uint32
	hashes  [numKeys][blockRows]uint64
	people  [blockRows]uint32                    // hash of the extension, which stands for the person
	servers [blockRows]uint16                    // by their number in traces.servers
	digits  [blockRows][len(tracedFields)]uint8  // number of digits; 0 if the value has other characters
	ends    [blockRows][len(tracedFields)]uint32 // where the values end in text
	text    []byte                               // listed values, row by row, without those that equal the extension
}

const blockRows = 4096

func newTraces(j *judge) *traces {
	return &traces{hasher: hasher{judge: j, seed: maphash.MakeSeed()}, servers: newServers()}
}

// add enters one row. Rows are numbered from 0 in the order in which they are added.
func (t *traces) add(line int, listed, p *apiclient.Phone) {
	i := t.n % blockRows
	if i == 0 {
		t.blocks = append(t.blocks, new(block))
	}
	b := t.blocks[len(t.blocks)-1]
	b.lines[i] = uint32(line)
	b.enter(i, listed, p)
	t.hash(b, i, p)
	t.n++
}

// enter keeps the listed values that problems with the row would show, and the lengths of its numbers.
func (b *block) enter(i int, listed, p *apiclient.Phone) {
	for k, f := range tracedFields {
		if v := listed.Value(f); k == 0 || v != listed.Extension {
			b.text = append(b.text, v...)
		}
		b.ends[i][k] = uint32(len(b.text))
		b.digits[i][k] = values.Digits(p.Value(f))
	}
}

// hash enters the hashes of the row's keys, as the dialer compares values (domain rule R-04).
func (t *traces) hash(b *block, i int, p *apiclient.Phone) {
	j := t.judge
	person := t.folded(apiclient.Extension, p.Extension)
	b.people[i] = uint32(person >> 1)
	server := t.servers.enter(j.stored(apiclient.ServerIP, p.ServerIP), &t.hasher)
	b.servers[i] = server.number
	b.hashes[extensionKey][i] = pairOf(person, server.hash)
	if p.Protocol == "SIP" || p.Protocol == "IAX2" {
		b.hashes[dialplanKey][i] = t.folded(apiclient.DialplanNumber, p.DialplanNumber)
	}
	login := j.dialect.AgentScreen(j.stored(apiclient.PhoneLogin, p.PhoneLogin))
	b.hashes[loginKey][i] = t.sum(j.dialect.Fold(login))
	b.hashes[voicemailKey][i] = t.folded(apiclient.VoicemailID, p.VoicemailID)
	if secret := p.RegistrationPassword.Reveal(); !isFirstTried(secret) { // the rules for passwords report these
		b.hashes[secretKey][i] = t.sum(j.stored(apiclient.RegistrationPassword, secret))
	}
}

// at returns the block of a row, and the index of the row in the block.
func (t *traces) at(row uint32) (*block, int) { return t.blocks[row/blockRows], int(row % blockRows) }

// line returns the line of a row.
func (t *traces) line(row uint32) int {
	b, i := t.at(row)
	return int(b.lines[i])
}

// value returns the listed value of one of the tracedFields.
func (t *traces) value(row uint32, f apiclient.Field) string {
	b, i := t.at(row)
	start := uint32(0)
	if i > 0 {
		start = b.ends[i-1][len(tracedFields)-1]
	}
	first := string(b.text[start:b.ends[i][0]])
	for k, of := range tracedFields {
		end := b.ends[i][k]
		if of == f && end > start {
			return string(b.text[start:end])
		}
		start = end
	}
	return first
}

// others returns the lines of the other records of a group, maxOthers at most, and the words that name them.
func (t *traces) others(row uint32, members []uint32) (lines []int, text string) {
	own, all, last := t.line(row), 0, 0
	for _, m := range members {
		line := t.line(m)
		if line == own || line == last { // another phone of the same record
			continue
		}
		if last = line; all < maxOthers {
			lines = append(lines, line)
		}
		all++
	}
	return lines, linesText(lines, all)
}

// firstOf returns the first row of the record of a row.
func (t *traces) firstOf(row int) int {
	for row > 0 && t.line(uint32(row-1)) == t.line(uint32(row)) {
		row--
	}
	return row
}

// records returns the number of records of some rows, which are in the list's order.
func (t *traces) records(rows []uint32) (n int) {
	for i, row := range rows {
		if i == 0 || t.line(row) != t.line(rows[i-1]) {
			n++
		}
	}
	return n
}
