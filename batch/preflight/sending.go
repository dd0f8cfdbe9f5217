package preflight

// sending counts the valid rows by their servers. invalid reports whether a row is invalid.
func (t *traces) sending(invalid func(row int) bool) Sending {
	s := Sending{Servers: make(map[string]int)}
	counts := make(map[uint16]int)
	for row := range t.n {
		if b, i := t.at(uint32(row)); !invalid(row) {
			counts[b.servers[i]]++
		}
	}
	for _, server := range t.servers.known {
		if n := counts[server.number]; n > 0 && server.number != 0 {
			s.Servers[server.ip] = n
		}
	}
	s.Others = counts[0]
	return s
}
