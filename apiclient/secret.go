package apiclient

import "fmt"

// masked is the text that every Secret prints as.
const masked = "***"

// A Secret is a password. A Secret prints as *** through fmt (with every verb), encoding/json, log/slog and zerolog.
// Only Reveal returns the password. Call Reveal only to write a request, or a file whose purpose is to hold passwords.
type Secret string

// Reveal returns the password in clear.
func (s Secret) Reveal() string { return string(s) }

// Format implements fmt.Formatter. String alone would not cover verbs such as %x and %d.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(masked)) }

// String implements fmt.Stringer.
func (s Secret) String() string { return masked }

// MarshalText implements encoding.TextMarshaler, which encoding/json, log/slog and zerolog's Interface use.
func (s Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }
