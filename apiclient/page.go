package apiclient

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
)

// maxPage is the length of the longest page that is read, in bytes. A list of 100,000 phones has about 85 MB, and one
// of 500 has 427 kB (contract/PAGES.md).
const maxPage = 64 << 20

// A PageError says why an admin page did not come.
type PageError struct {
	Status int    // the HTTP status; 0 if no answer came
	Reason string // without a password
	Err    error  // the cause, if no answer came
}

func (e *PageError) Error() string {
	if e.Err != nil {
		return e.Reason + ": " + e.Err.Error()
	}
	return e.Reason
}

func (e *PageError) Unwrap() error { return e.Err }

// Page reads an admin page of the dialer with one GET, and HTTP basic authentication as the API user. Call Page only
// after the dialer has accepted the login: a wrong password counts toward the lock that pages and API share
// (contract/PAGES.md). A page may be a refusal in the form of a page. The error is a *PageError.
func (c *Client) Page(ctx context.Context, query url.Values) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	address := c.options.Endpoint.url
	address.Path = path.Join(path.Dir(address.Path), "admin.php")
	if c.options.Transport != nil {
		address = url.URL{Scheme: "http", Host: "dialer", Path: "/vicidial/admin.php"}
	}
	address.RawQuery = query.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, &PageError{Reason: "the page was not asked for", Err: callError(err, c.options.Timeout)}
	}
	req.SetBasicAuth(c.options.User, c.options.Pass.Reveal())
	req.Header.Set("User-Agent", "phonebatch")
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, &PageError{Reason: "no answer", Err: callError(err, c.options.Timeout)}
	}
	defer resp.Body.Close()
	if reason := refusedPage(resp.StatusCode); reason != "" {
		return nil, &PageError{Status: resp.StatusCode, Reason: reason}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxPage+1))
	switch {
	case err != nil:
		return nil, &PageError{Reason: "the page broke off", Err: callError(err, c.options.Timeout)}
	case len(body) > maxPage:
		return nil, &PageError{Status: resp.StatusCode, Reason: fmt.Sprintf("the page has more than %d MiB", maxPage>>20)}
	}
	return body, nil
}

// refusedPage returns why a status brings no page, or "".
func refusedPage(status int) string {
	switch {
	case status == http.StatusOK:
		return ""
	case status == http.StatusUnauthorized:
		return "the admin pages do not accept this login"
	case status >= 300 && status < 400:
		return "the admin pages send the request elsewhere"
	}
	return "the admin pages answer with " + statusText(status)
}
