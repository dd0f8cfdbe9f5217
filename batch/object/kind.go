package object

// A Kind names what a row adds to a dialer.
type Kind string

// The kinds.
const (
	Phone Kind = "phone" // add_phone adds it
	Alias Kind = "alias" // add_phone_alias adds it
)
