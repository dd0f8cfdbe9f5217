package preflight

import (
	"fmt"

	"phonebatch/apiclient"
)

// An olderSpec says what some builds store of a field that today's builds keep, and the message about it.
type olderSpec struct {
	apiclient.OlderSpec
	message func(rows int) string
}

// olderSpecs returns what older builds store of a field, from the field table.
func olderSpecs(d apiclient.Dialect, f apiclient.Field) (list []olderSpec) {
	current, _ := d.Spec(apiclient.AddPhone, f.String())
	for _, s := range d.Older(apiclient.AddPhone, f.String()) {
		keeps := fmt.Sprintf("only %s of it", s.Keep)
		if s.Keep == current.Keep {
			keeps = fmt.Sprintf("only its first %d characters", s.Width)
		}
		message := fmt.Sprintf("a dialer of a build before %s stores %s", s.Before, keeps)
		list = append(list, olderSpec{s, func(rows int) string { return inRows(rows) + message }})
	}
	return list
}
