package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// PagePath is the path of the admin pages.
const PagePath = "/vicidial/admin.php"

// page decides about the request for a page. The caller holds Server.mu.
func (b *database) page(user, pass string, query url.Values) (status int, body string) {
	a := b.accounts[b.dialect.Fold(user)]
	switch {
	case a == nil:
		return http.StatusUnauthorized, "Login or password are not right\n"
	case a.lockedOut(time.Now()):
		return http.StatusUnauthorized, "Too many bad logins\n"
	case !a.accepts(b.dialect, pass):
		a.fail(time.Now())
		return http.StatusUnauthorized, "Login or password are not right\n"
	}
	a.failures = 0
	if a.APIOnlyUser == 1 || a.ASTAdminAccess != 1 {
		return http.StatusOK, "You do not have permission to be here: |" + user + "|GOOD|\n"
	}
	number := query.Get("ADD")
	switch number {
	case "10000000000":
		body = b.phoneList(a, query.Get("status") == "display_all")
	case "31111111111":
		body = b.phoneForm(a, query.Get("extension"), query.Get("server_ip"))
	case "12000000000":
		body = b.aliasList()
	case "100000000000":
		body = b.serverList()
	case "130000000000":
		body = b.templateList()
	}
	return http.StatusOK, framed(number, body)
}

// framed returns the page with a number around its content.
func framed(number, content string) string {
	number = strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	return "<html>\n<head>\n<!-- VERSION: 2.14-930a   BUILD: 241021-2138   ADD: " + number + "   PHP_SELF: /vicidial/admin.php-->\n" +
		"<title>stand-in</title>\n</head>\n<body>\n" + content + "</body>\n</html>\n"
}

// list returns a list of rows in the form of the admin pages. header holds the cells of the first row, and link returns
// the part of a row's links after ADD=.
func list(header []string, rows [][]string, link func(row []string) string) string {
	var b strings.Builder
	b.WriteString("<table>\n<tr bgcolor=black>" + strings.Join(header, "") + "</tr>\n")
	for i, row := range rows {
		address := "/vicidial/admin.php?ADD=" + link(row)
		fmt.Fprintf(&b, `<tr class="records_list_%c" onclick="window.document.location='%s'"><td><a href="%s"><font size=1 color=black>%s</font></a></td>`, "yx"[i%2], address, address, row[0])
		for _, cell := range row[1:] {
			fmt.Fprintf(&b, "\n\t\t<td><font size=1>%s</td>", cell)
		}
		fmt.Fprintf(&b, `<td><font size=1><a href="%s">CHANGE</a></td></tr>`+"\n", address)
	}
	return b.String() + "</table>\n"
}

// titles returns a number of cells of a header.
func titles(n int) []string {
	return slices.Repeat([]string{"<td><font size=1 color=white><b>T</b></td>"}, n)
}

// sorting returns a cell of a header with a link that sorts the list.
func sorting(stage string) string {
	return `<td><a href="/vicidial/admin.php?ADD=10000000000&stage=` + stage + `&status=display_all"><font size=1 color=white><b>T</b></a></td>`
}

// phoneList returns the list of the phones that a user may view: all, or the active ones.
func (b *database) phoneList(a *account, all bool) string {
	var rows [][]string
	for _, p := range b.phones.rows() {
		if !a.mayView(p["user_group"]) || !all && p["active"] != "Y" {
			continue
		}
		protocol := p["protocol"]
		if p["is_webphone"] == "Y" {
			protocol += "<i>(w)</i>"
		}
		rows = append(rows, []string{p["extension"], protocol, p["server_ip"], p["dialplan_number"], p["voicemail_id"], p["status"], p["fullname"], "", "", p["user_group"]})
	}
	header := slices.Concat([]string{sorting("EXTENDOWN"), sorting("PROTODOWN"), sorting("SERVERDOWN")}, titles(2), []string{sorting("STATUSDOWN")}, titles(5))
	return list(header, rows, func(row []string) string {
		return "31111111111&extension=" + row[0] + "&server_ip=" + row[2]
	})
}

func (b *database) aliasList() string {
	var rows [][]string
	for _, a := range b.aliases.rows() {
		rows = append(rows, []string{a["alias_id"], a["alias_name"], a["logins_list"], "---ALL---"})
	}
	return list(titles(5), rows, func(row []string) string { return "32111111111&alias_id=" + row[0] })
}

func (b *database) serverList() string {
	var rows [][]string
	for i, ip := range slices.Sorted(maps.Keys(b.servers)) {
		rows = append(rows, []string{fmt.Sprintf("S%d", i+1), "server", ip, "Y", "Y", "16", "23", "-5.00"})
	}
	return list(titles(9), rows, func(row []string) string { return "311111111111&server_id=" + row[0] })
}

func (b *database) templateList() string {
	var rows [][]string
	for _, id := range slices.Sorted(maps.Keys(b.templates)) {
		rows = append(rows, []string{id, "template", "---ALL---"})
	}
	return list(titles(4), rows, func(row []string) string { return "331111111111&template_id=" + row[0] })
}

// phoneColumns lists the columns of the form of one phone: the names of inputs and of selects.
var phoneColumns = struct{ inputs, selects []string }{
	[]string{"extension", "dialplan_number", "voicemail_id", "outbound_cid", "login", "pass", "conf_secret", "fullname", "email", "phone_context"},
	[]string{"user_group", "server_ip", "is_webphone", "webphone_auto_answer", "use_external_server_ip", "active", "status", "protocol", "local_gmt", "on_hook_agent", "template_id"},
}

// phoneForm returns the form of one phone. Without such a phone, the form is empty.
func (b *database) phoneForm(a *account, extension, server string) string {
	p := map[string]string{"active": "N", "local_gmt": "-5.00", "protocol": "SIP"}
	if found := b.phones.at(extension, server); found != nil && a.mayView(found.row["user_group"]) {
		p = found.row
	}
	var form strings.Builder
	form.WriteString("<form action=/vicidial/admin.php method=POST>\n<input type=hidden name=ADD value=41111111111>\n")
	for _, column := range []string{"extension", "server_ip"} {
		fmt.Fprintf(&form, "<input type=hidden name=old_%s value=\"%s\">\n", column, p[column])
	}
	form.WriteString("<table>\n")
	for _, column := range phoneColumns.inputs {
		fmt.Fprintf(&form, "<tr><td>%s</td><td><input type=text name=%s size=20 maxlength=100 value=\"%s\"></td></tr>\n", column, column, p[column])
	}
	for _, column := range phoneColumns.selects {
		fmt.Fprintf(&form, "<tr><td>%s</td><td><select size=1 name=%s><option value=\"\">other</option><option value=\"%s\" selected>as it is</option></select></td></tr>\n", column, column, p[column])
	}
	return form.String() + "</table>\n</form>\n"
}

// mayView reports whether the user may view the objects of a user group.
func (a *account) mayView(group string) bool {
	groups := strings.Fields(a.ViewableGroups)
	return len(groups) == 0 || group == "---ALL---" || slices.Contains(groups, group)
}
