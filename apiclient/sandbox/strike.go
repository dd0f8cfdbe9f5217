package sandbox

import (
	"context"
	"net"
	"net/http"
)

// outage is a maintenance page, as a proxy sends it instead of an answer of the API.
const outage = `<!DOCTYPE html>
<html><head><title>Maintenance</title></head>
<body><h1>Back soon</h1><p>This system is being maintained.</p></body></html>
`

// strike answers a request to the API in the way of the fault. next is the handler of the API. The fault "" and Slow,
// whose delay is over, change nothing.
func (f Fault) strike(next http.HandlerFunc, w http.ResponseWriter, r *http.Request) {
	switch f {
	case Reset:
		reset(w)
	case LostReply:
		next(newResponseBuffer(), r)
		panic(http.ErrAbortHandler)
	case HTTP500:
		reply(w, http.StatusInternalServerError, "")
	case Empty500Stored:
		next(newResponseBuffer(), r)
		reply(w, http.StatusInternalServerError, "")
	case HTML:
		reply(w, http.StatusOK, outage)
	case SilentLoss:
		next(w, r.WithContext(context.WithValue(r.Context(), lossy{}, true)))
	default:
		next(w, r)
	}
}

// lossy is the context key of a request whose call stores nothing.
type lossy struct{}

func isLossy(ctx context.Context) bool { return ctx.Value(lossy{}) != nil }

// reset closes the connection while the request is unread, so the client sees a TCP reset. In process there is no
// connection, and reset panics with http.ErrAbortHandler.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	socket := conn
	if wrapped, ok := conn.(interface{ NetConn() net.Conn }); ok {
		socket = wrapped.NetConn() // closing at the TLS layer would send a close notification first
	}
	if tcp, ok := socket.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = socket.Close()
}
