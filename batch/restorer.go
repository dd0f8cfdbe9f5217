package batch

import (
	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// A restorer gives changed phones and aliases their earlier values.
type restorer struct {
	undo   *Undo
	client *apiclient.Client
	page   run.Members // of the dialer's list of aliases; nil if there is no alias, or if the list cannot be read
	silent bool        // the dialer can show that list, and gave no answer

	late map[*object.Object][]int // the aliases that wait for phones, and the indexes of these phones in the undo

	adds []*object.Object // the phones to add again
	came bool             // addAgain has come to them
}
