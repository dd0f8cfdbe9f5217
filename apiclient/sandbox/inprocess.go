package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// ErrDropped is what a caller in process sees where an interceptor dropped the connection.
var ErrDropped = errors.New("sandbox: the connection was dropped")

// RoundTrip implements http.RoundTripper: whatever host a request names, this dialer answers it, in process and on
// the caller's goroutine. A call whose context has ended is not begun; one whose context ends while it is being
// answered is done, and its answer lost.
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
	w := &written{header: make(http.Header)}
	dropped := s.serve(w, in)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if dropped != nil {
		return nil, dropped
	}
	return w.response(r), nil
}

// serve answers one request; a handler that drops the connection makes an error.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case http.ErrAbortHandler:
			err = ErrDropped
		default:
			panic(p)
		}
	}()
	s.ServeHTTP(w, r)
	return nil
}

// written is an http.ResponseWriter that keeps what is written.
type written struct {
	header http.Header
	status int
	body   bytes.Buffer
}

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
