package apiclient

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"sync"
	"time"
)

// maxPage is the length of the longest admin page that is read, in bytes. A list of 503 phones has 427 kB
// (contract/PAGES.md), so the limit leaves room for about 75,000 phones.
const maxPage = 64 << 20

// pageName is the file of the admin pages. The file stands in the folder of the API.
const pageName = "admin.php"

// Page returns the body of one admin page: a GET of admin.php with a query, and with the user and the password of the
// client as HTTP basic authentication. Nothing is written on the dialer (contract/PAGES.md). Page neither follows a
// redirect nor asks twice, and waits until the timeout or until ctx ends.
//
// A wrong password counts toward the lock-out that the API shares, and the server sees the password: call Page only
// after a call of the API has passed the login. Every error is a *PageError. The body may still be another page than
// the query asks for: package pages checks that.
func (c *Client) Page(ctx context.Context, query url.Values) ([]byte, error) {
	began := time.Now()
	body, err := c.page(ctx, query, maxPage)
	if c.options.WatchPage != nil {
		c.options.WatchPage(query, len(body), err, time.Since(began))
	}
	return body, err
}

// page is Page with another limit of the length, in bytes.
func (c *Client) page(ctx context.Context, query url.Values, limit int) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	get, err := http.NewRequestWithContext(ctx, http.MethodGet, c.options.Endpoint.page(query), nil)
	if err != nil {
		return nil, c.pageUnanswered(err)
	}
	get.SetBasicAuth(c.options.User, c.options.Pass.Reveal())
	get.Header.Set("User-Agent", "phonebatch")
	resp, err := c.transport.RoundTrip(get)
	if err != nil {
		return nil, c.pageUnanswered(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode < 200 { // after 101 the connection carries another protocol, and the timeout does not end a read
		return nil, &PageError{Reason: PageForeign, Status: resp.StatusCode}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, int64(limit)+1))
	switch {
	case err != nil:
		return nil, c.pageUnanswered(err)
	case len(body) > limit:
		return nil, &PageError{Reason: PageTooLarge, Status: resp.StatusCode}
	}
	if refusal := pageRefusal(resp, body); refusal != nil {
		return nil, refusal
	}
	return body, nil
}

// page returns the address of an admin page.
func (e Endpoint) page(query url.Values) string {
	u := e.url
	u.Path = path.Join(path.Dir(u.Path), pageName)
	u.RawQuery = query.Encode()
	return u.String()
}

// pageUnanswered returns the error of a request without a complete answer.
func (c *Client) pageUnanswered(err error) *PageError {
	return &PageError{Reason: PageNotAnswered, Err: callError(err, c.options.Timeout)}
}

// pageRefusal returns the error for an answer that is no admin page, or nil.
func pageRefusal(resp *http.Response, body []byte) *PageError {
	refusal := &PageError{Status: resp.StatusCode, RetryAfter: retryAfter(resp.Header)}
	switch verdict := loginVerdict(body); {
	case verdict != "":
		refusal.Reason = verdict
	case resp.StatusCode == http.StatusUnauthorized:
		refusal.Reason = PageLoginRefused
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		refusal.Reason = PageRedirected
	default:
		refusal.Barrier = barrierFromHeaders(pageBarrier(resp.StatusCode, body), resp.Header)
		switch {
		case refusal.Barrier == BarrierBusy:
			refusal.Reason = PageBusy
		case refusal.Barrier != NoBarrier || resp.StatusCode != http.StatusOK:
			refusal.Reason = PageForeign
		default:
			return nil
		}
	}
	return refusal
}

// pageBarrier is barrier for an answer that may be an admin page. A phone's form and a list hold values that people
// typed, so the text of a page with the dialer's mark shows no barrier.
func pageBarrier(status int, body []byte) Barrier {
	if status == http.StatusOK && bytes.Contains(body, []byte("PHP_SELF: ")) {
		return NoBarrier
	}
	return barrier(status, body)
}

// verdict matches the whole answer of admin.php to a login that is refused: a translated text, the user, perhaps the
// password, and the word of the login check.
var verdict = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\A\s*[^<|]{1,200}: ?\|[^<]{0,300}\|(GOOD|BAD|LOCK|IPBLOCK|2FA)\|\s*\z`)
})

// verdictReasons holds the words of the login check. GOOD stands behind the text for a user who may not see the admin
// pages, such as one with api_only_user.
var verdictReasons = map[string]PageReason{
	"GOOD": PageNoPermission, "BAD": PageLoginRefused, "2FA": PageLoginRefused, "LOCK": PageLocked,
	"IPBLOCK": PageAddressRefused,
}

// loginVerdict returns the reason that the one line of a refused login gives, or "" for other answers. The words are
// those of the login check, which are not translated.
func loginVerdict(body []byte) PageReason {
	if len(body) > 1024 {
		return ""
	}
	found := verdict().FindSubmatch(body)
	if found == nil {
		return ""
	}
	return verdictReasons[string(found[1])]
}
