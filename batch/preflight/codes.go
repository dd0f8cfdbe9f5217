package preflight

import (
	"errors"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
)

// ErrorCodes are those of an error of Read for which a whole list is refused; there are none of others.
func ErrorCodes(err error) []apiclient.Code {
	var format *sheet.FormatError
	var head *HeaderError
	var held *HeldError
	switch {
	case errors.As(err, &format):
		return []apiclient.Code{apiclient.Code(format.Code)}
	case errors.As(err, &held):
		return held.Codes()
	case errors.As(err, &head):
		return head.Codes()
	}
	return nil
}
