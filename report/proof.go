package report

import (
	"fmt"
	"time"

	"phonebatch/batch"
	"phonebatch/batch/object"
)

// proof says how far the added phones were proved to be there. Of rows in doubt nothing is claimed.
func (s Summary) proof(added, unconfirmed int) string {
	verified := 0
	for i := range s.Results {
		if r := &s.Results[i]; r.Status == object.Added && r.Verified == object.VerifiedYes {
			verified++
		}
	}
	doubt := ""
	if unconfirmed > 0 {
		doubt = fmt.Sprintf("; of %s in doubt it is not known", plural(unconfirmed, "row"))
	}
	switch {
	case verified == 0:
		return "nobody asked the dialer again whether they are there" + doubt + "\n"
	case verified < added:
		return fmt.Sprintf("asked again, the dialer has %d of them; of the others it is not known\n", verified)
	case unconfirmed > 0:
		return "asked again, the dialer has the phones that were surely added" + doubt + "\n"
	}
	return "asked again, the dialer has every phone that was added\n"
}

// proofGone says how far it was proved that the deleted phones are gone.
func (s Summary) proofGone(deleted int) string {
	verified := 0
	for i := range s.Results {
		if r := &s.Results[i]; r.Status == object.Deleted && r.Verified == object.VerifiedYes {
			verified++
		}
	}
	switch {
	case verified == 0:
		return "nobody asked the dialer again whether they are gone\n"
	case verified < deleted:
		return fmt.Sprintf("asked again, the dialer has %d of those deleted no more; of the others it is not known\n", verified)
	}
	return "asked again, the dialer has none of those deleted any more\n"
}

// rebuild is how long a server takes to notice a new phone and to reload: it looks once a minute (domain.md, "What
// every add sets off").
const rebuild = 2 * time.Minute

// lacks says what the admin pages do for a new phone and the API does not (contract/API.md, "add_phone").
const lacks = "a phone added by the API lacks what the admin pages give it: the Phone Defaults container and the default voicemail time zone " +
	"are not applied, and only the phone's own server is told to rebuild, not the voicemail server\n"

// afterwards says when the phones of an import can be used, and what they lack. A rehearsal has no servers that could
// rebuild, and phones that do not register wait for nothing.
func (s Summary) afterwards() (text string) {
	var last time.Time
	for i := range s.Results {
		r := &s.Results[i]
		if r.Status == object.Added && r.FinishedAt.After(last) {
			last = r.FinishedAt
		}
		if r.Dialer == batch.Rehearsal {
			return ""
		}
	}
	if !s.Import {
		return ""
	}
	if ready := last.Add(rebuild); s.Registering && s.Now.Before(ready) {
		text = fmt.Sprintf("the servers rebuild their configuration within two minutes, by %s, if they are active and set to build it; until then no new phone registers\n", ready.UTC().Format("15:04 UTC"))
	}
	return text + lacks
}
