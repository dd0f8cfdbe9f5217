package pages

import (
	"slices"
	"strings"
)

// A list describes one list of the admin pages.
type list struct {
	name    string         // for errors, such as "the list of phones"
	number  string         // of the page
	form    string         // the number of the form that the rows link to
	columns [][]string     // the known layouts, with different numbers of columns
	keys    []string       // the columns that stand in the link to the form too; the first one is the text of the link
	names   []string       // the columns with text of people, which may hold markup
	sorted  map[int]string // the sorting links of the header, by column; nil without such links
	active  bool           // the list holds the active rows alone; only for a list with sorting links
}

// linksColumn is the last column of every list.
const linksColumn = "links"

// A row holds the values of one row by column.
type row map[string]string

// read returns the rows of a list. The error is a *NotReadableError.
func (l *list) read(body []byte) ([]row, error) {
	rows, err := l.rows(body)
	if err != nil {
		return nil, on(l.name, err)
	}
	return rows, nil
}

// rows returns the rows of the one table of the page that has a header row.
func (l *list) rows(body []byte) (rows []row, err error) {
	if err := checkPage(body, l.number); err != nil {
		return nil, err
	}
	s := newScanner(body)
	found := false
	for s.next() {
		switch {
		case s.opens("tr") && s.attribute("bgcolor") == "black":
			if found {
				return nil, unexpected("the page has two header rows")
			}
			found = true
			if rows, err = l.table(s); err != nil {
				return nil, err
			}
		case s.opens("a") && leads(s.attribute("href"), l.form):
			return nil, unexpected("a row stands outside of the list")
		case s.opens("a") && strings.Contains(s.attribute("href"), "start_count="):
			return nil, unexpected("the page holds a part of the list alone")
		}
	}
	if !found {
		return nil, unexpected("the page has no header row of a list")
	}
	return rows, nil
}

// table reads the header and the rows up to the end of the table.
func (l *list) table(s *scanner) ([]row, error) {
	header, err := cells(s)
	if err != nil {
		return nil, err
	}
	columns, err := l.layout(header)
	if err != nil {
		return nil, err
	}
	var rows []row
	seen := make(map[string]bool)
	for s.next() {
		switch {
		case s.blank():
		case s.closes("table"):
			return rows, nil
		case s.opens("tr"):
			r, err := l.row(s, columns)
			if err != nil {
				return nil, err
			}
			id := l.id(r)
			if seen[id] {
				return nil, unexpected("%q stands in the list twice", r[l.keys[0]])
			}
			seen[id] = true
			rows = append(rows, r)
		default:
			return nil, unexpected("something stands between two rows, after %d rows", len(rows))
		}
	}
	return nil, unexpected("the list does not end")
}

// id returns the key of a row without regard to case, as the dialer compares keys.
func (l *list) id(r row) string {
	var b strings.Builder
	for _, k := range l.keys {
		b.WriteString(strings.ToLower(r[k]))
		b.WriteByte(0)
	}
	return b.String()
}

// layout returns the columns of the table: the known layout with as many columns as the header has. The sorting links
// of the header must stand in their columns, and must show all rows.
func (l *list) layout(header []cell) ([]string, error) {
	width, says := 0, false
	sorts := make(map[int]string)
	for _, c := range header {
		for _, href := range c.hrefs {
			_, status, told := strings.Cut(href, "&status=")
			if told && strings.HasPrefix(status, "display_all") == l.active {
				return nil, unexpected("the page holds %s", l.otherRows())
			}
			says = says || told
			if _, stage, sorting := strings.Cut(href, "&stage="); sorting && sorts[width] == "" {
				sorts[width] = strings.ToUpper(stage)
			}
		}
		width += c.span
	}
	if l.active && !says {
		return nil, unexpected("the page does not say which rows it holds")
	}
	at := slices.IndexFunc(l.columns, func(columns []string) bool { return len(columns) == width })
	if at < 0 {
		return nil, unexpected("the header has %d columns", width)
	}
	for i, stage := range l.sorted {
		if !strings.HasPrefix(sorts[i], stage) {
			return nil, unexpected("column %d of the header is not the one to sort by %s", i+1, strings.ToLower(stage))
		}
	}
	return l.columns[at], nil
}

// otherRows names the rows that a list must not hold.
func (l *list) otherRows() string {
	if l.active {
		return "inactive rows too"
	}
	return "the active rows alone"
}

// row reads the cells of one row, and compares the keys with the links.
func (l *list) row(s *scanner, columns []string) (row, error) {
	got, err := cells(s)
	if err != nil {
		return nil, err
	}
	if len(got) != len(columns) {
		return nil, unexpected("a row has %d cells under %d columns", len(got), len(columns))
	}
	r := make(row, len(columns))
	raw := make(row, len(columns))
	for i, name := range columns {
		if raw[name], err = l.value(got[i], i, name); err != nil {
			return nil, err
		}
		var ok bool
		if r[name], ok = decode(raw[name]); !ok {
			return nil, unexpected("%s of %q is in no known character set", name, r[columns[0]])
		}
	}
	return r, l.checkLinks(got[0], got[len(got)-1], raw)
}

// fontTag begins every cell but the first one.
const fontTag = "<font size=1>"

// webphoneMark stands behind the protocol of a webphone.
const webphoneMark = "<i>(w)</i>"

// value returns the value of a cell as the dialer printed it.
func (l *list) value(c cell, column int, name string) (string, error) {
	if c.span != 1 {
		return "", unexpected("a cell fills %d columns", c.span)
	}
	if column == 0 {
		return c.text, nil
	}
	if len(c.raw) < len(fontTag) || !strings.EqualFold(c.raw[:len(fontTag)], fontTag) {
		return "", unexpected("a cell of %s does not begin as the dialer's cells do", name)
	}
	value := c.raw[len(fontTag):]
	switch {
	case name == linksColumn, slices.Contains(l.names, name) && !strings.Contains(strings.ToLower(value), "</font"):
	case name == "protocol" && strings.Count(value, "<") == 2 && strings.HasSuffix(value, webphoneMark):
	case strings.ContainsAny(value, "<>"):
		return "", unexpected("a cell of %s holds markup", name)
	}
	return value, nil
}

// checkLinks compares the keys of a row with its links. The first cell holds the key and one link; each link to a form
// in the last cell is the same.
func (l *list) checkLinks(first, last cell, raw row) error {
	keys := make([]key, len(l.keys))
	for i, name := range l.keys {
		keys[i] = key{name, raw[name]}
		if raw[name] == "" {
			return unexpected("a row has no %s", name)
		}
	}
	id := raw[l.keys[0]]
	strange := slices.ContainsFunc(first.tags, func(tag string) bool { return tag != "a" && tag != "font" })
	if strange || len(first.hrefs) != 1 {
		return unexpected("the first cell of %q is not one link", id)
	}
	found := false
	for _, href := range append(first.hrefs, last.hrefs...) {
		if leads(href, l.form) && !agrees(href, l.form, keys) {
			return unexpected("a link of %q does not agree with its cells", id)
		}
	}
	for _, href := range last.hrefs {
		found = found || agrees(href, l.form, keys)
	}
	if !found || !agrees(first.hrefs[0], l.form, keys) {
		return unexpected("the row of %q does not link to its form", id)
	}
	return nil
}
