package apiclient_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

func TestAnswersThatBreakTheRules(t *testing.T) {
	hint := "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
	for name, tt := range map[string]struct {
		answer string
		code   apiclient.Code
	}{
		"none, in a chunk":              {chunked + inChunk + "0\r\n\r\n", apiclient.CodeAdded},
		"none, behind hints":            {hint + hint + ok + "\r\n" + added, apiclient.CodeAdded},
		"a negative length":             {ok + "Content-Length: -1\r\n\r\n" + added, apiclient.CodeLost},
		"a signed length":               {ok + "Content-Length: +72\r\n\r\n" + added, apiclient.CodeLost},
		"two lengths in one":            {ok + "Content-Length: 72, 5\r\n\r\n" + added, apiclient.CodeLost},
		"a length that no number holds": {ok + "Content-Length: 9223372036854775808\r\n\r\n" + added, apiclient.CodeLost},
		"a length of a word":            {ok + "Content-Length: 7\r\n\r\n" + added, apiclient.CodeForeign},
		"a length without the end":      {ok + "Content-Length: 69\r\n\r\n" + added, apiclient.CodeUnclear},
		"no length, said to be nothing": {ok + "Content-Length: 0\r\n\r\n" + added, apiclient.CodeEmpty},
		"a chunk that no number counts": {chunked + "10000000000000000\r\n" + added, apiclient.CodeLost},
		"a transfer that is packed":     {ok + "Transfer-Encoding: gzip, chunked\r\n\r\n" + inChunk + "0\r\n\r\n", apiclient.CodeLost},
		"an answer without content":     {"HTTP/1.1 204 No Content\r\n\r\n" + added, apiclient.CodeEmpty},
		"an answer not modified":        {"HTTP/1.1 304 Not Modified\r\n\r\n" + added, apiclient.CodeRedirect},
		"another protocol":              {"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n" + added, apiclient.CodeForeign},
		"status 0":                      {"HTTP/1.1 000 OK\r\n\r\n" + added, apiclient.CodeForeign},
		"status 0 without a word":       {"HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n", apiclient.CodeForeign},
		"status 99":                     {"HTTP/1.1 099 OK\r\n\r\n" + added, apiclient.CodeForeign},
		"status 999 without a word":     {"HTTP/1.1 999 OK\r\nContent-Length: 0\r\n\r\n", apiclient.CodeServerError},
		"status -20":                    {"HTTP/1.1 -20 OK\r\n\r\n" + added, apiclient.CodeLost},
		"status 1000":                   {"HTTP/1.1 1000 OK\r\n\r\n" + added, apiclient.CodeLost},
		"no status":                     {"HTTP/1.1\r\n\r\n" + added, apiclient.CodeLost},
		"HTTP/2":                        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00", apiclient.CodeLost},
	} {
		t.Run(name, func(t *testing.T) {
			address, calls := rawServer(t, tt.answer)
			r := newClient(t, options(t, "http://"+address)).AddPhone(t.Context(), phone)
			if r.Code != tt.code || r.Message() == "" || calls() != 1 {
				t.Errorf("%s after %d requests: %q; want %s", r.Code, calls(), r.Message(), tt.code)
			}
		})
	}
}

// TestBombsAreNotUnpacked checks the length in the message: a client that unpacked the answer would find it too long.
func TestBombsAreNotUnpacked(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, _ = z.Write(make([]byte, 4<<20))
	_ = z.Close()
	for _, encoding := range []string{"gzip", "x-gzip", "GZIP", "gzip, gzip", "deflate", "br", "zstd", "compress"} {
		d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", encoding)
			_, _ = w.Write(bomb.Bytes())
		})
		r := newClient(t, options(t, d.URL)).AddPhone(t.Context(), phone)
		if own := fmt.Sprintf("a compressed answer of %d bytes", bomb.Len()); r.Code != apiclient.CodeForeign || !strings.Contains(r.Message(), own) {
			t.Errorf("%s: %s, %s; want %s", encoding, r.Code, r.Message(), own)
		}
		if accepted, found := d.got()[0].header["Accept-Encoding"]; found {
			t.Errorf("%s: the client asks for %q", encoding, accepted)
		}
	}
}

