package pages

import (
	"html"
	"net/url"
	"slices"
	"strings"
)

// A key is one field of the link to the form of a row.
type key struct{ name, value string }

// leads reports whether a link leads to the form with a number, whatever its row.
func leads(href, number string) bool {
	_, query, _ := strings.Cut(href, "?")
	return slices.ContainsFunc(strings.Split(html.UnescapeString(query), "&"), func(pair string) bool {
		return pair == "ADD="+number
	})
}

// agrees reports whether a link leads to the form with a number and exactly these keys. The dialer prints the values
// into the link as they are stored; a link with escapes is read as a link too.
func agrees(href, number string, keys []key) bool {
	path, query, _ := strings.Cut(href, "?")
	if !strings.HasSuffix(path, "admin.php") {
		return false
	}
	plain := "ADD=" + number
	for _, k := range keys {
		plain += "&" + k.name + "=" + k.value
	}
	if query == plain {
		return true
	}
	fields, err := url.ParseQuery(html.UnescapeString(query))
	if err != nil || len(fields) != 1+len(keys) || fields.Get("ADD") != number {
		return false
	}
	return !slices.ContainsFunc(keys, func(k key) bool {
		return len(fields[k.name]) != 1 || fields.Get(k.name) != k.value
	})
}
