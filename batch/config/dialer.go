package config

import (
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
)

func (r *reader) dialer(n node) Dialer {
	d := Dialer{Name: n.key, Line: n.line}
	given := r.once(n.table)
	for _, key := range given {
		switch name(key.key) {
		case "urls":
			d.URLs, d.urlsLine = r.urls(key), key.line
		case "user":
			d.User = r.text(key)
		case "password-file":
			d.PasswordFile, d.passwordLine = r.text(key), key.line
			if d.PasswordFile != "" {
				d.PasswordFile = r.rules.path(d.PasswordFile)
			}
		case "password-variable":
			d.PasswordVariable = r.variable(key)
		case "servers":
			d.Servers = r.servers(key)
		default:
			if s, good := r.setting(key, dialerKeys); good {
				d.Settings = append(d.Settings, s)
			}
		}
	}
	has := func(key string) bool {
		return slices.ContainsFunc(given, func(n node) bool { return name(n.key) == key })
	}
	if !has("urls") {
		r.note(n, "the dialer has no URL", `write urls = ["https://dialer.example.com"]`)
	}
	if !has("user") {
		r.note(n, "the dialer has no API user", `write user = "NAME"`)
	}
	if has("password-file") && has("password-variable") {
		r.note(n, "the password comes from a file and from a variable", "keep password_file or password_variable")
	}
	return d
}

// variable reads the name of an environment variable. The mistake does not repeat the value, which may be a password.
func (r *reader) variable(n node) string {
	value := r.text(n)
	if value != "" && (strings.Trim(strings.ToUpper(value), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" || strings.ContainsAny(value[:1], "0123456789")) {
		r.note(n, "this is not the name of an environment variable", `write the name of the variable that holds the password, such as password_variable = "SALES_PASSWORD"`)
		return ""
	}
	return value
}

// urls reads the URLs of a dialer.
func (r *reader) urls(n node) (list []apiclient.Endpoint) {
	values, good := List.values(n.value)
	if !good || len(values) == 0 {
		r.note(n, "this is no list of URLs", `write urls = ["https://dialer.example.com"]`)
		return nil
	}
	for _, value := range values {
		e, err := apiclient.ParseEndpoint(value)
		switch {
		case err != nil:
			r.note(n, err.Error(), "write https://dialer.example.com; the user and the password have keys of their own")
		case slices.Contains(list, e):
			r.note(n, fmt.Sprintf("%s is in the list twice", e), "keep one of them")
		default:
			list = append(list, e)
		}
	}
	return list
}

// sharedURLs notes every URL that two dialers have.
func (r *reader) sharedURLs() {
	of := make(map[apiclient.Endpoint]string)
	for _, d := range r.file.Dialers {
		for _, e := range d.URLs {
			if other, taken := of[e]; taken {
				at := node{line: d.urlsLine, path: "dialers." + shown(d.Name) + ".urls"}
				r.note(at, fmt.Sprintf("%s is a URL of the dialer %s, too", e, other), "keep the URL in one of them: a dialer with several web servers is one dialer")
				continue
			}
			of[e] = d.Name
		}
	}
}
