package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// ErrDropped is what a caller in process sees where a fault or an interceptor dropped the connection.
var ErrDropped = errors.New("sandbox: the connection was dropped")

// RoundTrip implements http.RoundTripper: whatever host a request names, this dialer answers it, in process and on
// the caller's goroutine. A call whose context has ended is not begun; one whose context ends while it is being
// answered is done, and its answer lost. One that must wait first, for a fault or for want of capacity, keeps its
// caller no longer than the context lasts; it is done later all the same (Wait).
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	if r.Body != nil {
		defer r.Body.Close()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	in := r.Clone(ctx)
	in.RequestURI = r.URL.RequestURI()
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := newWritten()
	dropped := s.dispatch(w, in)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if dropped != nil {
		return nil, dropped
	}
	return w.response(r), nil
}

// dispatch answers one request, unless its context ends while it has to wait. Then w is not to be looked at.
func (s *Server) dispatch(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Path != APIPath {
		return catch(func() { s.ServeHTTP(w, r) })
	}
	f, r := s.receive(r)
	if f.delay == 0 {
		return catch(func() { s.meet(f, w, r) })
	}
	answered := make(chan error, 1)
	go func() { answered <- catch(func() { s.meet(f, w, r) }) }()
	select {
	case err := <-answered:
		return err
	case <-r.Context().Done():
		return r.Context().Err()
	}
}

// catch makes an error of a handler's dropping the connection.
func catch(handle func()) (err error) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case http.ErrAbortHandler:
			err = ErrDropped
		default:
			panic(p)
		}
	}()
	handle()
	return nil
}

// written is an http.ResponseWriter that keeps what is written.
type written struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newWritten() *written { return &written{header: make(http.Header)} }

func (w *written) Header() http.Header { return w.header }

func (w *written) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *written) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

func (w *written) response(r *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)),
		StatusCode:    w.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        w.header,
		Body:          io.NopCloser(bytes.NewReader(w.body.Bytes())),
		ContentLength: int64(w.body.Len()),
		Request:       r,
	}
}
