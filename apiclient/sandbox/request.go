package sandbox

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Limits of the web server in front of the API (contract/API.md, "Transport").
const (
	maxRequestLine = 8190
	maxBody        = 1 << 20
)

// readFields reads the fields of the form body and of the query string. A field in the query string replaces the field
// of the body, even with an empty value.
func readFields(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	fields := make(url.Values)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Method == http.MethodPost && kind == "application/x-www-form-urlencoded" {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			return nil, err
		}
		parseForm(fields, string(body))
	}
	parseForm(fields, r.URL.RawQuery)
	return fields, nil
}

// parseForm adds the fields of a form to fields, as PHP reads a form: without errors, and the last value of a name
// counts. net/url would drop pairs with a semicolon or an incomplete escape.
func parseForm(fields url.Values, form string) {
	for pair := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name = unescape(name); name != "" {
			fields[name] = []string{unescape(value)}
		}
	}
}

// unescape decodes + and percent escapes. A percent sign without two hexadecimal digits stays.
func unescape(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			out = append(out, ' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b, _ := strconv.ParseUint(s[i+1:i+3], 16, 8)
			out = append(out, byte(b))
			i += 2
		default:
			out = append(out, s[i])
		}
	}
	return string(out)
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

// buffered returns the request with a body that is already read, up to the limit of the API. A read error is returned
// at the end of the body.
func buffered(r *http.Request) *http.Request {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	var rest io.Reader = http.NoBody
	if err != nil {
		rest = brokenReader{err}
	}
	all := r.WithContext(r.Context())
	all.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), rest))
	return all
}

// A brokenReader returns an error at every read.
type brokenReader struct{ err error }

func (b brokenReader) Read([]byte) (int, error) { return 0, b.err }
