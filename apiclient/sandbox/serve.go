package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// APIPath is where the API answers.
const APIPath = "/vicidial/non_agent_api.php"

// Limits of the web server in front of the API (contract/API.md, "Transport").
const (
	maxRequestLine = 8190
	maxBody        = 1 << 20
)

// ServeHTTP answers the API's path by GET and POST; GET /sandbox/phones, /sandbox/aliases and /sandbox/users return
// what is stored as JSON arrays, users only those that add_user added. All else is 404.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == APIPath {
		f, r := s.receive(r)
		s.meet(f, w, r)
		return
	}
	tables := map[string]func() []map[string]string{
		"/sandbox/phones": s.Phones, "/sandbox/aliases": s.Aliases, "/sandbox/users": s.Users,
	}
	table, known := tables[r.URL.Path]
	switch {
	case !known:
		http.NotFound(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
	default:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(table()) // an error is the client's going away
	}
}

// Intercept puts f around the API's path, over HTTP and in process alike, outside what earlier calls put there.
// f may answer in place of next, or panic with http.ErrAbortHandler to drop the connection before or after it.
func (s *Server) Intercept(f func(next http.HandlerFunc) http.HandlerFunc) {
	for {
		old := s.api.Load()
		wrapped := f(*old)
		if s.api.CompareAndSwap(old, &wrapped) {
			return
		}
	}
}

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	if len(r.Method)+len(r.URL.RequestURI())+len(" ")+len(" HTTP/1.1") > maxRequestLine {
		http.Error(w, http.StatusText(http.StatusRequestURITooLong), http.StatusRequestURITooLong)
		return
	}
	fields, err := readFields(w, r)
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(w, http.StatusText(http.StatusRequestEntityTooLarge), http.StatusRequestEntityTooLarge)
			return
		}
		panic(http.ErrAbortHandler) // half a request is none
	}
	status, body := s.call(fields, isLossy(r.Context()))
	reply(w, status, body)
}

// readFields takes each field from the query string first, else from the form body, even where it is empty there.
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

// parseForm reads a form as PHP does: leniently, the last value of a name counts. net/url would drop what it does
// not like, a semicolon or a bare per cent sign.
func parseForm(fields url.Values, form string) {
	for pair := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name = unescape(name); name != "" {
			fields[name] = []string{unescape(value)}
		}
	}
}

// unescape leaves a per cent sign that starts no escape as it is.
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
