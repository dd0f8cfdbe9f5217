package run

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// A Change is what an object on the dialer needs.
type Change struct {
	// Send has the extension, the server and the values to send; Alias, for an alias, its id and all members that it
	// will have. If both are nil, the object needs nothing or cannot be changed: Status, Code and Message are its
	// result. Without a status, the object is left as it is. Otherwise Message says what the change leaves out.
	Send    *apiclient.Update
	Alias   *apiclient.Alias
	Fields  []apiclient.Field // the fields that change, apart from Active
	Known   *apiclient.Phone  // the values of the object after the change, as far as they are known
	Status  object.Status
	Code    apiclient.Code
	Message string
	Had     string // the login of the object so far; empty if it is not known
	Seen    bool   // a page of the dialer shows that the object needs nothing
	Late    bool   // Update leaves the change to UpdateLate

	loginFree bool // the dialer was asked, and no phone has the new login
	taken     bool // the dialer was asked, and another phone has the new login: letWait decides
	waits     bool // the change comes after that of another phone, which has the new login: see UpdateInTurn
}

// sends reports whether the change has values to send.
func (c *Change) sends() bool { return c.Send != nil || c.Alias != nil }

// names returns the names of the fields that change.
func (c *Change) names() string {
	if c.Alias != nil {
		return "phone_logins"
	}
	names := apiclient.Names(c.Fields)
	if c.Send.Active != "" {
		names = append(names, "active")
	}
	return strings.Join(names, ", ")
}
