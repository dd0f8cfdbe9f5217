package sandbox

import (
	"net/http"
	"time"
)

// How long whoever has begun a request may take to send all of it, and how long a connection may be silent between two.
const (
	maxReading = 10 * time.Second
	maxIdle    = 2 * time.Minute
)

// NewHTTP makes a server for h that no unfinished request holds up: one whose body does not come is ended.
func NewHTTP(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: maxReading, ReadTimeout: maxReading, IdleTimeout: maxIdle}
}
