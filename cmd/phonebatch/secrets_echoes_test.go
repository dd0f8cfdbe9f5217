package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
)

// echoes are servers that repeat a request as no dialer would.
var echoes = map[string]func(w http.ResponseWriter, form url.Values, body string){
	"the body": func(w http.ResponseWriter, _ url.Values, body string) { _, _ = io.WriteString(w, body) },
	"fields": func(w http.ResponseWriter, form url.Values, _ string) {
		for name := range form {
			fmt.Fprintf(w, "%s: %s\n", name, form.Get(name))
		}
	},
	"500": func(w http.ResponseWriter, form url.Values, _ string) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, strings.Join(passwordsOf(form), "\n"))
	},
	"a page": func(w http.ResponseWriter, form url.Values, body string) {
		fmt.Fprintf(w, "<!DOCTYPE html><html><title>%s</title><body><form action=\"?%s\"></form></body></html>", passwordsOf(form)[0], body)
	},
	"a trace": func(w http.ResponseWriter, form url.Values, _ string) {
		fmt.Fprintf(w, "PHP Fatal error:  Uncaught Error: %q in /srv/non_agent_api.php:1\nStack trace:\n#0 login(%[1]q)\n#1 {main}\n", passwordsOf(form))
	},
	"a warning, and an answer": func(w http.ResponseWriter, form url.Values, _ string) {
		fmt.Fprintf(w, "<br />\n<b>Warning</b>: %q\nERROR: add_phone YOU MUST USE ALL REQUIRED FIELDS: |%[1]q|\n", passwordsOf(form))
	},
	"a version": func(w http.ResponseWriter, form url.Values, _ string) {
		p := passwordsOf(form)
		fmt.Fprintf(w, "VERSION: %[1]s|BUILD: 241004-%[1]s|DATE: %[1]s|EPOCH: %[1]s|DST: %[1]s|TZ: %[1]s|TZNOW: %[1]s|\n", p[len(p)-1])
	},
	"headers": func(w http.ResponseWriter, form url.Values, body string) {
		for _, name := range []string{"Retry-After", "Set-Cookie", "Content-Type", "Server", "Www-Authenticate", "X-" + passwordsOf(form)[1]} {
			w.Header()[name] = append(passwordsOf(form), body)
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	},
	"a status line":     raw("HTTP/1.1 200 %s\r\nContent-Length: 0\r\n\r\n"),
	"a status":          raw("HTTP/1.1 %s OK\r\nContent-Length: 0\r\n\r\n"),
	"a broken header":   raw("HTTP/1.1 200 OK\r\n%s\r\n\r\n"),
	"a length":          raw("HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n"),
	"an encoding":       raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: %s\r\n\r\n"),
	"a chunk":           raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n"),
	"an answer cut off": raw("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nERROR: Login incorrect, please try again: |6666|%s|"),
	"no HTTP":           raw("%s\r\n"),

	"redirect to a path":          redirect(func(p string) string { return "/" + url.PathEscape(p) + "/non_agent_api.php" }),
	"redirect to a query":         redirect(func(p string) string { return "/x.php?pass=" + url.QueryEscape(p) + "#" + url.PathEscape(p) }),
	"redirect to a login":         redirect(func(p string) string { return "http://" + url.UserPassword("6666", p).String() + "@dialer.example/" }),
	"redirect to a host":          redirect(func(p string) string { return "http://" + cleaned(p) + ".example/" }),
	"redirect to an escaped path": redirect(func(p string) string { return "/" + url.PathEscape(url.PathEscape(p)) }),
	"redirect to a query's path":  redirect(func(p string) string { return "/" + url.PathEscape("pass="+url.QueryEscape(p)) }),
	"redirect to a capital path":  redirect(func(p string) string { return "/" + strings.ToUpper(cleaned(p)) }),
	"redirect to what is no URL":  redirect(func(p string) string { return "http://[" + p }),
	"redirect to the request":     redirect(func(p string) string { return p }),
	"redirect to a scheme":        redirect(func(p string) string { return "x" + strings.ReplaceAll(cleaned(p), "_", "") + ":x" }),
	"redirect to a path of it all": func(w http.ResponseWriter, _ url.Values, body string) {
		w.Header().Set("Location", "/"+body)
		w.WriteHeader(302)
	},
}

func raw(format string) func(http.ResponseWriter, url.Values, string) {
	return func(w http.ResponseWriter, form url.Values, _ string) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, format, strings.Join(passwordsOf(form), " "))
	}
}

// redirect sends one to a place that is made of each password in turn, as sent and as cleaned.
func redirect(to func(password string) string) func(http.ResponseWriter, url.Values, string) {
	var n atomic.Int64
	return func(w http.ResponseWriter, form url.Values, _ string) {
		passwords := passwordsOf(form)
		if len(passwords) == 0 { // of version
			passwords = []string{""}
		}
		w.Header().Set("Location", to(passwords[int(n.Add(1))%len(passwords)]))
		w.WriteHeader(http.StatusFound)
	}
}
