package preflight

import (
	"hash/maphash"
	"math"
	"strings"

	"phonebatch/apiclient"
)

// traces keep of every row what only the whole list can judge: hashes and a few bytes, so that a list of a million rows
// can stream past. They are not safe for concurrent use.
type traces struct {
	judge   *judge
	seed    maphash.Seed
	blocks  []*block
	n       int // rows so far
	servers servers
}

// A key is one thing that rows may have in common, reduced to a hash.
type key int

// The keys of a row. A hash of 0 says that the row has none.
const (
	extensionKey key = iota // extension and server
	loginKey                // phone_login
	dialplanKey             // dialplan_number, of SIP and IAX2
	voicemailKey            // voicemail_id
	secretKey               // registration_password
	numKeys
)

// traced are the fields of which the value as listed is kept, and the number of digits.
var traced = [...]apiclient.Field{apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneLogin}

// A block holds what is kept of some rows. Many small ones grow without being copied.
type block struct {
	lines   [blockRows]uint32
	hashes  [numKeys][blockRows]uint64
	people  [blockRows]uint32              // hash of the extension: whose phone it is
	servers [blockRows]uint16              // by their number in traces.servers
	digits  [blockRows][len(traced)]uint8  // how many digits the value has; 0 where it has anything else in it
	ends    [blockRows][len(traced)]uint32 // where the values end in text
	text    []byte                         // values as listed, row after row; nothing where it is the extension once more
}

const blockRows = 4096

func newTraces(j *judge) *traces {
	return &traces{judge: j, seed: maphash.MakeSeed(), servers: newServers()}
}

// add enters one row. Rows are numbered from 0 in the order in which they are added.
func (t *traces) add(line int, listed, p *apiclient.Phone) {
	i := t.n % blockRows
	if i == 0 {
		t.blocks = append(t.blocks, new(block))
	}
	b := t.blocks[len(t.blocks)-1]
	b.lines[i] = uint32(line)
	b.keep(i, listed, p)
	t.hash(b, i, p)
	t.n++
}

// keep keeps what problems with the row would show, and how long its numbers are.
func (b *block) keep(i int, listed, p *apiclient.Phone) {
	for k, f := range traced {
		if v := listed.Value(f); k == 0 || v != listed.Extension {
			b.text = append(b.text, v...)
		}
		b.ends[i][k] = uint32(len(b.text))
		b.digits[i][k] = digits(p.Value(f))
	}
}

// digits counts the digits of a value that is nothing but digits, and says 0 of any other, or of more than 255.
func digits(v string) uint8 {
	for i := range len(v) {
		if v[i] < '0' || v[i] > '9' {
			return 0
		}
	}
	if len(v) > math.MaxUint8 {
		return 0
	}
	return uint8(len(v))
}

// hash enters the row's keys as the dialer compares them (domain rule R-04).
func (t *traces) hash(b *block, i int, p *apiclient.Phone) {
	j := t.judge
	person := t.folded(apiclient.Extension, p.Extension)
	b.people[i] = uint32(person >> 1)
	server := t.servers.enter(j.stored(apiclient.ServerIP, p.ServerIP), t)
	b.servers[i] = server.number
	b.hashes[extensionKey][i] = pairOf(person, server.hash)
	if p.Protocol == "SIP" || p.Protocol == "IAX2" {
		b.hashes[dialplanKey][i] = t.folded(apiclient.DialplanNumber, p.DialplanNumber)
	}
	login := j.dialect.AgentScreen(j.stored(apiclient.PhoneLogin, p.PhoneLogin))
	b.hashes[loginKey][i] = t.sum(j.dialect.Fold(login))
	b.hashes[voicemailKey][i] = t.folded(apiclient.VoicemailID, p.VoicemailID)
	if secret := p.RegistrationPassword.Reveal(); !firstTried(secret) { // those are reported as such
		b.hashes[secretKey][i] = t.sum(j.stored(apiclient.RegistrationPassword, secret))
	}
}

// folded is the hash of what the dialer compares of a value.
func (t *traces) folded(f apiclient.Field, v string) uint64 {
	return t.sum(t.judge.dialect.Fold(t.judge.stored(f, v)))
}

// sum hashes a value; 0 stands for the empty one alone.
func (t *traces) sum(v string) uint64 {
	if v == "" {
		return 0
	}
	return maphash.String(t.seed, v) | 1
}

// pairOf makes one hash of two; it is 0 where one of them is.
func pairOf(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return 0
	}
	return (a*0x9e3779b97f4a7c15 + b) | 1
}

func (t *traces) at(row uint32) (*block, int) { return t.blocks[row/blockRows], int(row % blockRows) }

func (t *traces) line(row uint32) int {
	b, i := t.at(row)
	return int(b.lines[i])
}

// value is one of the traced fields of a row as listed.
func (t *traces) value(row uint32, f apiclient.Field) string {
	b, i := t.at(row)
	start := uint32(0)
	if i > 0 {
		start = b.ends[i-1][len(traced)-1]
	}
	first := string(b.text[start:b.ends[i][0]])
	for k, of := range traced {
		end := b.ends[i][k]
		if of == f && end > start {
			return string(b.text[start:end])
		}
		start = end
	}
	return first
}

// others names the first of the other rows of a group.
func (t *traces) others(row uint32, members []uint32) (lines []int, text string) {
	for _, m := range members {
		if m != row && len(lines) < maxOthers {
			lines = append(lines, t.line(m))
		}
		if len(lines) == maxOthers {
			break
		}
	}
	return lines, linesText(lines, len(members)-1)
}

// linesText names some lines of so many.
func linesText(lines []int, of int) string {
	var b strings.Builder
	b.WriteString("line")
	if len(lines) > 1 {
		b.WriteByte('s')
	}
	for i, l := range lines {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(" " + number(l))
	}
	if more := of - len(lines); more > 0 {
		b.WriteString(" and " + number(more) + " more")
	}
	return b.String()
}
