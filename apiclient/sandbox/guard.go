package sandbox

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Guarded keeps pages of a browser on this machine away from h, which tells all it holds to whoever asks. It refuses
// with 403 a Host that is neither this machine nor the address listened on, as a name made to point here would be, an
// Origin that is not the very host that was asked, and what a browser marks as another site's doing (Sec-Fetch-Site): it
// sends no Origin where a page shows a picture from here. listening is the listener's address; where that is every
// address, the one that the connection came in on counts.
func Guarded(h http.Handler, listening net.Addr) http.Handler {
	own := hostOf(listening.String())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ours(r, own) || !sameOrigin(r) || !sameSite(r) {
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func ours(r *http.Request, own string) bool {
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

// sameHost compares addresses as addresses, names as names.
func sameHost(a, b string) bool {
	x, errX := netip.ParseAddr(a)
	y, errY := netip.ParseAddr(b)
	if errX == nil && errY == nil {
		return x.Unmap() == y.Unmap()
	}
	return strings.EqualFold(a, b)
}

// sameOrigin says whether every Origin, if there is one, is the host that was asked.
func sameOrigin(r *http.Request) bool {
	for _, origin := range r.Header.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || !strings.EqualFold(u.Host, r.Host) {
			return false
		}
	}
	return true
}

// sameSite says whether a browser, if it is one, was asked by a person, or by a page of our own. A page of another port is
// of the same site, but not ours.
func sameSite(r *http.Request) bool {
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "none" && site != "same-origin" {
			return false
		}
	}
	return true
}

// hostOf is an address without its port and brackets.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return strings.TrimSuffix(strings.TrimPrefix(address, "["), "]")
}
