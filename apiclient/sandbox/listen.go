package sandbox

import (
	"net/http"
	"time"
)

// The time that a client may take to send a request, and the time that a connection may stay idle between two requests.
const (
	maxReading = 10 * time.Second
	maxIdle    = 2 * time.Minute
)

// NewHTTP returns an HTTP server for h that closes the connection of a request whose head or body does not arrive in
// time.
func NewHTTP(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: maxReading, ReadTimeout: maxReading, IdleTimeout: maxIdle}
}
