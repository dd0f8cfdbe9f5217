package sandbox

import (
	"errors"
	"net/http"
)

// ErrDropped is the error of RoundTrip if a fault or an interceptor dropped the connection.
var ErrDropped = errors.New("sandbox: the connection was dropped")

// RoundTrip implements http.RoundTripper: this dialer answers the request in process, whatever host the request names.
// If the context has ended, the call is not begun. If the context ends during the call, the call is done and the answer
// is lost. If a fault or the capacity delays the call, RoundTrip returns when the context ends, and the call is still
// done after its delay (Wait).
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
	w := newResponseBuffer()
	dropped := s.dispatch(w, in)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if dropped != nil {
		return nil, dropped
	}
	return w.response(r), nil
}

// dispatch answers one request into w. If the context ends during a delay, dispatch returns the context's error, and
// the caller must not read w.
func (s *Server) dispatch(w http.ResponseWriter, r *http.Request) error {
	if r.URL.Path != APIPath && r.URL.Path != PagesPath {
		return recoverDropped(func() { s.ServeHTTP(w, r) })
	}
	e, r := s.receive(r)
	if e.delay == 0 {
		return recoverDropped(func() { s.handle(e, w, r) })
	}
	answered := make(chan error, 1)
	go func() { answered <- recoverDropped(func() { s.handle(e, w, r) }) }()
	select {
	case err := <-answered:
		return err
	case <-r.Context().Done():
		return r.Context().Err()
	}
}

// recoverDropped runs a handler and returns ErrDropped if the handler drops the connection.
func recoverDropped(handle func()) (err error) {
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
