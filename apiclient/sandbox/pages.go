package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"phonebatch/apiclient"
)

// PagesPath is the path of the admin pages.
const PagesPath = "/vicidial/admin.php"

// A view is one admin page while the server prints it. The goroutine of a view holds Server.mu.
type view struct {
	*database
	fields url.Values
	viewer *account
	page   strings.Builder
}

// views holds the pages by their number, the field ADD (contract/PAGES.md). Each prints the part of the page between
// head and foot. If the result is false, the page ends there.
var views = map[string]func(*view) bool{
	"10000000000":  (*view).phoneList,
	"31111111111":  (*view).phoneForm,
	"12000000000":  (*view).aliasList,
	"100000000000": (*view).serverList,
	"130000000000": (*view).templateList,
}

// servePages answers a request for an admin page that no fault holds back.
func (s *Server) servePages(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	fields := make(url.Values)
	parseForm(fields, r.URL.RawQuery)
	user, pass, _ := r.BasicAuth()
	status, body := s.adminPage(user, pass, fields)
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="CONTACT-CENTER-ADMIN"`)
	}
	reply(w, status, body)
}

// adminPage decides a request for an admin page. A bad login counts toward the lock-out that the API shares, and its
// answer repeats the password. A user without access to the pages gets status 200 with one line.
func (s *Server) adminPage(user, pass string, fields url.Values) (status int, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := s.specs[apiclient.AddPhone].byName
	user, pass = own["user"].Clean(user), own["pass"].Clean(pass)
	viewer, said := s.check(user, pass, pageLevel, time.Now())
	switch {
	case said == verdictLocked:
		return http.StatusOK, "Too many login attempts, try again in 15 minutes: |" + user + "|LOCK|\n"
	case said == verdictBad:
		return http.StatusUnauthorized, "Login incorrect, please try again: |" + user + "|" + pass + "|BAD|\n"
	case !viewer.maySeePages():
		return http.StatusOK, "You do not have permission to be here: |" + user + "|GOOD|\n"
	}
	v := &view{database: s.database, fields: fields, viewer: viewer}
	number := fields.Get("ADD")
	v.head(number)
	if show, known := views[number]; !known || show(v) {
		v.print(pageFoot)
	}
	return http.StatusOK, v.page.String()
}

func (v *view) print(text string) { v.page.WriteString(text) }

func (v *view) printf(format string, values ...any) { fmt.Fprintf(&v.page, format, values...) }

// shows reports whether the viewer may see a row of a user group.
func (v *view) shows(group string) bool { return v.viewer.maySee(v.dialect, group) }

// groupOf returns the user group of a row. A row without a group belongs to all.
func groupOf(row map[string]string) string {
	if row["user_group"] == "" {
		return everyGroup
	}
	return row["user_group"]
}

// head prints the start of a page: the comment by which a page names itself, and links to the lists.
func (v *view) head(number string) {
	clean := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	v.print("<html>\n<head>\n<!-- VERSION: 2.14-930a   BUILD: 241021-2138")
	v.printf("   ADD: %s   PHP_SELF: %s-->\n", clean, PagesPath)
	v.print(pageHead)
}

const pageHead = `<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">
<title>SANDBOX</title>
<style type="text/css">
<!--
.records_list_x {background-color: #EEEEEE;}
.records_list_y {background-color: #DDDDDD;}
-->
</style>
</head>
<BODY BGCOLOR=white>
<CENTER>
<TABLE><TR><TD>
<TABLE>
<TR><TD><a href="/vicidial/admin.php?ADD=10000000000">the sandbox's phones</a></TD></TR>
<TR><TD><a href="/vicidial/admin.php?ADD=12000000000">its aliases</a></TD></TR>
<TR><TD><a href="/vicidial/admin.php?ADD=130000000000">its templates</a></TD></TR>
<TR><TD><a href="/vicidial/admin.php?ADD=100000000000">its servers</a></TD></TR>
</TABLE>
</TD><TD>
`

const pageFoot = `</TD></TR></TABLE></center>
<FONT SIZE=1>VERSION: 2.14-930a<BR>BUILD: 241021-2138</FONT>
</body>
</html>
`
