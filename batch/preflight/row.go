package preflight

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// A Row is one phone of the list, with its problems. A record with several servers has a Row for each of them, with the
// same Line and Raw, one behind the other.
type Row struct {
	Line     int
	Raw      []byte          // the original bytes of the record
	Phone    apiclient.Phone // trimmed, filled and mended
	Name     string          // the full name as listed or filled: José, where Phone has Jose
	Server   *columns.Server // the server of --servers, or of the cell, that the phone is for; nil if the record has no servers
	Alias    Alias           // the alias that the phone is to be a member of
	Cells    []string        // the texts of the columns List.Cells, as listed; nil for a record that is not a row
	Filled   Fields          // the fields whose values do not come from the list
	Problems []Problem       // errors and warnings
	Invalid  bool            // one of the problems is an error: the row is never sent
	Readable bool            // false for a record that cannot be split into cells

	surplus int // number of blank cells beyond the header
}

// Fields is a set of fields.
type Fields uint32

// Has reports whether the set has a field.
func (s Fields) Has(f apiclient.Field) bool { return s&(1<<f) != 0 }

// unread turns the row into a row that cannot be read. Raw gets all cells that the record had. No value of the row is
// shown.
func (r *Row) unread(h *sheet.Header) {
	r.Raw = h.Widened(r.Raw, r.surplus)
	r.Phone, r.Name, r.Alias, r.Cells, r.Readable = apiclient.Phone{}, "", Alias{}, nil, false
}

// Refusal returns what the result of an invalid row says: the first of its errors, or codes.ListHasErrors for a row
// without an error of its own.
func (r *Row) Refusal() (code apiclient.Code, message, hint string) {
	for _, p := range r.Problems {
		if p.Severity == codes.Error {
			message = p.Message
			if p.Column != "" {
				message = p.Column + ": " + message
			}
			return p.Code, message, p.Hint
		}
	}
	return codes.ListHasErrors, "", ""
}

// ShownServer returns server_ip as it may be shown. A value that does not look like an address may be a password and
// prints as ***.
func (r *Row) ShownServer() string {
	if v := r.Phone.ServerIP; !hides(nil, &r.Phone, apiclient.ServerIP, v) {
		return v
	}
	return "***"
}

// Shown returns the value of a field as it may be shown; the field is not local_gmt. A value that may be a password
// prints as ***.
func (r *Row) Shown(f apiclient.Field) string {
	v := r.Phone.Value(f)
	known := v == "" || v == r.Phone.Extension || v == r.Phone.PhoneLogin
	if hides(nil, &r.Phone, f, v) || !known && (v == r.Phone.PhonePass.Reveal() || v == r.Phone.RegistrationPassword.Reveal()) {
		return "***"
	}
	return v
}
