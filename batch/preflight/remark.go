package preflight

import (
	"phonebatch/apiclient"
)

// A remark is a warning about several rows. It is said once, at the first of them. Under Options.Strict, each row has
// it as an error, because none of them may be sent.
type remark struct {
	code  apiclient.Code
	field apiclient.Field // the field that the problem names
	rows  []uint32        // in the list's order
	value func(row uint32) string
	// message returns the text for a number of rows: all rows or, under Options.Strict, 1.
	message func(row uint32, rows int) string
	others  func(row uint32) []int // the lines of the other rows; may be nil
}
