package report

import "phonebatch/batch"

// A compared is the part of a document that says how a list and a dialer differ.
type compared struct {
	Same       int              `json:"same"`
	OnlyList   []comparedRow    `json:"only_in_list"`
	OnlyDialer []comparedPlace  `json:"only_on_dialer"`
	Different  []comparedValues `json:"different"`
	LeftOut    int              `json:"left_out"`
}

// A comparedPlace names a phone of the dialer.
type comparedPlace struct {
	ServerIP  string `json:"server_ip"`
	Extension string `json:"extension"`
	Name      string `json:"name"`
}

// A comparedRow names the phone of a row.
type comparedRow struct {
	Line      int    `json:"line"`
	ServerIP  string `json:"server_ip"`
	Extension string `json:"extension"`
}

// A comparedValues names the phone of a row, and the columns that differ with both values.
type comparedValues struct {
	Line      int               `json:"line"`
	ServerIP  string            `json:"server_ip"`
	Extension string            `json:"extension"`
	Columns   []string          `json:"columns"`
	Listed    map[string]string `json:"listed"`
	Shown     map[string]string `json:"shown"`
}

// comparedOf returns the part of a document for a comparison.
func comparedOf(c *batch.Comparison) *compared {
	d := &compared{
		Same: c.Same, OnlyList: []comparedRow{}, OnlyDialer: []comparedPlace{}, Different: []comparedValues{}, LeftOut: c.LeftOut,
	}
	for _, o := range c.OnlyList {
		d.OnlyList = append(d.OnlyList, comparedRow{o.Line, o.Shown, o.Name})
	}
	for i := range c.OnlyDialer {
		p := &c.OnlyDialer[i]
		d.OnlyDialer = append(d.OnlyDialer, comparedPlace{p.ServerIP, p.Extension, p.PhoneFullName})
	}
	for _, x := range c.Differ {
		v := comparedValues{
			Line: x.Object.Line, ServerIP: x.Object.Shown, Extension: x.Object.Name,
			Listed: make(map[string]string), Shown: make(map[string]string),
		}
		for _, column := range x.Columns {
			v.Columns = append(v.Columns, column.Column)
			v.Listed[column.Column], v.Shown[column.Column] = column.Listed, column.Shown
		}
		d.Different = append(d.Different, v)
	}
	return d
}
