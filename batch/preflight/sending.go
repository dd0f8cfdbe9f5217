package preflight

// A Sending is what would be sent of a list.
type Sending struct {
	Servers map[string]int `json:"servers"`          // rows by server_ip
	Others  int            `json:"others,omitempty"` // rows for servers that are none by their address
	Mended  int            `json:"mended"`           // rows of the list, ready or not
	Warned  int            `json:"warned"`
}

// sending counts the rows that are not invalid, by their servers.
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
