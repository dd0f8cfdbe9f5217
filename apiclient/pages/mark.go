package pages

import (
	"bytes"
	"regexp"
	"sync"
)

// The numbers by which admin.php names its pages (contract/PAGES.md), in the field ADD.
const (
	phonesPage    = "10000000000"
	phoneForm     = "31111111111"
	phoneChange   = "41111111111" // the form of a phone sends this number
	aliasesPage   = "12000000000"
	aliasForm     = "32111111111"
	serversPage   = "100000000000"
	serverForm    = "311111111111"
	templatesPage = "130000000000"
	templateForm  = "331111111111"
)

// otherPages holds the pages that admin.php shows in place of the page that was asked for, by number.
var otherPages = map[string]NotReadableError{
	"999995": {
		Reason: "the dialer shows the welcome page of its first login: finish the first login in a browser",
		Cause:  WantsBrowser,
	},
	"999996": {
		Reason: "the dialer shows the first page of its setup: finish the first login in a browser",
		Cause:  WantsBrowser,
	},
	"999997":          {Reason: "the dialer wants the user to change the password", Cause: WantsBrowser},
	"99999701":        {Reason: "the dialer asks the user for a second factor", Cause: WantsBrowser},
	"999999":          {Reason: "the user may see reports alone", Cause: MayLackRight},
	"100000000000000": {Reason: "the user may see quality control alone", Cause: MayLackRight},
}

// A mark is at the start of every admin page, in a comment: the page's number as the dialer understood the request.
var mark = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`<!-- VERSION: [^>]{0,100}?\sBUILD: [^>]{0,100}?\sADD: ([0-9A-Za-z]*)\s+` +
		`PHP_SELF: [^>]{0,300}?-->`)
})

// maxHead is the length of the start of a page that holds the mark, in bytes. Warnings of PHP may stand before the
// mark.
const maxHead = 8 << 10

// maxTail is the length of the end of a page that holds the last closing tags, in bytes.
const maxTail = 4 << 10

// checkPage returns an error if the body is not the complete admin page with that number.
func checkPage(body []byte, number string) error {
	found := mark().FindSubmatch(body[:min(len(body), maxHead)])
	if found == nil {
		return unexpected("the answer is not an admin page of the dialer")
	}
	if shown := string(found[1]); shown != number {
		if other, known := otherPages[shown]; known {
			return &other
		}
		return unexpected("the dialer shows page %q and not page %s", shown, number)
	}
	end := bytes.ToLower(bytes.TrimSpace(body[max(0, len(body)-maxTail):]))
	if !bytes.HasSuffix(end, []byte("</html>")) || !bytes.Contains(end, []byte("</body>")) {
		return &NotReadableError{
			Reason: "the page ends too early: the page was cut, or the user may not see the page", Cause: MayLackRight,
		}
	}
	return nil
}
