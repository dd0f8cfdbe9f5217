package preflight

import (
	"fmt"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// An olderSpec is what some builds made of a field that today's keep, and what is said of it.
type olderSpec struct {
	apiclient.OlderSpec
	message func(rows int) string
}

// olderSpecs asks the field table what older builds made of a field.
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

// olderBuild finds what today's dialers keep and older ones do not (contract/API.md, "Other builds"): one line a
// field, where nobody knows yet which build it is. Whole fields that older builds ignore are left alone.
func olderBuild(j *judge, p *apiclient.Phone) {
	for f, builds := range j.older {
		f := apiclient.Field(f)
		if builds == nil {
			continue
		}
		v := p.Value(f)
		if v == "" || j.damaged.has(f) || j.stored(f, v) != v || strings.Contains(v, "'") { // which emailApostrophe is about
			continue
		}
		for i := range builds {
			if builds[i].Stored(v) != v {
				j.onceOf(onceKey{codes.OlderBuild, f}, f, builds[i].message)
				break
			}
		}
	}
}
