// Package pages reads the admin pages of a dialer: what the API can store and cannot tell.
//
// In comes a page as bytes, out come its rows. A row is known by its link and never by a word, because the words are
// translated. The cells follow in a fixed order (contract/PAGES.md). A page that is not exactly as expected gives no
// rows and a *NotReadableError: a wrong row would be worse than no row. So are pages that are cut off, pages of a proxy
// or a login, pages whose cells hold markup, and lists in which a phone stands twice.
//
// Phones, Aliases, Servers and Templates read one page each from a dialer. The page shows what the API user may view: a
// phone that is not on the page may be on the dialer all the same.
//
// Begin reading at table.go, then phones.go.
package pages
