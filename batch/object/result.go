package object

import (
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A Status is what became of one row.
type Status string

// The statuses of an import. A check reports Ready for a row that an import would add.
const (
	Added       Status = "added"
	Updated     Status = "updated"
	Exists      Status = "exists"
	Invalid     Status = "invalid"
	Refused     Status = "refused"
	Unconfirmed Status = "unconfirmed"
	NotSent     Status = "not_sent"
	Ready       Status = "ready"
)

// The statuses of a phone whose person leaves, besides Deleted, Gone, NotVisible, Exists, Refused, Unconfirmed and
// NotSent.
const Retired Status = "retired" // the phone was made inactive

// The statuses of an undo, besides Refused, Unconfirmed and NotSent. Those of a deletion are also those of a phone
// whose person leaves.
const (
	Deleted    Status = "deleted"
	Restored   Status = "restored"    // the object has the values again that it had before the run updated it
	Gone       Status = "gone"        // the object was no longer there before
	NotVisible Status = "not_visible" // the object is there, and this API user cannot see it
)

// Changed reports whether an object that was there before got other values: by an import, back by an undo, or because
// its person leaves.
func (s Status) Changed() bool { return s == Updated || s == Restored || s == Retired }

// Verified is the outcome of asking the dialer again about an object.
type Verified string

// The outcomes of a verification.
const (
	NotAsked        Verified = ""
	VerifiedYes     Verified = "yes"     // the object is as the status says
	VerifiedNo      Verified = "no"      // the dialer has another state than it reported
	VerifiedUnknown Verified = "unknown" // the dialer gave no clear answer
	VerifiedDiffers Verified = "differs" // the object is there, with other values than were sent
)

// A Result is what became of one row. A failed row is a Result too, and no error. A Result holds no password.
type Result struct {
	Line          int // 0 for a phone whose person is no longer in the list
	Kind          Kind
	Status        Status
	Code          apiclient.Code
	Message       string // the answer of the dialer, rebuilt without secrets
	Hint          string // what the user can do
	Dialer        string
	ServerIP      string
	Extension     string
	PhoneLogin    string // of an alias, its id: what an agent types
	PhoneFullName string // of an alias, its name
	Verified      Verified
	Attempts      int           // the number of add_phone requests that were sent
	Duration      time.Duration // the time that these requests took together
	FinishedAt    time.Time
	Run           string // the id of the run
}

// Key returns the key of the object of the result.
func (r *Result) Key() Key {
	if r.Kind == Alias {
		return Key{Kind: Alias, Name: r.PhoneLogin}
	}
	return Key{Kind: r.Kind, ServerIP: r.ServerIP, Name: r.Extension}
}

// Done reports whether the import or the undo has finished the row. An added or changed row is not done if the dialer
// shows other values than were sent. A row with status Exists is done if skipExisting is set (--on-existing skip),
// unless the code says that the object differs from the list; a row with the code codes.Unchanged is done in any case.
// A phone whose person left the list (Line 0) was to be retired, and is not done while it exists.
func (r *Result) Done(skipExisting bool) bool {
	switch r.Status {
	case Added, Updated, Retired, Restored:
		return r.Verified != VerifiedDiffers
	case Deleted, Gone:
		return true
	case Exists:
		return r.Code == codes.Unchanged || skipExisting && r.Line > 0 && !r.differs()
	}
	return false
}

// differs reports whether an existing object is known to differ from the list.
func (r *Result) differs() bool {
	switch r.Code {
	case codes.DiffersFromSent, codes.TakenByOther, codes.Edited, codes.ProtocolDiffers, codes.Inactive, codes.AliasNotOurs:
		return true
	}
	return false
}

// Undone reports whether the row still needs something. A row with status Ready is neither done nor undone.
func (r *Result) Undone(skipExisting bool) bool {
	return r.Status != Ready && !r.Done(skipExisting)
}
