package pages

import (
	"bytes"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A NotReadableError says why a page is not the expected one.
type NotReadableError struct{ Reason string }

func (e *NotReadableError) Error() string { return e.Reason }

func unreadable(format string, args ...any) error {
	return &NotReadableError{fmt.Sprintf(format, args...)}
}

// A table describes a list of an admin page.
type table struct {
	page string   // the number of the page in the query: ADD=page
	link string   // the number of the page of one row: ADD=link
	keys []string // the names in the link after ADD, in their order
	// least and most are the numbers of cells of a row, the link's cell and the cell with the links at the end included.
	least, most int
	sorted      bool // the header of the list has links that sort the list, which a list without rows shows, too

	fits func(row) bool // says whether the cells of a row are of the right kinds; nil if any kind fits

	first *regexp.Regexp // matches the first cell of a row: the link, its values, and the text that it shows
}

// list makes a table.
func list(t table) *table {
	pattern := `(?is)^\s*<a href="([^"]*admin\.php\?ADD=` + t.link
	for _, key := range t.keys {
		pattern += `&` + key + `=([^"]*?)`
	}
	t.first = regexp.MustCompile(pattern + `)">(.*?)</a>`)
	return &t
}

// row holds the texts of the cells of a row, without the last cell.
type row []string

// rowStart is the beginning of every row of a list (contract/PAGES.md).
var rowStart = regexp.MustCompile(`(?i)<tr\s+class="records_list_[xy]"`)

// read returns the rows of a page. The error is a *NotReadableError.
func (t *table) read(body []byte) ([]row, error) {
	text := decode(body)
	if !strings.HasSuffix(strings.TrimRight(text, " \t\r\n"), "</html>") {
		return nil, t.strange(text, "the page is not whole")
	}
	starts := rowStart.FindAllStringIndex(text, -1)
	if len(starts) == 0 {
		if t.sorted && strings.Contains(text, "ADD="+t.page+"&stage=") && !strings.Contains(text, t.mark()) {
			return nil, nil
		}
		return nil, t.strange(text, "the page is not the expected list")
	}
	rows, seen, links := make([]row, 0, len(starts)), make(map[string]bool, len(starts)), 0
	for i, start := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		r, n, err := t.row(text[start[0]:end])
		if err == nil && i > 0 && len(r) != len(rows[0]) {
			err = unreadable("it has another number of cells than the first row")
		}
		if err != nil {
			return nil, fmt.Errorf("row %d of the list: %w", i+1, err)
		}
		key := strings.ToLower(strings.Join(r[:1], "")) + " " + t.second(r)
		if seen[key] {
			return nil, unreadable("row %d of the list: it stands in the list twice", i+1)
		}
		seen[key] = true
		rows, links = append(rows, r), links+n
	}
	if links != strings.Count(text, t.mark()) {
		return nil, unreadable("the page links to rows that are not in the list")
	}
	return rows, nil
}

// second returns the further key of a row: the server of a phone.
func (t *table) second(r row) string {
	if len(t.keys) > 1 {
		return r[2]
	}
	return ""
}

// mark returns the beginning of the links to rows.
func (t *table) mark() string { return "ADD=" + t.link + "&" + t.keys[0] + "=" }

// strange returns the error for a page that is not the list, with the reason that the page itself gives, if it does.
func (t *table) strange(text, otherwise string) error {
	lower := strings.ToLower(text[:min(len(text), 4096)])
	switch {
	case strings.Contains(lower, "you do not have permission") || strings.Contains(lower, "not authorized"):
		return unreadable("the API user may not view the admin pages")
	case strings.TrimSpace(text) == "":
		return unreadable("the page is empty")
	case !strings.Contains(text, "admin.php?ADD="):
		return unreadable("the answer is no admin page of VICIdial")
	}
	return unreadable("%s", otherwise)
}

var (
	rowEnd    = regexp.MustCompile(`(?i)</tr>`)
	cellStart = regexp.MustCompile(`(?i)<td[^<>]*>`)
	wrapping  = regexp.MustCompile(`(?i)^\s*(?:<font[^<>]*>)?\s*`)
	closing   = regexp.MustCompile(`(?i)\s*(?:</font>)?\s*(?:</td>)?\s*$`)
	webphone  = regexp.MustCompile(`(?i)\s*<i>\(w\)</i>$`)
)

// row reads one row. text reaches from the beginning of the row to that of the next one. links is the number of links
// to the row that the row holds.
func (t *table) row(text string) (r row, links int, err error) {
	end := rowEnd.FindStringIndex(text)
	if end == nil {
		return nil, 0, unreadable("it has no end")
	}
	text = text[:end[0]]
	starts := cellStart.FindAllStringIndex(text, -1)
	if len(starts) < t.least || len(starts) > t.most {
		return nil, 0, unreadable("it has %d cells, and not from %d to %d", len(starts), t.least, t.most)
	}
	cells := make([]string, len(starts))
	for i, start := range starts {
		to := len(text)
		if i+1 < len(starts) {
			to = starts[i+1][0]
		}
		cells[i] = text[start[1]:to]
	}
	last := len(cells) - 1
	id, err := t.linked(cells[0], cells[last])
	if err != nil {
		return nil, 0, err
	}
	r = make(row, last)
	for i := range r {
		if r[i], err = cellText(cells[i]); err != nil {
			return nil, 0, fmt.Errorf("cell %d: %w", i+1, err)
		}
	}
	if r[0], err = cellText(id[1+len(t.keys)]); err != nil {
		return nil, 0, err
	}
	links = strings.Count(text, t.mark())
	if !sameText(id[1], r[0]) || len(t.keys) > 1 && !sameText(id[2], r[2]) || strings.Count(text, id[0]) != links {
		return nil, 0, unreadable("the links and the cells disagree")
	}
	if t.fits != nil && !t.fits(r) {
		return nil, 0, unreadable("its cells are not those of the list")
	}
	return r, links, nil
}

// linked returns the link of the first cell, the values in the link, and then the text that the link shows. The last
// cell must have the same link.
func (t *table) linked(first, last string) ([]string, error) {
	found := t.first.FindStringSubmatch(first)
	if found == nil {
		return nil, unreadable("the first cell has no link")
	}
	if !strings.Contains(last, `"`+found[1]+`"`) {
		return nil, unreadable("the first and the last cell have different links")
	}
	return found[1:], nil
}

// cellText returns the text of a cell. The error is a *NotReadableError if the cell holds markup: then nobody can tell
// the text from the page.
func cellText(cell string) (string, error) {
	cell = closing.ReplaceAllString(wrapping.ReplaceAllString(cell, ""), "")
	cell = webphone.ReplaceAllString(cell, "")
	if strings.HasPrefix(cell, "<a ") && strings.HasSuffix(cell, "</a>") {
		return "", nil // the first cell: linked has read it
	}
	if strings.ContainsAny(cell, "<>") {
		return "", unreadable("it holds markup")
	}
	return strings.Trim(html.UnescapeString(cell), " \t\r\n\u00a0"), nil
}

// sameText reports whether a value in a link is a text, escaped in any way.
func sameText(linked, text string) bool {
	plain := html.UnescapeString(linked)
	if plain == text || linked == text {
		return true
	}
	unescaped, err := url.QueryUnescape(plain)
	return err == nil && unescaped == text
}

// decode returns the text of a page: UTF-8, or else windows-1252, as browsers assume.
func decode(body []byte) string {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if utf8.Valid(body) {
		return string(body)
	}
	text, _ := charmap.Windows1252.NewDecoder().Bytes(body) // never fails: undefined bytes become U+FFFD
	return string(text)
}
