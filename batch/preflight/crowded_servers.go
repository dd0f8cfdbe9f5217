package preflight

import (
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// The limits of domain rule R-16. A telephony server has too many phones if it has more than manyPhones. It has far
// more than the other servers if it has more than farMore times their average, and at least farMoreRows more than
// their average, so that short lists cause no warning.
const (
	manyPhones  = 50
	farMore     = 2
	farMoreRows = 10
)

// crowdedServer is domain rule R-16. It returns one remark for each server with too many phones.
func (t *traces) crowdedServer(*sorter) (remarks []remark) {
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
		if message := crowdMessage(s.phones, all-s.phones, listed-1); message != "" {
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

// crowdMessage returns what is odd about the number of phones of a server, or "". others is the number of phones of all
// other servers together, sisters the number of these servers.
func crowdMessage(phones, others, sisters int) string {
	if sisters > 0 && phones*sisters > farMore*others && phones*sisters-others >= farMoreRows*sisters {
		return fmt.Sprintf("the list has %d phones for this server, and %d for each of its sisters", phones, (others+sisters/2)/sisters)
	}
	if phones > manyPhones {
		return fmt.Sprintf("the list has %d phones for this server; one telephony server serves about %d", phones, manyPhones)
	}
	return ""
}
