package preflight

import (
	"fmt"
	"math"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// servers number the telephony servers of a list and count their phones.
type servers struct {
	known  map[string]*server
	last   *server  // rows of one server mostly stand together
	hashes []uint64 // of the servers' addresses, by number
}

// A server is what is known of one. Number 0 is that of what is no address, or of more than can be numbered.
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
func (s *servers) enter(ip string, t *traces) *server {
	if s.last.ip != ip {
		known := s.known[ip]
		if known == nil {
			known = &server{ip: strings.Clone(ip), hash: t.sum(t.judge.dialect.Fold(ip))}
			if len(s.known) > math.MaxUint16 { // which no cluster has: a column of something else
				return known
			}
			if address(ip) {
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

// What R-16 calls too many phones for one telephony server, and far more than its sisters have: more than twice
// as many as they have in the middle, and ten more at least, so that short lists are left alone.
const (
	manyPhones  = 50
	farMore     = 2
	farMoreRows = 10
)

// crowdedServer is R-16: one remark a server.
func (t *traces) crowdedServer(*keyset) (remarks []remark) {
	all, listed := 0, 0
	for _, s := range t.servers.known {
		if s.number != 0 {
			all += s.phones
			listed++
		}
	}
	crowded := make(map[uint16]*remark)
	for _, s := range t.servers.known {
		if s.number == 0 {
			continue
		}
		if message := crowd(s.phones, all-s.phones, listed-1); message != "" {
			crowded[s.number] = &remark{
				code: codes.CrowdedServer, field: apiclient.ServerIP, value: func(uint32) string { return s.ip },
				message: func(uint32, int) string { return message },
			}
		}
	}
	if len(crowded) == 0 {
		return nil
	}
	for row := range uint32(t.n) {
		b, i := t.at(row)
		if r := crowded[b.servers[i]]; r != nil {
			r.rows = append(r.rows, row)
		}
	}
	for _, r := range crowded {
		remarks = append(remarks, *r)
	}
	return remarks
}

// crowd says what is odd about a server's number of phones, given how many its sisters have together.
func crowd(phones, others, sisters int) string {
	if sisters > 0 && phones*sisters > farMore*others && phones*sisters-others >= farMoreRows*sisters {
		return fmt.Sprintf("the list has %d phones for this server, and %d for each of its sisters", phones, (others+sisters/2)/sisters)
	}
	if phones > manyPhones {
		return fmt.Sprintf("the list has %d phones for this server; one telephony server serves about %d", phones, manyPhones)
	}
	return ""
}
