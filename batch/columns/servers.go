package columns

import (
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/values"
)

// A Server is one server of a cluster on which each person of a list gets a phone. A Server is plain data: flags, a
// configuration file or a cell can fill it.
type Server struct {
	IP     string // server_ip
	Suffix string // what follows phone_login on this server; may be empty
	// DialplanPrefix is what comes before the digits of the extension in dialplan_number, or NoPrefix. If it is empty,
	// dialplan_number stays as it is.
	DialplanPrefix string
	TemplateID     string // template_id of phones whose cell is empty
	PhoneContext   string // phone_context of such phones
}

// NoPrefix is a DialplanPrefix: dialplan_number has the digits of the extension alone.
const NoPrefix = "none"

// Servers are the servers of a cluster, in the order in which a person gets the phones. No two have the same address or
// the same suffix, in any case.
type Servers []Server

// ServerOptions hold the values of the flags that describe servers.
type ServerOptions struct {
	Servers  []string // ip=suffix, or ip alone
	Prefixes []string // a dialplan prefix for each server, or auto
	Defaults []string // ip:field=value
}

// ParseServers reads the flags that describe servers. The error is a *FillError.
func ParseServers(o ServerOptions) (Servers, error) {
	list, wrong := parseServers(o.Servers, nil)
	switch {
	case wrong != "":
		return nil, &FillError{serversFlag, strings.Join(o.Servers, ","), wrong}
	case len(list) == 0 && len(o.Prefixes) > 0:
		return nil, &FillError{prefixFlag, strings.Join(o.Prefixes, ","), "it needs --servers, which names the servers"}
	}
	if err := list.prefix(o.Prefixes); err != nil {
		return nil, err
	}
	for _, text := range o.Defaults {
		if err := list.setDefault(text); err != nil {
			return nil, err
		}
	}
	return list, nil
}

const (
	serversFlag       = "--servers"
	prefixFlag        = "--dialplan-prefix"
	serverDefaultFlag = "--server-default"
)

// parseServers reads servers, each as ip=suffix or as ip alone. A server without a suffix has that of known, or else
// the letters of its place: a, b … z, aa. wrong says what is wrong, without the text, which may be a password.
func parseServers(entries []string, known Servers) (list Servers, wrong string) {
	for i, entry := range entries {
		ip, suffix, given := strings.Cut(entry, "=")
		server := Server{IP: values.PlainAddress(strings.TrimSpace(ip)), Suffix: letters(i)}
		if known := known.Find(server.IP); known != nil {
			server = *known
		}
		if given {
			server.Suffix = strings.TrimSpace(suffix)
		}
		switch {
		case !values.Address(server.IP):
			return nil, "want addresses of servers with commas between them, each with the suffix of its logins or without: 10.0.9.8=a,10.0.9.9=b"
		case !isSuffix(server.Suffix):
			return nil, "a suffix has other characters than letters and digits, and nobody could type the login"
		case list.Find(server.IP) != nil:
			return nil, "a server is named twice: " + server.IP
		case list.suffixed(server.Suffix) != nil:
			return nil, "two servers have one suffix: " + list.suffixed(server.Suffix).IP + " and " + server.IP
		}
		list = append(list, server)
	}
	return list, ""
}

// prefixed reports whether the servers have dialplan prefixes.
func (s Servers) prefixed() bool { return len(s) > 0 && s[0].DialplanPrefix != "" }

// letters returns the suffix of the server with this index: a, b … z, aa, ab …
func letters(index int) (suffix string) {
	for n := index + 1; n > 0; n = (n - 1) / 26 {
		suffix = string(rune('a'+(n-1)%26)) + suffix
	}
	return suffix
}

// isSuffix reports whether the agent screen keeps all characters of a suffix (domain rule R-17).
func isSuffix(text string) bool { return apiclient.Dialect{}.AgentScreen(text) == text }

// Find returns the server with an address, or nil.
func (s Servers) Find(ip string) *Server {
	return s.find(func(server Server) bool { return server.IP == ip })
}

// suffixed returns the server with a suffix, in whatever case, or nil.
func (s Servers) suffixed(suffix string) *Server {
	return s.find(func(server Server) bool { return strings.EqualFold(server.Suffix, suffix) })
}

func (s Servers) find(is func(Server) bool) *Server {
	if i := slices.IndexFunc(s, is); i >= 0 {
		return &s[i]
	}
	return nil
}

// prefix gives the servers their dialplan prefixes, in order. The error is a *FillError.
func (s Servers) prefix(prefixes []string) error {
	fail := func(reason string) error { return &FillError{prefixFlag, strings.Join(prefixes, ","), reason} }
	switch {
	case len(prefixes) == 0:
		return nil
	case len(prefixes) == 1 && strings.EqualFold(prefixes[0], "auto"):
		prefixes = autoPrefixes(len(s))
	case len(prefixes) != len(s):
		return fail("want as many as there are servers, in their order, such as none,1,2; or auto")
	}
	for i, text := range prefixes {
		text = strings.TrimSpace(text)
		switch {
		case strings.EqualFold(text, NoPrefix):
			text = NoPrefix
		case values.Digits(text) == 0:
			return fail("a prefix is a number, or none")
		}
		s[i].DialplanPrefix = text
	}
	return nil
}

// autoPrefixes returns none, 1, 2 … for n servers.
func autoPrefixes(n int) []string {
	list := make([]string, n)
	for i := range list {
		if list[i] = NoPrefix; i > 0 {
			list[i] = Number{N: i}.String()
		}
	}
	return list
}

// setDefault reads one --server-default. The error is a *FillError.
func (s Servers) setDefault(text string) error {
	fail := func(reason string) error { return &FillError{serverDefaultFlag, text, reason} }
	ip, rest, _ := strings.Cut(text, ":")
	name, value, found := strings.Cut(rest, "=")
	server := s.Find(values.PlainAddress(strings.TrimSpace(ip)))
	if value = strings.TrimSpace(value); !found || value == "" {
		text = ip + ":" + namePrefix(name)
		return fail("it must be server:column=value, such as 10.0.9.9:template_id=SIP_WSS")
	}
	if server == nil {
		return fail("--servers does not name this server")
	}
	field := &server.TemplateID
	switch known[normal(name)] {
	case apiclient.TemplateID:
	case apiclient.PhoneContext:
		field = &server.PhoneContext
	default:
		text = ip + ":" + namePrefix(name)
		return fail("only template_id and phone_context can depend on the server")
	}
	if *field != "" {
		return fail("there are two for this column of this server")
	}
	*field = value
	return nil
}
