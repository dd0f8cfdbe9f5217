package columns

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/exit"
	"phonebatch/batch/values"
)

// A fill says how one field is filled.
type fill struct {
	way      Way
	field    apiclient.Field
	text     string   // as given, without passwords
	parts    []part   // of a default: text and columns in turn
	servers  []string // of --spread
	from, to Number   // of --number
}

// A part of a default is text, or a reference to a column.
type part struct {
	text   string
	column string
	field  apiclient.Field
	known  bool // true if the column holds a field of a phone
}

// fieldCharacters are the characters of a field's name. Characters after the name may belong to a password.
const fieldCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_- "

// namePrefix returns the start of a text that can be the name of a field.
func namePrefix(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, fieldCharacters))]
}

// parseFill reads one value of a flag that fills cells. The error is a *FillError.
func parseFill(w Way, text string) (fill, error) {
	name, value, found := strings.Cut(text, "=")
	field, ok := known[normal(name)]
	f := fill{way: w, field: field, text: text}
	switch {
	case !found && w != byGenerate:
		f.text = namePrefix(name)
		return f, f.fail("it must be column=value")
	case !ok:
		f.text = namePrefix(name)
		return f, f.fail("there is no such column; `phonebatch help columns` lists them")
	case field.Secret():
		f.text = name + "=…" // errors must not show the password
	}
	switch w {
	case bySpread:
		return f, f.parseServers(value)
	case byNumber:
		return f, f.parseNumbers(value)
	case byGenerate:
		return f, f.parseGenerated(name, found)
	}
	return f, f.parseParts(value)
}

// parseParts reads the value of a default: text, and columns in braces.
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
		return f.fail("one password for all phones would stand in the process list and be the same for everybody; " +
			"--generate makes one for each phone, {column} takes it from a column")
	}
	return f.fit()
}

// fit refuses a default that copies a password into a field that is not secret.
func (f *fill) fit() error {
	for _, p := range f.parts {
		if p.known && p.field.Secret() && !f.field.Secret() {
			return f.fail("it would put a password where everybody can read it")
		}
	}
	return nil
}

// parseServers reads the value of --spread.
func (f *fill) parseServers(value string) error {
	if f.field != apiclient.ServerIP {
		return f.fail("only server_ip can be spread")
	}
	for server := range strings.SplitSeq(value, ",") {
		server = values.PlainAddress(strings.TrimSpace(server))
		if !values.Address(server) || slices.Contains(f.servers, server) {
			return f.fail("want different servers with commas between them, such as 10.0.9.8,10.0.9.9")
		}
		f.servers = append(f.servers, server)
	}
	return nil
}

// parseGenerated reads the value of --generate, which is a field alone. more says that an equals sign follows the
// field.
func (f *fill) parseGenerated(name string, more bool) error {
	f.text = name
	if !f.field.Secret() || more {
		return f.fail("only phone_pass and registration_password can be generated")
	}
	return nil
}

// parseNumbers reads the value of --number.
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

// A Number is an extension that a Chooser can choose: N with leading zeros, in so many digits.
type Number struct{ N, Digits int }

func (n Number) String() string { return fmt.Sprintf("%0*d", n.Digits, n.N) }

// maxDigits is the largest number of digits of a Number. A mailbox number cannot be longer.
const maxDigits = 10

// parseNumber reads a number of two to maxDigits digits.
func parseNumber(text string) (Number, error) {
	text = strings.TrimSpace(text)
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil || len(text) < 2 || len(text) > maxDigits {
		return Number{}, strconv.ErrSyntax
	}
	return Number{int(n), len(text)}, nil
}

// needs returns the fields that must be filled before this one.
func (f *fill) needs() []apiclient.Field {
	switch f.way {
	case byNumber:
		return []apiclient.Field{apiclient.ServerIP} // the number must be free on the server
	case byGenerate:
		return []apiclient.Field{apiclient.Extension} // the extension tells the Chooser which phone gets the password
	}
	var fields []apiclient.Field
	for _, p := range f.parts {
		if p.known {
			fields = append(fields, p.field)
		}
	}
	return fields
}

// emptyColumn finds the first column that the default names and that has no value in this row. cells holds the unknown
// columns.
func (f *fill) emptyColumn(p *apiclient.Phone, cells map[string]string) (column part, empty bool) {
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
		if v == "" || values.SaysNothing(f.field, v) {
			return part, true
		}
	}
	return part{}, false
}

// value returns the value of a default in this row. cells holds the unknown columns.
func (f *fill) value(p *apiclient.Phone, cells map[string]string) string {
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

// fail returns the *FillError of a fill.
func (f *fill) fail(reason string) error { return &FillError{wayFlags[f.way], f.text, reason} }

// A FillError says why a flag that fills cells cannot be used.
type FillError struct{ Flag, Text, Reason string }

func (e *FillError) Error() string { return fmt.Sprintf("%s %s: %s", e.Flag, e.Text, e.Reason) }

// Status implements exit.Error.
func (e *FillError) Status() int { return exit.Usage }

// Hints implements exit.Error.
func (e *FillError) Hints() []string {
	return []string{"`phonebatch import --help` says how " + e.Flag + " is written"}
}

// refers reports whether the default names a column.
func (f fill) refers() bool {
	for _, p := range f.parts {
		if p.column != "" {
			return true
		}
	}
	return false
}

// namesUnknown reports whether the fill names a column that holds no field of a phone.
func (f *fill) namesUnknown() bool {
	return slices.ContainsFunc(f.parts, func(p part) bool { return p.column != "" && !p.known })
}

// isTemplate reports whether the fill makes a text that is no field of a phone.
func (f *fill) isTemplate() bool { return f.way >= byAlias }
