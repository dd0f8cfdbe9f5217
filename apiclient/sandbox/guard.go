package sandbox

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Guarded returns a handler that protects h from web pages in a browser on this machine: h answers every request
// without a login. The handler refuses three kinds of requests with 403:
//
//   - a Host that is not this machine and not the listener's address, such as a foreign name that resolves to this
//     machine (DNS rebinding);
//   - an Origin that is not the requested host;
//   - a Sec-Fetch-Site that names another site. A browser sends no Origin if a page embeds an image of this server.
//
// listening is the listener's address. If the listener accepts connections on every address, the local address of the
// connection counts.
func Guarded(h http.Handler, listening net.Addr) http.Handler {
	own := hostOf(listening.String())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ownHost(r, own) || !sameOrigin(r) || !sameSite(r) {
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// ownHost reports whether the Host of a request is this machine or own, the host of the listener's address.
func ownHost(r *http.Request, own string) bool {
	host := hostOf(r.Host)
	if host == "" {
		return false
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() {
		return true
	}
	if ip, err := netip.ParseAddr(own); err == nil && ip.IsUnspecified() {
		local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
		return local != nil && sameHost(host, hostOf(local.String()))
	}
	return sameHost(host, own)
}

// sameHost reports whether two hosts are equal: IP addresses by value, names without regard to case.
func sameHost(a, b string) bool {
	x, errX := netip.ParseAddr(a)
	y, errY := netip.ParseAddr(b)
	if errX == nil && errY == nil {
		return x.Unmap() == y.Unmap()
	}
	return strings.EqualFold(a, b)
}

// sameOrigin reports whether every Origin header is the requested host. A request without Origin passes.
func sameOrigin(r *http.Request) bool {
	for _, origin := range r.Header.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || !strings.EqualFold(u.Host, r.Host) {
			return false
		}
	}
	return true
}

// sameSite reports whether a browser sent the request for a person or for a page of this server. Programs send no
// Sec-Fetch-Site and pass. A page from another port of this machine has the value "same-site" and does not pass.
func sameSite(r *http.Request) bool {
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "none" && site != "same-origin" {
			return false
		}
	}
	return true
}

// hostOf returns an address without its port and brackets.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return strings.TrimSuffix(strings.TrimPrefix(address, "["), "]")
}