func TestRedirectsAwayFromTheDialer(t *testing.T) {
	elsewhere := newDialer(t, says(added))
	there := strings.TrimPrefix(elsewhere.URL, "http:")
	for location, want := range map[string]string{
		"/vicidial/non_agent_api.php": "%s/vicidial/non_agent_api.php", // the dialer itself
		there + "/x":                  elsewhere.URL + "/x",
		"file:///etc/passwd":          "",
		"ftp:" + there:                "",
		"unix:///run/x.sock":          "",
		"javascript:alert(1)":         "",
		"data:text/plain,SUCCESS":     "",
		"http:":                       "",
		elsewhere.URL + "/" + strings.Repeat("x", 50<<10):        elsewhere.URL,
		elsewhere.URL + "/%" + strings.Repeat("25", 25<<10):      elsewhere.URL,
		"https://" + strings.Repeat("%25", 10<<10) + ".example/": "",
		"https://" + strings.Repeat("x.", 25<<10) + "example/":   "",
	} {
		for _, status := range []int{300, 301, 302, 303, 305, 307, 308, 399} {
			d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Location"] = []string{location, elsewhere.URL}
				w.WriteHeader(status)
			})
			r := newClient(t, options(t, d.URL)).AddPhone(t.Context(), phone)
			if r.Code != apiclient.CodeRedirect || r.Location != strings.Replace(want, "%s", d.URL, 1) || len(d.got()) != 1 {
				t.Errorf("%d to %.60q: %s to %.300q, want %q", status, location, r.Code, r.Location, want)
			}
		}
	}
	if n := len(elsewhere.got()); n != 0 {
		t.Errorf("%d requests went where a redirect pointed", n)
	}
}

// TestHeadersAreNotObeyed checks that no header of an answer changes the next call.
func TestHeadersAreNotObeyed(t *testing.T) {
	elsewhere := newDialer(t, says(added))
	for _, tt := range []struct {
		status        int
		header, value string
	}{
		{200, "Set-Cookie", "PHPSESSID=owned; Path=/; Max-Age=99999999"},
		{200, "Refresh", "0;url=" + elsewhere.URL},
		{200, "Link", "<" + elsewhere.URL + ">; rel=preload"},
		{200, "Alt-Svc", `h2="` + strings.TrimPrefix(elsewhere.URL, "http://") + `"`},
		{200, "Content-Location", elsewhere.URL},
		{200, "Accept-Ch", "Sec-CH-UA-Platform, Device-Memory"},
		{200, "Strict-Transport-Security", "max-age=99999999"},
		{401, "Www-Authenticate", `Basic realm="owned"`},
		{401, "Www-Authenticate", `Digest realm="owned", nonce="1", qop="auth"`},
		{401, "Www-Authenticate", "Negotiate"},
		{407, "Proxy-Authenticate", `Basic realm="owned"`},
		{408, "Retry-After", "0"},
		{425, "Retry-After", "0"},
		{429, "Retry-After", "0"},
		{503, "Retry-After", "0"},
		{421, "Location", elsewhere.URL},
	} {
		d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(tt.header, tt.value)
			w.WriteHeader(tt.status)
		})
		c := newClient(t, options(t, d.URL))
		for range 2 {
			if r := c.AddPhone(t.Context(), phone); !r.Code.Unclear() || r.Location != "" {
				t.Errorf("%d, %s: %s: %s", tt.status, tt.header, r.Code, r.Message())
			}
		}
		calls := d.got()
		if len(calls) != 2 || !maps.EqualFunc(calls[0].header, calls[1].header, slices.Equal) || len(calls[0].header) != 3 {
			t.Errorf("%d, %s: the calls are %+v", tt.status, tt.header, calls)
		}
	}
	if n := len(elsewhere.got()); n != 0 {
		t.Errorf("%d requests went elsewhere", n)
	}
}

func TestAbsurdRetryAfterIsIgnored(t *testing.T) {
	for _, value := range []string{
		"1e99", "1e3", "Inf", "NaN", "0x10", "1_000", "99999999999999999999", "-99999999999999999999", "9223372036854775807",
		"-9223372036854775808", "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "1, 2", strings.Repeat("9", 50<<10),
	} {
		answer := fmt.Sprintf("HTTP/1.1 503 Busy\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n", value)
		address, _ := rawServer(t, answer)
		r := newClient(t, options(t, "http://"+address)).AddPhone(t.Context(), phone)
		if r.Code != apiclient.CodeServerError || r.RetryAfter != 0 {
			t.Errorf("Retry-After %.60q: %s, %s", value, r.Code, r.RetryAfter)
		}
	}
}
