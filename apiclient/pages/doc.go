// Package pages reads the dialer's admin pages: the lists of phones, aliases, servers and templates, and the form of
// one phone. The API cannot read these back. The package writes nothing on the dialer.
//
// In comes a Client, and out come rows: Phones, Deep, Aliases, Servers and Templates ask for one page each and read it.
// The matching Parse functions read a page that is already there.
//
// A row is read only if every part of the page is as contract/PAGES.md describes. Anything else is a *NotReadableError
// and gives no row at all: another page, a page that was cut, a row with more or fewer cells than the header has
// columns, a link and a cell that name two phones, the same phone twice. An empty list is told from a page without a
// list by the header row. Words are translated by the dialer, so no decision depends on a word: the page names itself
// in a comment, the columns of the phones by their sorting links, and a row by the link to its form.
//
// The dialer prints all values as they are stored, without escaping. So a full name such as <b>Al</b> & Bo is the text
// between its two tags, and markup that could move a column is refused.
//
// The pieces: mark.go checks which page came and that it is complete, scanner.go finds tags, table.go reads the rows of
// a list, link.go compares a row with its link, and form.go reads the fields of a form.
//
// All functions may be called concurrently. Begin reading at phones.go, then table.go.
package pages
