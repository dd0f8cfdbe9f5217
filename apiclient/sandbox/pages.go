package sandbox

import (
	"net/http"
	"net/url"
	"time"

	"phonebatch/apiclient"
)

// views holds the pages by their number, the field ADD (contract/PAGES.md). Each prints the part of the page between
// head and foot. If the result is false, the page ends there.
var views = map[string]func(*view) bool{
	"10000000000":  (*view).phoneList,
	"31111111111":  (*view).phoneForm,
	"12000000000":  (*view).aliasList,
	"100000000000": (*view).serverList,
	"130000000000": (*view).templateList,
}

// adminPage decides a request for an admin page. A bad login counts toward the lock-out that the API shares, and its
// answer repeats the password. The caller holds Server.mu. A user without access to the pages gets status 200 with one
// line.
func (b *database) adminPage(user, pass string, fields url.Values) (status int, body string) {
	own := b.specs[apiclient.AddPhone].byName
	user, pass = own["user"].Clean(user), own["pass"].Clean(pass)
	viewer, said := b.check(user, pass, pageLevel, time.Now())
	switch {
	case said == verdictLocked:
		return http.StatusOK, "Too many login attempts, try again in 15 minutes: |" + user + "|LOCK|\n"
	case said == verdictBad:
		return http.StatusUnauthorized, "Login incorrect, please try again: |" + user + "|" + pass + "|BAD|\n"
	case !viewer.maySeePages():
		return http.StatusOK, "You do not have permission to be here: |" + user + "|GOOD|\n"
	}
	v := &view{database: b, fields: fields, viewer: viewer}
	number := fields.Get("ADD")
	v.head(number)
	if show, known := views[number]; !known || show(v) {
		v.print(pageFoot)
	}
	return http.StatusOK, v.page.String()
}
