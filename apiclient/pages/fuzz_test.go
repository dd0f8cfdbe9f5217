package pages

import (
	"errors"
	"html"
	"strings"
	"testing"
)

// seed adds the pages of testdata whose name begins with one of the names.
func seed(f *testing.F, names ...string) {
	for _, name := range names {
		f.Add([]byte(file(f, name)))
	}
	for _, body := range foreign {
		f.Add([]byte(body))
	}
}

// fuzzList checks that every row of a list that is read stands in the page as a link and as a cell, and that an error
// comes without rows.
func fuzzList(f *testing.F, l *list, names ...string) {
	seed(f, names...)
	f.Fuzz(func(t *testing.T, body []byte) {
		rows, err := l.read(body)
		if err != nil {
			if !unreadable(err) || rows != nil {
				t.Errorf("%d rows, %v", len(rows), err)
			}
			return
		}
		page := string(body)
		seen := make(map[string]bool)
		for _, r := range rows {
			id := l.id(r)
			if r[l.keys[0]] == "" || seen[id] || !strings.Contains(page, "ADD="+l.form) {
				t.Errorf("row %v", r)
			}
			seen[id] = true
			link := "?ADD=" + l.form
			for _, k := range l.keys {
				link += "&" + k + "=" + r[k]
			}
			if !isPlain(page) {
				continue
			}
			if n := max(strings.Count(page, link), strings.Count(html.UnescapeString(page), link)); n < 2 {
				t.Errorf("%q is read, and its link %s stands %d times", id, link, n)
			}
		}
	})
}

// isPlain reports whether links are on the page as they are read: without escapes of URLs and without other alphabets.
func isPlain(page string) bool {
	return !strings.ContainsAny(page, "%+\x00") && !strings.ContainsFunc(page, func(r rune) bool { return r > 126 })
}

func FuzzPhones(f *testing.F)    { fuzzList(f, &phoneList, "phones", "phones_2011", "phones_none") }
func FuzzAliases(f *testing.F)   { fuzzList(f, &aliasList, "aliases") }
func FuzzServers(f *testing.F)   { fuzzList(f, &serverList, "servers", "servers_2011") }
func FuzzTemplates(f *testing.F) { fuzzList(f, &templateList, "templates") }

func FuzzDeep(f *testing.F) {
	seed(f, "phone", "phone_none")
	f.Fuzz(func(t *testing.T, body []byte) {
		v, err := ParseDeep(body)
		switch {
		case err == nil && (v.Phone.Extension == "" || v.Phone.ServerIP == "" || v.Active != "Y" && v.Active != "N"):
			t.Errorf("read as %+v", v)
		case err != nil && !unreadable(err) && !errors.Is(err, ErrNoPhone):
			t.Errorf("error %v", err)
		}
	})
}
