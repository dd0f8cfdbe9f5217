package sandbox

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// APIPath is the path of the API.
const APIPath = "/vicidial/non_agent_api.php"

// A Server is one dialer in memory. All methods may be called concurrently. One lock covers the checks and the write of
// a call. On a real dialer two concurrent calls can both find the same login free; here they cannot (contract/API.md,
// "add_phone: the checks").
type Server struct {
	api      atomic.Pointer[http.HandlerFunc] // the handler of APIPath and PagesPath; Intercept wraps it
	requests atomic.Int64
	injector injector

	mu sync.Mutex // guards the tables of the database
	*database
}

// New returns a dialer in the state of a fixture. The fixture is copied.
func New(f Fixture) *Server {
	s := &Server{database: newDatabase(f)}
	answer := http.HandlerFunc(s.serveAPI)
	s.api.Store(&answer)
	return s
}

// Call answers one call without HTTP, and without faults and interceptors. If a field has more than one value, the last
// value counts, as in PHP.
func (s *Server) Call(fields url.Values) (status int, body string) {
	s.requests.Add(1)
	return s.call(fields, false)
}

// call decides a call and stores the change. If lossy is true, the change is dropped and counted as a silent loss.
func (s *Server) call(fields url.Values, lossy bool) (status int, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{database: s.database, fields: fields}
	a := c.answer()
	switch {
	case a.commit == nil:
	case lossy:
		s.injector.countLoss()
	default:
		a.commit()
	}
	return a.status, a.body
}

// Requests returns the number of calls and pages so far, including requests that a fault or an interceptor dropped.
func (s *Server) Requests() int { return int(s.requests.Load()) }

// Phones returns copies of the rows of the phones in order of insertion, passwords included, by the column names of the
// recordings.
func (s *Server) Phones() []map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.phones.rows()
}

// Aliases returns copies of the rows of the aliases in order of insertion.
func (s *Server) Aliases() []map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.aliases.rows()
}

// Users returns copies of the rows of the users that add_user and copy_user added, in order of insertion, passwords
// included.
func (s *Server) Users() []map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.users.rows()
}

// ServeHTTP answers GET and POST at APIPath, and GET at PagesPath with the admin pages. GET /sandbox/phones,
// /sandbox/aliases and /sandbox/users return the stored rows as JSON arrays, passwords included; the users are only
// those that add_user and copy_user added. All other paths get 404.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == APIPath || r.URL.Path == PagesPath {
		e, r := s.receive(r)
		s.handle(e, w, r)
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
		_ = json.NewEncoder(w).Encode(table()) // an error means that the client has left
	}
}

// Intercept wraps the handler of APIPath and PagesPath with f, over HTTP and in process. The wrapper of a later
// Intercept runs before those of earlier ones. The wrapper may answer instead of next, or panic with
// http.ErrAbortHandler to drop the connection before or after next.
func (s *Server) Intercept(f func(next http.HandlerFunc) http.HandlerFunc) {
	for {
		old := s.api.Load()
		wrapped := f(*old)
		if s.api.CompareAndSwap(old, &wrapped) {
			return
		}
	}
}

// receive counts a request to APIPath or PagesPath and draws its effect. The caller must pass both results to handle.
// If the request has to wait, receive reads the body: the unread part is lost if the client leaves.
func (s *Server) receive(r *http.Request) (effect, *http.Request) {
	s.requests.Add(1)
	e := s.injector.begin()
	if e.delay > 0 {
		r = buffered(r)
	}
	return e, r
}

// handle answers a request with its effect, after the delay, and counts the request as done.
func (s *Server) handle(e effect, w http.ResponseWriter, r *http.Request) {
	defer s.injector.end()
	if e.delay > 0 {
		<-time.After(e.delay) // the delay does not end if the client leaves: PHP continues as well
	}
	e.fault.strike(*s.api.Load(), w, r)
}

// serveAPI answers a request that no fault and no interceptor holds back.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	if len(r.Method)+len(r.URL.RequestURI())+len(" ")+len(" HTTP/1.1") > maxRequestLine {
		http.Error(w, http.StatusText(http.StatusRequestURITooLong), http.StatusRequestURITooLong)
		return
	}
	if r.URL.Path == PagesPath {
		s.servePages(w, r)
		return
	}
	fields, err := readFields(w, r)
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(w, http.StatusText(http.StatusRequestEntityTooLarge), http.StatusRequestEntityTooLarge)
			return
		}
		panic(http.ErrAbortHandler) // the request is incomplete: drop it
	}
	status, body := s.call(fields, isLossy(r.Context()))
	reply(w, status, body)
}

// servePages answers a request for an admin page that no fault holds back.
func (s *Server) servePages(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	fields := make(url.Values)
	parseForm(fields, r.URL.RawQuery)
	user, pass, _ := r.BasicAuth()
	s.mu.Lock()
	status, body := s.adminPage(user, pass, fields)
	s.mu.Unlock()
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="CONTACT-CENTER-ADMIN"`)
	}
	reply(w, status, body)
}
