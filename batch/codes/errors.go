package codes

import "errors"

// OfError returns the codes of an error that refuses a whole list, or nil for an error without codes. An error has
// codes if the error, or an error that it wraps, has a method Codes() []Code.
func OfError(err error) []Code {
	var coded interface {
		error
		Codes() []Code
	}
	if errors.As(err, &coded) {
		return coded.Codes()
	}
	return nil
}
