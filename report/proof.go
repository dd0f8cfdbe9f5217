package report

import (
	"fmt"
	"slices"
	"time"

	"phonebatch/batch"
	"phonebatch/batch/object"
)

// proved counts the results of some statuses that are verified, and those whose objects have other values.
func (s Summary) proved(statuses ...object.Status) (verified, differ int) {
	for i := range s.Results {
		switch r := &s.Results[i]; {
		case !slices.Contains(statuses, r.Status):
		case r.Verified == object.VerifiedYes:
			verified++
		case r.Verified == object.VerifiedDiffers:
			differ++
		}
	}
	return verified, differ
}

// proof says how many of the added phones are proved to be on the dialer. For rows in doubt it claims nothing.
func (s Summary) proof(added, unconfirmed int) string {
	verified, differ := s.proved(object.Added)
	doubt := ""
	if unconfirmed > 0 {
		doubt = fmt.Sprintf("; for %s in doubt this is not known", plural(unconfirmed, "row"))
	}
	switch {
	case differ > 0 && verified+differ == added:
		return fmt.Sprintf("asked again, the dialer has every phone that was added, %d of them with other values than were sent%s\n", differ, doubt)
	case differ > 0:
		return fmt.Sprintf("asked again, the dialer has %d of them as they were sent, and %d with other values; for the others this is not known\n", verified, differ)
	case verified == 0:
		return "nobody asked the dialer again whether they are there" + doubt + "\n"
	case verified < added:
		return fmt.Sprintf("asked again, the dialer has %d of them; for the others this is not known\n", verified)
	case unconfirmed > 0:
		return "asked again, the dialer has the phones that were surely added" + doubt + "\n"
	}
	return "asked again, the dialer has every phone that was added\n"
}

// proofChanged says how many of the changed phones are proved to have their values. Without pages, nothing can prove
// it.
func (s Summary) proofChanged(changed int) string {
	verified, differ := s.proved(object.Updated, object.Restored)
	switch {
	case verified == changed:
		return "read again, the pages of all changed phones show the new values\n"
	case verified+differ == 0:
		return "nobody read the pages of the changed phones again\n"
	}
	return fmt.Sprintf("read again, the pages of %d changed phones show the new values, and %d show other ones\n", verified, differ)
}

// proofRetired says how many of the retired phones are proved to be inactive. Without pages, nothing can prove it.
func (s Summary) proofRetired(retired int) string {
	verified, _ := s.proved(object.Retired)
	switch verified {
	case retired:
		return "read again, the pages of all retired phones show them inactive\n"
	case 0:
		return "nobody read the pages of the retired phones again\n"
	}
	return fmt.Sprintf("read again, the pages of %d retired phones show them inactive; for the others this is not known\n", verified)
}

// proofGone says how many of the deleted phones are proved to be gone.
func (s Summary) proofGone(deleted int) string {
	verified, _ := s.proved(object.Deleted)
	switch {
	case verified == 0:
		return "nobody asked the dialer again whether they are gone\n"
	case verified < deleted:
		return fmt.Sprintf("asked again, the dialer no longer has %d of the deleted phones; for the others this is not known\n", verified)
	}
	return "asked again, the dialer no longer has any of the deleted phones\n"
}

// provedAliases says whether the dialer was asked again about all aliases that were added or changed.
func (s Summary) provedAliases() string {
	verified, differ := s.proved(object.Added, object.Updated, object.Restored)
	counts := Counts(s.Results)
	switch sent := counts[object.Added] + counts[object.Updated] + counts[object.Restored]; {
	case sent == 0:
		return ""
	case differ > 0:
		return fmt.Sprintf("; asked again, the dialer has %d of them with other members", differ)
	case verified == sent:
		return "; asked again, the dialer has them"
	}
	return "; nobody asked the dialer again about all of them"
}

// rebuild is the time that a server needs to notice a new phone and to reload. A server looks for changes once a minute
// (domain.md, "What every add sets off").
const rebuild = 2 * time.Minute

// lacks names the steps that the admin pages take for a new phone and that the API leaves out (contract/API.md,
// "add_phone").
const lacks = "a phone added by the API lacks what the admin pages give it: the Phone Defaults container and the default voicemail time zone " +
	"are not applied, and only the phone's own server is told to rebuild, not the voicemail server\n"

// afterwards says when the phones of an import can be used, and what they lack. It returns "" for a rehearsal, which
// has no servers that could rebuild. Phones that do not register need no rebuild.
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
