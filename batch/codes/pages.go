package codes

import (
	"errors"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
)

// What to do about an admin page that cannot be read.
const (
	rightToView = "give the API user the right to view phones in the admin pages: level 8 or more, AST Admin Access 1 " +
		"and API Only User 0 (Admin → Users)"
	pageLater   = "try again later; if it stays so, see whether the dialer, its web server and the way to it are well"
	pageBrowser = "log in to the admin pages with a browser as the API user, and finish what the dialer asks for there"
	pageWay     = "what answered is not the dialer's admin page: a firewall, a proxy or a rule of the web server must " +
		"let this machine's address reach " + pagePath + " as it lets it reach the API"
	pageUnknown = "what answered is not as expected: see whether a proxy or the web server changes pages on the way; " +
		"if none does, report the build that phonebatch doctor shows"
)

// pageRefusals holds the codes of the API's answers that say the same as a refused page.
var pageRefusals = map[apiclient.PageReason]apiclient.Code{
	apiclient.PageLoginRefused:   apiclient.CodeLogin,
	apiclient.PageLocked:         apiclient.CodeLocked,
	apiclient.PageAddressRefused: apiclient.CodeAddress,
}

// PageRemedies returns what to do about an error of package pages or of apiclient.Client.Page, one line for each thing
// to do. There is at least one line.
func PageRemedies(err error) []string {
	var refused *apiclient.PageError
	var unread *pages.NotReadableError
	switch {
	case errors.As(err, &refused):
		return refusedPage(refused)
	case errors.As(err, &unread) && unread.Cause == pages.MayLackRight:
		return []string{rightToView, "if the user has that right: " + pageUnknown}
	case errors.As(err, &unread) && unread.Cause == pages.WantsBrowser:
		return []string{pageBrowser}
	}
	return []string{pageUnknown}
}

// refusedPage returns the lines for an answer that is no admin page.
func refusedPage(e *apiclient.PageError) []string {
	if code, same := pageRefusals[e.Reason]; same {
		return Remedies(code)
	}
	switch e.Reason {
	case apiclient.PageNoPermission:
		return []string{rightToView}
	case apiclient.PageBusy, apiclient.PageNotAnswered:
		if e.RetryAfter > 0 {
			return []string{tryAgainIn(e.RetryAfter)}
		}
		return []string{pageLater}
	case apiclient.PageForeign, apiclient.PageRedirected:
		return []string{pageWay}
	}
	return []string{pageUnknown}
}
