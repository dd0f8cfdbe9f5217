package preflight

// A Sending is what would be sent of a list.
type Sending struct {
	Servers map[string]int `json:"servers"` // rows by server_ip; at most maxServers of them by name
	Others  int            `json:"others,omitempty"`
	Mended  int            `json:"mended"` // rows of the list, ready or not
	Warned  int            `json:"warned"`
}

// maxServers is how many servers are told apart: no cluster has as many.
const maxServers = 1000

// destinations remember of each row which server it is for, in two bytes.
type destinations struct {
	names []string
	index map[string]uint16
	rows  []uint16
}

func (d *destinations) add(server string) {
	i, known := d.index[server]
	if !known && len(d.names) < maxServers {
		i, known = uint16(len(d.names)), true
		if d.index == nil {
			d.index = make(map[string]uint16)
		}
		server = string([]byte(server)) // which would keep the row's cells in memory
		d.index[server], d.names = i, append(d.names, server)
	}
	if !known {
		i = maxServers
	}
	d.rows = append(d.rows, i)
}

// sending counts the rows that are not invalid.
func (d *destinations) sending(invalid func(row int) bool) Sending {
	s := Sending{Servers: make(map[string]int)}
	for row, i := range d.rows {
		switch {
		case invalid(row):
		case i == maxServers:
			s.Others++
		default:
			s.Servers[d.names[i]]++
		}
	}
	return s
}
