package apiclient

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Options says which dialer a Client calls, and as which API user.
type Options struct {
	Endpoint    Endpoint
	User        string
	Pass        Secret
	Source      string        // marks the calls in the dialer's API log: 2 to 20 letters or digits
	ProbeSource string        // the same for calls that store nothing; the API log shows these calls as errors
	Timeout     time.Duration // for one call, from dialling to the last byte of the answer
	Workers     int           // the number of concurrent calls; sizes the pool of connections
	Dialect     Dialect
	TLS         TLS
	Proxy       Proxy
	// Transport replaces the network if the dialer runs in this process. Name is then the name of the dialer.
	Transport http.RoundTripper
	Name      string
	// Watch, if not nil, is called after every call with the request, the reply and the duration of the call. Watch
	// runs in the goroutine of the call, so concurrent calls run Watch concurrently.
	Watch func(Request, Reply, time.Duration)
	// WatchPage, if not nil, is called after every Page with the query, the length of the body in bytes, the error and
	// the duration. Concurrent pages run WatchPage concurrently.
	WatchPage func(query url.Values, length int, err error, took time.Duration)
}

// A Client calls the API of one dialer. All methods may be called concurrently. Every call is one POST that is sent at
// most once: a Client does not retry and does not follow redirects. Methods return no errors: Reply.Code says what went
// wrong, and Reply.Err is the cause if no answer came.
type Client struct {
	options   Options
	url       string
	proxy     string            // the proxy's address without user and password; "" without a proxy
	transport http.RoundTripper // an http.Client would follow redirects, and fail on a redirect that it cannot read
}

// maxAnswer is the length of the longest answer that is read, in bytes. The longest real answer has a few hundred
// bytes.
const maxAnswer = 256 << 10

// idleTimeout is shorter than the 5 seconds after which Apache closes an idle connection. If the server closes a
// connection while a call is written into it, nobody knows whether the call was carried out.
const idleTimeout = 3 * time.Second

// New returns a client and sends nothing. New fails if the TLS settings cannot be used, and with ErrProxy if the
// environment holds an invalid proxy address.
func New(o Options) (*Client, error) {
	c := &Client{options: o, url: o.Endpoint.URL(), transport: o.Transport}
	if c.transport == nil {
		config, err := o.TLS.config()
		if err != nil {
			return nil, err
		}
		proxy, err := o.Proxy.urlFor(o.Endpoint)
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
			DisableCompression:     true, // an answer is one line; only a zip bomb would need compression
		}
		useProxy(transport, proxy)
		c.proxy, c.transport = proxyName(proxy), transport
	}
	return c, nil
}

// Dialect returns the dialect that the client assumes.
func (c *Client) Dialect() Dialect { return c.options.Dialect }

// WithDialect returns a client with another dialect that shares the connections of c.
func (c *Client) WithDialect(d Dialect) *Client {
	known := *c
	known.options.Dialect = d
	return &known
}

// Name returns the dialer's short name, for messages and results.
func (c *Client) Name() string {
	if c.options.Name != "" {
		return c.options.Name
	}
	return c.options.Endpoint.String()
}

// Proxy returns the address of the proxy without user and password, or "" if calls use no proxy.
func (c *Client) Proxy() string { return c.proxy }

// User returns the name of the API user.
func (c *Client) User() string { return c.options.User }

// Close closes idle connections. Running calls continue.
func (c *Client) Close() {
	if t, ok := c.transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// Format implements fmt.Formatter and hides the password. Without Format, fmt would print the password of the
// unexported field options, because fmt does not call the methods of unexported fields.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "client of "+c.Name()) }

// Call sends one function with its fields and Options.Source, and waits for the answer until the timeout or until ctx
// ends. Empty fields are not sent. The map is not changed.
func (c *Client) Call(ctx context.Context, fn Function, fields map[string]string) Reply {
	return c.call(ctx, c.options.Source, fn, maps.Clone(fields), nil)
}

// call makes one call with a source and takes over the map of fields. If judge is not nil, judge may change the reply
// before Options.Watch and the caller see it.
func (c *Client) call(ctx context.Context, source string, fn Function, fields map[string]string, judge func(*Reply)) Reply {
	if fields == nil {
		fields = make(map[string]string, 4)
	}
	req := Request{Function: fn, Values: fields}
	req.Values["source"], req.Values["function"] = source, string(fn)
	if fn != Version { // version needs no login, and the server is still unknown: do not show it a password
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

// post sends one request, reads the answer, and measures the connection. If no answer came, Reply.Err is a *CallError.
func (c *Client) post(ctx context.Context, req Request) Reply {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	var t trace
	reply := c.exchange(t.context(ctx), req, &t)
	reply.Connect, reply.Dialled = t.connect(), t.dialled()
	return reply
}

// exchange sends one request and reads the answer. ctx is the context of the trace.
func (c *Client) exchange(ctx context.Context, req Request, t *trace) Reply {
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, strings.NewReader(form(req.Values)))
	if err != nil {
		return Reply{Code: CodeNeverSent, Function: req.Function, Err: callError(err, c.options.Timeout)}
	}
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	post.Header.Set("User-Agent", "phonebatch")
	resp, err := c.transport.RoundTrip(post)
	if err != nil {
		return c.unanswered(req, err, t.sent() || c.options.Transport != nil)
	}
	defer resp.Body.Close()
	if resp.StatusCode < 200 { // after 101 the connection carries another protocol, and the timeout does not end a read
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
		c.inspectHeaders(&reply, resp.Header)
	}
	return reply
}

// form encodes the fields with a value, in any order.
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

// unanswered returns the reply for a call without an answer. If no header was written (sent is false), the code is
// CodeNeverSent and the call may be repeated. Otherwise the code is CodeLost: the dialer may have carried out the call.
func (c *Client) unanswered(req Request, err error, sent bool) Reply {
	r := Reply{Code: CodeNeverSent, Function: req.Function, Err: callError(err, c.options.Timeout)}
	if sent {
		r.Code = CodeLost
	}
	return r
}

// inspectHeaders completes the reply to an answer that did not come from the API: the barrier that the headers show,
// the compression, and the proxy that may have answered.
func (c *Client) inspectHeaders(r *Reply, h http.Header) {
	r.Barrier = barrierFromHeaders(r.Barrier, h)
	if r.Barrier == BarrierBrowser || r.Barrier == BarrierProxy && !busy(r.Status) {
		r.Code = CodeForeign
	}
	if encoding := h.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		r.compressed = true
	}
	if c.proxy != "" && c.options.Endpoint.url.Scheme == "http" && r.Status >= 400 {
		r.Via = c.proxy // over http an answer of the proxy looks like an answer of the dialer
	}
}

// maxRetryAfter is the longest Retry-After that is believed. A longer one is a mistake of the server and is ignored.
const maxRetryAfter = 7 * 24 * time.Hour

// retryAfter returns the delay that a busy server asks for in Retry-After, in seconds or as a date. The result is 0 if
// the header is missing, invalid, in the past or longer than maxRetryAfter.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if text == "" { // nearly every answer: parsing makes errors, which cost time
		return 0
	}
	seconds, err := strconv.Atoi(text)
	if at, notDate := http.ParseTime(text); err != nil && notDate == nil {
		seconds, err = int(time.Until(at).Round(time.Second)/time.Second), nil
	}
	if err != nil || seconds < 0 || seconds > int(maxRetryAfter/time.Second) {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
