package config

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"phonebatch/batch/columns"
)

// serverKeys are the keys of a server.
var serverKeys = []string{"suffix", "public", "dialplan-prefix", "template-id", "phone-context"}

// servers reads the servers of a dialer.
func (r *reader) servers(n node) (list []Server) {
	if !n.inner {
		r.note(n, "this is no table of servers", `write [`+n.path+`], and below it "10.0.9.8" = { suffix = "a", public = "sip1.example.com" }`)
	}
	for _, entry := range n.table {
		switch ip, err := netip.ParseAddr(entry.key); {
		case err != nil || !ip.Is4() || ip.String() != entry.key:
			r.note(entry, "this is not a server_ip", "write the address as Admin → Servers shows it, in quotes: \"10.0.9.8\"")
		case !entry.inner:
			r.note(entry, "this is no table", `write "`+entry.key+`" = { suffix = "a", public = "sip1.example.com" }`)
		default:
			s := r.server(entry)
			if i := slices.IndexFunc(list, func(other Server) bool { return s.Suffix != "" && strings.EqualFold(other.Suffix, s.Suffix) }); i >= 0 {
				r.note(entry, fmt.Sprintf("the server %s has the suffix %s, too", list[i].IP, s.Suffix), "give each server a suffix of its own")
			}
			list = append(list, s)
		}
	}
	if unbound := slices.IndexFunc(list, func(s Server) bool { return !s.Bound }); unbound >= 0 && slices.ContainsFunc(list, func(s Server) bool { return s.Bound }) {
		r.note(n, fmt.Sprintf("the server %s has no suffix, and another one has", list[unbound].IP), `give each server a suffix, "" for none: then each person gets a phone on each server; or give none of them one`)
	}
	return list
}

func (r *reader) server(n node) Server {
	s := Server{IP: n.key, Line: n.line}
	for _, key := range r.once(n.table) {
		into := map[string]*string{
			"suffix": &s.Suffix, "public": &s.Public, "dialplan-prefix": &s.DialplanPrefix, "template-id": &s.TemplateID, "phone-context": &s.PhoneContext,
		}[name(key.key)]
		if into == nil {
			remedy := "a server has suffix, public, dialplan_prefix, template_id and phone_context"
			if near := columns.Nearest(name(key.key), serverKeys); near != "" {
				remedy = "did you mean " + strings.ReplaceAll(near, "-", "_") + "?"
			}
			r.note(key, "unknown key", remedy)
			continue
		}
		s.Bound = s.Bound || into == &s.Suffix
		if into == &s.Suffix && key.value == "" { // the logins of one server may end in nothing
			continue
		}
		if *into = r.text(key); *into != "" {
			r.checkServer(key, *into)
		}
	}
	return s
}

// checkServer notes a value of a server that cannot be right.
func (r *reader) checkServer(n node, value string) {
	switch name(n.key) {
	case "suffix":
		if len(value) > 4 || strings.Trim(strings.ToLower(value), "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			r.note(n, "this cannot be the end of a login", `write at most four letters or digits, such as "a"`)
		}
	case "public":
		if !isHost(value) {
			r.note(n, "this is no host", `write the host with which phones register, such as "sip1.example.com" or "sip1.example.com:5060"`)
		}
	case "dialplan-prefix":
		if strings.Trim(value, "0123456789") != "" {
			r.note(n, "this is no digit", `write the digits that come before the extension, such as "1"`)
		}
	}
}

// isHost says whether a text is a host, with a port or without.
func isHost(text string) bool {
	if host, port, err := net.SplitHostPort(text); err == nil {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return false
		}
		text = host
	}
	return text != "" && !strings.ContainsAny(text, "/@ ") && (!strings.Contains(text, ":") || net.ParseIP(text) != nil)
}
