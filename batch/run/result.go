package run

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/preflight"
)

// invalidResult is the result of a row that pre-flight refused: its first error, and how many more there are.
func invalidResult(row *preflight.Row) (code apiclient.Code, message, hint string) {
	for _, p := range row.Problems {
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
