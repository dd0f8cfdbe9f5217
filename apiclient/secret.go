package apiclient

import "fmt"

// masked is all that a Secret ever prints.
const masked = "***"

// A Secret is a password. It prints as *** through fmt, JSON and zerolog, whatever the verb;
// Reveal alone gives the value, and is called only where it goes into a request or into a
// file that exists to hold it.
type Secret string

// Reveal returns the password itself.
func (s Secret) Reveal() string { return string(s) }

// Format implements fmt.Formatter for every verb, %x and %q included, which String alone would not.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(masked)) }

// String implements fmt.Stringer.
func (s Secret) String() string { return masked }

// MarshalText implements encoding.TextMarshaler, and so covers encoding/json and zerolog's Interface.
func (s Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }
