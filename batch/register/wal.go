package register

import (
	"bytes"
	"encoding/binary"
)

// The format of the write-ahead log of SQLite (sqlite.org/fileformat2.html, section 4): a header, then frames. A frame
// is a frame header and a page.
const (
	walHeader      = 32
	walFrameHeader = 24
	walMagic       = 0x377f0682 // the lowest bit is set if the sums are over big-endian words
)

// lostCommits reports whether a log has transactions that SQLite will ignore: a frame that ends a transaction comes
// after a frame that does not fit its sum. The log of a killed process has no such frames; that of a damaged disk may
// have. If the disk has cut off the end of the log, lostCommits cannot notice it.
func lostCommits(log []byte) bool {
	if len(log) <= walHeader+walFrameHeader {
		return false
	}
	magic, size := binary.BigEndian.Uint32(log), int(binary.BigEndian.Uint32(log[8:]))
	order := binary.ByteOrder(binary.LittleEndian)
	if magic&1 == 1 {
		order = binary.BigEndian
	}
	a, b := walSum(order, 0, 0, log[:24])
	if magic&^1 != walMagic || !fits(log[24:], a, b) || size < 512 || size > 65536 || size&(size-1) != 0 {
		return true // SQLite ignores the whole log
	}
	salts, whole := log[16:24], true
	for at := walHeader; at+walFrameHeader+size <= len(log); at += walFrameHeader + size {
		frame := log[at : at+walFrameHeader+size]
		if whole && !bytes.Equal(frame[8:16], salts) {
			// The frame is a leftover from a longer log, unless frames with the salts of this log come after it.
			whole = false
		}
		if whole {
			a, b = walSum(order, a, b, frame[:8])
			a, b = walSum(order, a, b, frame[walFrameHeader:])
			whole = fits(frame[16:], a, b)
		}
		if !whole && bytes.Equal(frame[8:16], salts) && binary.BigEndian.Uint32(frame[4:]) != 0 {
			return true
		}
	}
	return false
}

// walSum adds text to the sum a, b of the log. The length of text is a multiple of 8.
func walSum(order binary.ByteOrder, a, b uint32, text []byte) (uint32, uint32) {
	for ; len(text) >= 8; text = text[8:] {
		a += order.Uint32(text) + b
		b += order.Uint32(text[4:]) + a
	}
	return a, b
}

// fits reports whether a stored sum is a, b.
func fits(stored []byte, a, b uint32) bool {
	return binary.BigEndian.Uint32(stored) == a && binary.BigEndian.Uint32(stored[4:]) == b
}
