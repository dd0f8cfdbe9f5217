package preflight

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"phonebatch/apiclient"
)

// A fill is what one field is filled with.
type fill struct {
	way      way
	field    apiclient.Field
	text     string   // as given, passwords left out
	parts    []part   // of a default: text and columns in turn
	servers  []string // to spread rows over
	from, to Number   // to choose from
}

// A part of a default is text, or a reference to a column.
type part struct {
	text   string
	column string
	field  apiclient.Field
	known  bool // the column is one of a phone's fields
}

// fieldCharacters are those of a column's name: what follows them may be a password.
const fieldCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_- "

// beginning is as much of a text as can be a column's name.
func beginning(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, fieldCharacters))]
}

// parseFill reads one fill. Its errors are *FillError.
func parseFill(w way, text string) (fill, error) {
	name, value, found := strings.Cut(text, "=")
	field, ok := known[normal(name)]
	f := fill{way: w, field: field, text: text}
	switch {
	case !found && w != generating:
		f.text = beginning(name)
		return f, f.fail("it must be column=value")
	case !ok:
		f.text = beginning(name)
		return f, f.fail("there is no such column; `phonebatch help columns` lists them")
	case field.Secret():
		f.text = name + "=…" // errors must not repeat it
	}
	switch w {
	case spreading:
		return f, f.parseServers(value)
	case numbering:
		return f, f.parseNumbers(value)
	case generating:
		return f, f.parseGenerated(name, found)
	}
	return f, f.parseParts(value)
}

func (f *fill) parseParts(value string) error {
	for value != "" {
		text, rest, opened := strings.Cut(value, "{")
		if text != "" {
			f.parts = append(f.parts, part{text: text})
		}
		if !opened {
			break
		}
		column, after, closed := strings.Cut(rest, "}")
		if !closed || strings.TrimSpace(column) == "" {
			return f.fail("a brace is not closed, or has no column in it")
		}
		p := part{column: strings.TrimSpace(column)}
		p.field, p.known = known[normal(column)]
		f.parts = append(f.parts, p)
		value = after
	}
	if f.field.Secret() && !f.refers() {
		return f.fail("a password for all would stand in the process list and be the same for everybody; --generate makes one for each, a column in braces takes it from there")
	}
	return f.fit()
}

// fit refuses to put a password where everybody can read it.
func (f *fill) fit() error {
	for _, p := range f.parts {
		if p.known && p.field.Secret() && !f.field.Secret() {
			return f.fail("it would put a password where everybody can read it")
		}
	}
	return nil
}

func (f *fill) parseServers(value string) error {
	if f.field != apiclient.ServerIP {
		return f.fail("only server_ip can be spread")
	}
	for server := range strings.SplitSeq(value, ",") {
		server = plainAddress(strings.TrimSpace(server))
		if server == "" || slices.Contains(f.servers, server) {
			return f.fail("want different servers with commas between them, such as 10.0.9.8,10.0.9.9")
		}
		f.servers = append(f.servers, server)
	}
	return nil
}

func (f *fill) parseGenerated(name string, more bool) error {
	f.text = name
	if !f.field.Secret() || more {
		return f.fail("only phone_pass and registration_password can be generated")
	}
	return nil
}

func (f *fill) parseNumbers(value string) (err error) {
	if f.field != apiclient.Extension {
		return f.fail("only extension can be numbered; the others can follow it: --default phone_login={extension}, or --usual-defaults")
	}
	from, to, _ := strings.Cut(value, "-")
	f.from, err = parseNumber(from)
	if err == nil {
		f.to, err = parseNumber(to)
	}
	if err != nil || f.from.Digits != f.to.Digits || f.from.N > f.to.N {
		return f.fail("want the first and the last number, of as many digits, such as 2001-2999")
	}
	return nil
}

// A Number is an extension that the program can choose: so many digits, those before N being zeros.
type Number struct{ N, Digits int }

func (n Number) String() string { return fmt.Sprintf("%0*d", n.Digits, n.N) }

// maxDigits is how many digits a number to choose may have: what a mailbox can hold.
const maxDigits = 10

func parseNumber(text string) (Number, error) {
	text = strings.TrimSpace(text)
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil || len(text) < 2 || len(text) > maxDigits {
		return Number{}, strconv.ErrSyntax
	}
	return Number{int(n), len(text)}, nil
}

// needs are the fields that must be filled before this one.
func (f *fill) needs() []apiclient.Field {
	switch f.way {
	case numbering:
		return []apiclient.Field{apiclient.ServerIP} // where it must be free
	case generating:
		return []apiclient.Field{apiclient.Extension} // whose it is
	}
	var fields []apiclient.Field
	for _, p := range f.parts {
		if p.known {
			fields = append(fields, p.field)
		}
	}
	return fields
}

// misses finds the first column that a default names and that says nothing in this row.
func (f *fill) misses(p *apiclient.Phone, cells map[string]string) (column part, empty bool) {
	for _, part := range f.parts {
		v := ""
		switch {
		case part.known:
			v = p.Value(part.field)
		case part.column != "":
			v = strings.TrimSpace(cells[part.column])
		default:
			continue
		}
		if v == "" || saysNothing(f.field, v) {
			return part, true
		}
	}
	return part{}, false
}

// made is the value of a default. cells are those of unknown columns.
func (f *fill) made(p *apiclient.Phone, cells map[string]string) string {
	var b strings.Builder
	for _, part := range f.parts {
		switch {
		case part.known:
			b.WriteString(p.Value(part.field))
		case part.column != "":
			b.WriteString(strings.TrimSpace(cells[part.column]))
		default:
			b.WriteString(part.text)
		}
	}
	return b.String()
}

func (f *fill) fail(reason string) error { return &FillError{wayFlags[f.way], f.text, reason} }

// A FillError says that a way of filling cells cannot be used.
type FillError struct{ Flag, Text, Reason string }

func (e *FillError) Error() string { return fmt.Sprintf("%s %s: %s", e.Flag, e.Text, e.Reason) }

func (f fill) refers() bool {
	for _, p := range f.parts {
		if p.column != "" {
			return true
		}
	}
	return false
}
