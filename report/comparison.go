package report

import (
	"fmt"
	"io"
	"strings"

	"phonebatch/batch"
)

// Compared writes how a list and a dialer differ: a line for each difference, TableRows lines at most, and then the
// counts. If w is a terminal, the lines fit its width. The error is that of w.
func Compared(w io.Writer, c *batch.Comparison) error {
	var lines []string
	for _, o := range c.OnlyList {
		lines = append(lines, fmt.Sprintf("line %d: extension %s on %s is only in the list", o.Line, Plain(o.Name), Plain(o.ServerIP)))
	}
	for i := range c.OnlyDialer {
		p := &c.OnlyDialer[i]
		lines = append(lines, fmt.Sprintf("extension %s on %s is only on the dialer: %s", Plain(p.Extension), Plain(p.ServerIP), Plain(p.PhoneFullName)))
	}
	for _, d := range c.Differ {
		o := d.Object
		lines = append(lines, fmt.Sprintf("line %d: extension %s on %s differs: %s", o.Line, Plain(o.Name), Plain(o.ServerIP), strings.Join(d.Columns, ", ")))
	}
	more := max(0, len(lines)-TableRows)
	text := strings.Join(lines[:len(lines)-more], "\n")
	if text != "" {
		text += "\n"
	}
	if more > 0 {
		text += fmt.Sprintf("and %d more\n", more)
	}
	text += fmt.Sprintf("%d the same, %d only in the list, %d only on the dialer, %d different\n", c.Same, len(c.OnlyList), len(c.OnlyDialer), len(c.Differ))
	_, err := io.WriteString(w, Wrap(text, LookOf(w).Width, hang))
	return err
}

// A compared is the part of a document that says how a list and a dialer differ.
type compared struct {
	Same       int              `json:"same"`
	OnlyList   []comparedRow    `json:"only_in_list"`
	OnlyDialer []comparedPlace  `json:"only_on_dialer"`
	Different  []comparedValues `json:"different"`
}

// A comparedPlace names a phone.
type comparedPlace struct {
	ServerIP  string `json:"server_ip"`
	Extension string `json:"extension"`
}

// A comparedRow names the phone of a row.
type comparedRow struct {
	Line      int    `json:"line"`
	ServerIP  string `json:"server_ip"`
	Extension string `json:"extension"`
}

// A comparedValues names the phone of a row, and the columns that differ.
type comparedValues struct {
	Line      int      `json:"line"`
	ServerIP  string   `json:"server_ip"`
	Extension string   `json:"extension"`
	Columns   []string `json:"columns"`
}

// comparedOf returns the part of a document for a comparison.
func comparedOf(c *batch.Comparison) *compared {
	d := &compared{Same: c.Same, OnlyList: []comparedRow{}, OnlyDialer: []comparedPlace{}, Different: []comparedValues{}}
	for _, o := range c.OnlyList {
		d.OnlyList = append(d.OnlyList, comparedRow{o.Line, o.ServerIP, o.Name})
	}
	for i := range c.OnlyDialer {
		d.OnlyDialer = append(d.OnlyDialer, comparedPlace{c.OnlyDialer[i].ServerIP, c.OnlyDialer[i].Extension})
	}
	for _, x := range c.Differ {
		d.Different = append(d.Different, comparedValues{x.Object.Line, x.Object.ServerIP, x.Object.Name, x.Columns})
	}
	return d
}
