package preflight

import (
	"math"
	"strings"

	"phonebatch/batch/values"
)

// servers numbers the telephony servers of a list and counts their phones. It is not safe for concurrent use.
type servers struct {
	known  map[string]*server
	last   *server  // consecutive rows mostly have the same server
	hashes []uint64 // of the addresses, by number
}

// A server is one telephony server of the list. Number 0 stands for a value that is not an address, and for servers
// beyond the largest number.
type server struct {
	ip     string
	hash   uint64
	number uint16
	phones int
}

func newServers() servers {
	none := &server{}
	return servers{known: map[string]*server{"": none}, last: none, hashes: []uint64{0}}
}

// enter counts a phone of a server, by its address as the dialer stores it.
func (s *servers) enter(ip string, h *hasher) *server {
	if s.last.ip != ip {
		known := s.known[ip]
		if known == nil {
			known = &server{ip: strings.Clone(ip), hash: h.sum(h.judge.dialect.Fold(ip))}
			if len(s.known) > math.MaxUint16 { // no cluster has so many servers: the column holds something else
				return known
			}
			if values.Address(ip) {
				known.number = uint16(len(s.hashes))
				s.hashes = append(s.hashes, known.hash)
			}
			s.known[known.ip] = known
		}
		s.last = known
	}
	s.last.phones++
	return s.last
}
