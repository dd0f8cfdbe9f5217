package object

// A Presence says what the dialer has told about an object before the object was sent.
type Presence uint8

// The presences. Unseen is no proof: the API user may not see all objects.
const (
	There  Presence = iota + 1 // asked about the object, the dialer had it
	Absent                     // asked about the object, the dialer did not have it
	Unseen                     // the page of all objects that the API user sees did not show it
)
