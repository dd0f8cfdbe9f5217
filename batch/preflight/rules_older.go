package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// olderBuild finds values that today's dialers keep and older dialers do not (contract/API.md, "Other builds"). It
// warns once for each field, and only if the dialer's build is not known yet. Fields that older builds ignore as a
// whole cause no warning.
func olderBuild(j *judge, p *apiclient.Phone) {
	for f, builds := range j.older {
		f := apiclient.Field(f)
		if builds == nil {
			continue
		}
		v := p.Value(f)
		// The rule emailApostrophe reports an apostrophe.
		if v == "" || j.damaged.has(f) || j.stored(f, v) != v || strings.Contains(v, "'") {
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
