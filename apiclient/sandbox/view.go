package sandbox

import (
	"fmt"
	"net/url"
	"strings"
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
