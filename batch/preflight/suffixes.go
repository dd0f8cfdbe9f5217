package preflight

import (
	"fmt"
	"strings"

	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

// suffixes holds the suffix of each server of a list, with the line that gave it: 0 for --servers.
type suffixes map[string]suffixAt

type suffixAt struct {
	suffix string
	line   int
}

// newSuffixes returns the suffixes of --servers.
func newSuffixes(servers columns.Servers) suffixes {
	known := make(suffixes)
	for _, server := range servers {
		known[server.IP] = suffixAt{server.Suffix, 0}
	}
	return known
}

// differs notes the suffixes of a row, and returns a problem if a server has another suffix elsewhere: the login of a
// person would depend on the row.
func (k suffixes) differs(j *judge, line int, column string, servers columns.Servers) *Problem {
	for _, server := range servers {
		was, known := k[server.IP]
		switch {
		case !known:
			k[server.IP] = suffixAt{server.Suffix, line}
		case !strings.EqualFold(was.suffix, server.Suffix):
			where := fmt.Sprintf("in line %d", was.line)
			if was.line == 0 {
				where = "in --servers"
			}
			return j.problem(column, server.IP+"="+server.Suffix, codes.SuffixDiffers, fmt.Sprintf("%s has the suffix %q %s", server.IP, was.suffix, where))
		}
	}
	return nil
}
