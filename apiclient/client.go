// Package apiclient speaks one API, VICIdial's non_agent_api.php, and nothing else. It knows what a dialer keeps of
// each value (the field table, fields.go), asks it one call at a time (Client), and reads its answers (Reply).
//
// What a real dialer does is recorded in testdata; those recordings judge this package.
package apiclient

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Options says which dialer a Client speaks to, and as whom.
type Options struct {
	Endpoint    Endpoint
	User        string
	Pass        Secret
	Source      string        // what an administrator greps for in the API log: 2 to 20 letters or digits
	ProbeSource string        // the same for calls that store nothing; they stand there as errors
	Timeout     time.Duration // of one call, from dialling to the last byte of the answer
	Workers     int           // how many calls may be under way at once; sizes the pool of connections
	Dialect     Dialect
	TLS         TLS
	Proxy       Proxy
	// Transport replaces the network, for a dialer in this very process; Name is what it is called then.
	Transport http.RoundTripper
	Name      string
	// Watch is told of every call that has ended, from the goroutine that made it. May be nil.
	Watch func(Request, Reply, time.Duration)
}

// A Client calls the API of one dialer. All methods may be called concurrently. Every call is one POST that is sent
// at most once: nothing is retried, and no redirect is followed. Methods return no errors: what went wrong is the
// Reply's code, with its cause in Reply.Err.
type Client struct {
	options   Options
	url       string
	proxy     string            // on the way, without its user and password; empty where there is none
	transport http.RoundTripper // no http.Client: that would follow redirects, and fail on one that it cannot read
}

// maxAnswer is how much of an answer is read, in bytes. The longest genuine one is a few hundred.
const maxAnswer = 256 << 10

// idleTimeout is shorter than the 5 seconds after which Apache closes an idle connection: a call written into a
// connection that the server is just closing is a call in doubt.
const idleTimeout = 3 * time.Second

// New makes a client. It fails only on TLS settings that cannot be used, and on a proxy in the environment that is none
// (ErrProxy); nothing is sent.
func New(o Options) (*Client, error) {
	c := &Client{options: o, url: o.Endpoint.URL(), transport: o.Transport}
	if c.transport == nil {
		config, err := o.TLS.config()
		if err != nil {
			return nil, err
		}
		proxy, err := o.Proxy.on(o.Endpoint)
		if err != nil {
			return nil, err
		}
		transport := &http.Transport{
			TLSClientConfig:        config,
			MaxIdleConns:           o.Workers,
			MaxIdleConnsPerHost:    o.Workers,
			MaxConnsPerHost:        o.Workers,
			IdleConnTimeout:        idleTimeout,
			MaxResponseHeaderBytes: 64 << 10,
			DisableCompression:     true, // an answer is one line; a compressed one would be a bomb
		}
		through(transport, proxy)
		c.proxy, c.transport = proxyName(proxy), transport
	}
	return c, nil
}

// Dialect is the dialer's way of cleaning values, as far as it is known.
func (c *Client) Dialect() Dialect { return c.options.Dialect }

// WithDialect returns a client for the same dialer, over the same connections, that knows its dialect better.
func (c *Client) WithDialect(d Dialect) *Client {
	known := *c
	known.options.Dialect = d
	return &known
}

// Name is the dialer's short name, for people and for results.
func (c *Client) Name() string {
	if c.options.Name != "" {
		return c.options.Name
	}
	return c.options.Endpoint.String()
}

// Proxy is the proxy on the way to the dialer, without its user and password; empty where there is none.
func (c *Client) Proxy() string { return c.proxy }

// User is the API user's name.
func (c *Client) User() string { return c.options.User }

