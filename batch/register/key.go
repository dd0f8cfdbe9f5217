package register

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"sync"
)

const (
	keySize = 32
	masked  = "***"
)

// A Key makes the keyed sums (truncated HMAC-SHA256) that the register stores in place of values. A Key prints as ***
// with every verb of fmt, and in JSON and zerolog. Its methods are safe for concurrent use. The methods of the zero Key
// panic.
//
// A sum is made in three steps: start, the parts, finish.
type Key struct {
	// The field is a func because fmt prints only the address of a func. If a Key is in an unexported field of another
	// type, fmt does not call the methods of Key.
	pool func() *sync.Pool
}

// keyFrom makes a Key from its secret. The pool keeps keyed HMAC states for reuse: keying a state costs two of the four
// blocks that the sum of a short text costs.
func keyFrom(secret []byte) Key {
	pool := &sync.Pool{New: func() any { return &summing{mac: hmac.New(sha256.New, secret)} }}
	return Key{func() *sync.Pool { return pool }}
}

// A summing collects the parts of a text and sums it. The length of each part counts: the parts "ab", "c" and the parts
// "a", "bc" have different sums.
type summing struct {
	mac  hash.Hash
	text []byte
	out  [sha256.Size]byte
}

// start begins a sum for a purpose. Equal parts have different sums for different purposes. Call finish or done at the
// end.
func (k Key) start(purpose string) *summing {
	s := k.pool().Get().(*summing)
	s.text = s.text[:0]
	s.str(purpose)
	return s
}

// done ends the use of a summing.
func (k Key) done(s *summing) { k.pool().Put(s) }

// finish returns a copy of the first n bytes of the sum, and ends the use of the summing.
func (k Key) finish(s *summing, n int) []byte {
	defer k.done(s)
	return bytes.Clone(s.sum(n))
}

func (s *summing) str(parts ...string) {
	for _, part := range parts {
		s.text = binary.BigEndian.AppendUint32(s.text, uint32(len(part)))
		s.text = append(s.text, part...)
	}
}

func (s *summing) bytes(part []byte) {
	s.text = binary.BigEndian.AppendUint32(s.text, uint32(len(part)))
	s.text = append(s.text, part...)
}

func (s *summing) num(parts ...int64) {
	for _, part := range parts {
		s.text = binary.BigEndian.AppendUint64(s.text, uint64(part))
	}
}

// sum returns the first n bytes of the sum. The bytes are valid until the next call of sum or done.
func (s *summing) sum(n int) []byte {
	s.mac.Reset()
	s.mac.Write(s.text)
	return s.mac.Sum(s.out[:0])[:n]
}

// number returns the sum of the parts as an integer other than 0, which stands for no value in the register.
func (k Key) number(purpose string, parts ...string) int64 {
	s := k.start(purpose)
	defer k.done(s)
	s.str(parts...)
	if n := int64(binary.BigEndian.Uint64(s.sum(8))); n != 0 {
		return n
	}
	return 1
}

// check returns a sum that depends only on the key. The register stores it to notice a damaged key.
func (k Key) check() []byte { return k.finish(k.start("the key itself"), 8) }

// Format implements fmt.Formatter for every verb.
func (k Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(masked)) }

// String implements fmt.Stringer.
func (k Key) String() string { return masked }

// MarshalText implements encoding.TextMarshaler, which encoding/json and zerolog use.
func (k Key) MarshalText() ([]byte, error) { return []byte(masked), nil }

// macSize is the length in bytes of the keyed sum in every row.
const macSize = 16
