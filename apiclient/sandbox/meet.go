package sandbox

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// outage is what a proxy or a maintenance page puts in the API's place.
const outage = `<!DOCTYPE html>
<html><head><title>Maintenance</title></head>
<body><h1>Back soon</h1><p>This system is being maintained.</p></body></html>
`

// receive counts a request to the API's path in and decides its fate; meet must follow. What is to wait is read now,
// as a client that goes away takes the unread rest of its request along.
func (s *Server) receive(r *http.Request) (fate, *http.Request) {
	s.requests.Add(1)
	f := s.trouble.begin()
	if f.delay > 0 {
		r = held(r)
	}
	return f, r
}

// meet has a request meet its fate, and counts it out.
func (s *Server) meet(f fate, w http.ResponseWriter, r *http.Request) {
	defer s.trouble.end()
	if f.delay > 0 {
		<-time.After(f.delay) // whether or not the client is still there, as PHP does
	}
	next := *s.api.Load()
	switch f.fault {
	case Reset:
		reset(w)
	case LostReply:
		next(newWritten(), r)
		panic(http.ErrAbortHandler)
	case HTTP500:
		reply(w, http.StatusInternalServerError, "")
	case Empty500Stored:
		next(newWritten(), r)
		reply(w, http.StatusInternalServerError, "")
	case HTML:
		reply(w, http.StatusOK, outage)
	case SilentLoss:
		next(w, r.WithContext(context.WithValue(r.Context(), lossy{}, true)))
	default:
		next(w, r)
	}
}

// lossy marks the context of a request whose call will store nothing.
type lossy struct{}

func isLossy(ctx context.Context) bool { return ctx.Value(lossy{}) != nil }

// reset drops the connection with what was sent still unread, so that the client sees it reset. Where there is no
// connection to be had, as in process, it is only dropped.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	socket := conn
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok {
		socket = wrapped.NetConn() // below TLS, which would say goodbye
	}
	if tcp, ok := socket.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = socket.Close()
}

// reply writes a whole answer with the headers that the API sends.
func reply(w http.ResponseWriter, status int, body string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache, must-revalidate")
	h.Set("Pragma", "no-cache")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body) // an error is the client's going away: the call is done all the same
}

// held is a request whose body has been read as far as the API would.
func held(r *http.Request) *http.Request {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	var rest io.Reader = http.NoBody
	if err != nil {
		rest = failing{err}
	}
	all := r.WithContext(r.Context())
	all.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), rest))
	return all
}

// failing is a body that broke off.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