// Close lets go of idle connections. Calls under way are not disturbed.
func (c *Client) Close() {
	if t, ok := c.transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// Format keeps the password out of whatever prints a client: fmt calls no methods of unexported fields.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "client of "+c.Name()) }

// Call sends one function with its fields, and waits for the answer until the timeout or until ctx ends.
// Empty fields are not sent.
func (c *Client) Call(ctx context.Context, fn Function, fields map[string]string) Reply {
	return c.call(ctx, c.options.Source, fn, maps.Clone(fields), nil)
}

// call makes one call under a source. The map of fields is its own from now on.
// judge may give the reply another code before anybody sees it; it may be nil.
func (c *Client) call(ctx context.Context, source string, fn Function, fields map[string]string, judge func(*Reply)) Reply {
	if fields == nil {
		fields = make(map[string]string, 4)
	}
	req := Request{Function: fn, Values: fields}
	req.Values["source"], req.Values["function"] = source, string(fn)
	if fn != Version { // which asks for no login, so none is shown to whoever answers
		req.Values["user"], req.Values["pass"] = c.options.User, c.options.Pass.Reveal()
	}
	began := time.Now()
	reply := c.post(ctx, req)
	if judge != nil {
		judge(&reply)
	}
	if c.options.Watch != nil {
		c.options.Watch(req, reply, time.Since(began))
	}
	return reply
}

func (c *Client) post(ctx context.Context, req Request) Reply {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})

	post, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, strings.NewReader(form(req.Values)))
	if err != nil {
		return Reply{Code: CodeNeverSent, Function: req.Function, Err: callError(err, c.options.Timeout)}
	}
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	post.Header.Set("User-Agent", "phonebatch")
	resp, err := c.transport.RoundTrip(post)
	if err != nil {
		return c.unanswered(req, err, wrote.Load() || c.options.Transport != nil)
	}
	defer resp.Body.Close()
	if resp.StatusCode < 200 { // 101 hands over the connection, and no timeout ends a read from that
		return Reply{Code: CodeForeign, Function: req.Function, Status: resp.StatusCode, shape: "an answer in another protocol"}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return c.unanswered(req, err, true)
	case len(body) > maxAnswer:
		return Reply{Code: CodeForeign, Function: req.Function, Status: resp.StatusCode, shape: fmt.Sprintf("an answer of more than %d bytes", maxAnswer)}
	}
	reply := ParseReply(req, c.options.Dialect, resp.StatusCode, body)
	reply.RetryAfter = retryAfter(resp.Header)
	if reply.Code == CodeRedirect {
		reply.Location = redirectTarget(resp, req)
	}
	if reply.shape != "" || reply.Barrier != NoBarrier {
		c.lookCloser(&reply, resp.Header)
	}
	return reply
}

// form encodes the fields of a call that have a value, in any order.
func form(values map[string]string) string {
	var b strings.Builder
	b.Grow(600)
	for name, value := range values {
		if value == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(name)
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(value))
	}
	return b.String()
}

// unanswered makes a reply of a call that got no answer. A call of which no header was written was never sent and
// may be repeated; any other is in doubt.
func (c *Client) unanswered(req Request, err error, sent bool) Reply {
	r := Reply{Code: CodeNeverSent, Function: req.Function, Err: callError(err, c.options.Timeout)}
	if sent {
		r.Code = CodeLost
	}
	return r
}

// lookCloser finds in the headers of an answer that is none of the API's who has given it.
func (c *Client) lookCloser(r *Reply, h http.Header) {
	r.Barrier = guardedBy(r.Barrier, h)
	if r.Barrier == BarrierBrowser || r.Barrier == BarrierProxy && !busy(r.Status) {
		r.Code = CodeForeign
	}
	if encoding := h.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		r.packed = true
	}
	if c.proxy != "" && c.options.Endpoint.url.Scheme == "http" && r.Status >= 400 {
		r.Via = c.proxy // nobody can tell its answers from the dialer's
	}
}

// longestAbsence is how long a server may ask us to stay away. What asks for more is out of order, and is not heeded.
const longestAbsence = 7 * 24 * time.Hour

// retryAfter reads how long a busy server asks us to stay away, 0 where it does not, or for longer than anybody would.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	seconds, err := strconv.Atoi(text)
	if at, notDate := http.ParseTime(text); err != nil && notDate == nil {
		seconds, err = int(time.Until(at).Round(time.Second)/time.Second), nil
	}
	if err != nil || seconds < 0 || seconds > int(longestAbsence/time.Second) {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
