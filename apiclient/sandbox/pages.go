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
		return http.StatusOK, "You do not have permission to be here\n"
	}
	switch query.Get("ADD") {
	case "10000000000":
		return http.StatusOK, framed(b.phoneList(a, query.Get("status") == "display_all"))
	case "31111111111":
		return http.StatusOK, framed(b.phoneForm(a, query.Get("extension"), query.Get("server_ip")))
	case "12000000000":
		return http.StatusOK, framed(b.aliasList())
	case "100000000000":
		return http.StatusOK, framed(b.serverList())
	case "130000000000":
		return http.StatusOK, framed(b.templateList())
	}
	return http.StatusOK, framed("<b>no such page here</b>\n")
}

// framed returns a page around its content.
func framed(content string) string {
	return "<html>\n<head><title>ADMINISTRATION: stand-in</title></head>\n<body>\n" +
		`<a href="/vicidial/admin.php?ADD=10000000000">Phones</a> <a href="/vicidial/admin.php?ADD=999995">Copyright</a>` + "\n<table>\n" +
		content + "</table>\n</body>\n</html>\n"
}

// list returns a list of rows in the form of the admin pages. link is the part of the rows' links after ADD=.
func list(header string, rows [][]string, link func(row []string) string) string {
	var b strings.Builder
	b.WriteString(header)
	for i, row := range rows {
		address := "/vicidial/admin.php?ADD=" + link(row)
		fmt.Fprintf(&b, `<tr class="records_list_%c" onclick="window.document.location='%s'"><td><a href="%s"><font size=1 color=black>%s</font></a></td>`, "yx"[i%2], address, address, row[0])
		for _, cell := range row[1:] {
			fmt.Fprintf(&b, "\n\t\t<td><font size=1>%s</td>", cell)
		}
		fmt.Fprintf(&b, `<td><font size=1><a href="%s">CHANGE</a></td></tr>`+"\n", address)
	}
	return b.String()
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
	header := `<tr bgcolor=black><td><a href="/vicidial/admin.php?ADD=10000000000&stage=EXTENDOWN&status=display_all"><b>Number</b></a></td></tr>` + "\n"
	return list(header, rows, func(row []string) string {
		return "31111111111&extension=" + row[0] + "&server_ip=" + row[2]
	})
}

func (b *database) aliasList() string {
	var rows [][]string
	for _, a := range b.aliases.rows() {
		rows = append(rows, []string{a["alias_id"], a["alias_name"], a["logins_list"], "---ALL---"})
	}
	return list("", rows, func(row []string) string { return "32111111111&alias_id=" + row[0] })
}

func (b *database) serverList() string {
	var rows [][]string
	for i, ip := range slices.Sorted(maps.Keys(b.servers)) {
		rows = append(rows, []string{fmt.Sprintf("S%d", i+1), "server", ip, "Y", "Y", "16", "23", "-5.00"})
	}
	return list("", rows, func(row []string) string { return "311111111111&server_id=" + row[0] })
}

func (b *database) templateList() string {
	var rows [][]string
	for _, id := range slices.Sorted(maps.Keys(b.templates)) {
		rows = append(rows, []string{id, "template", "---ALL---"})
	}
	return list("", rows, func(row []string) string { return "331111111111&template_id=" + row[0] })
}

// phoneColumns lists the columns of the form of one phone: the names of inputs and of selects.
var phoneColumns = struct{ inputs, selects []string }{
	[]string{"dialplan_number", "voicemail_id", "outbound_cid", "login", "pass", "conf_secret", "fullname", "email", "phone_context"},
	[]string{"user_group", "server_ip", "is_webphone", "webphone_auto_answer", "use_external_server_ip", "active", "protocol", "local_gmt", "on_hook_agent", "template_id"},
}

// phoneForm returns the form of one phone.
func (b *database) phoneForm(a *account, extension, server string) string {
	found := b.phones.at(extension, server)
	if found == nil || !a.mayView(found.row["user_group"]) {
		return "<b>there is no such phone</b>\n"
	}
	p := found.row
	var form strings.Builder
	fmt.Fprintf(&form, `<form action=/vicidial/admin.php method=POST><input type=hidden name=ADD value=41111111111><input type=hidden name=old_extension value="%s"><input type=hidden name=old_server_ip value="%s">`+"\n", p["extension"], p["server_ip"])
	fmt.Fprintf(&form, `<tr><td><input type=text name=extension size=20 maxlength=100 value="%s"></td></tr>`+"\n", p["extension"])
	for _, column := range phoneColumns.inputs {
		fmt.Fprintf(&form, `<tr><td><input type=text name=%s size=20 maxlength=100 value="%s"></td></tr>`+"\n", column, p[column])
	}
	for _, column := range phoneColumns.selects {
		fmt.Fprintf(&form, `<tr><td><select size=1 name=%s><option value="X">X</option><option value="%s" selected>%s</option></select></td></tr>`+"\n", column, p[column], p[column])
	}
	return form.String() + "</form>\n"
}

// mayView reports whether the user may view the objects of a user group.
func (a *account) mayView(group string) bool {
	groups := strings.Fields(a.ViewableGroups)
	return len(groups) == 0 || group == "---ALL---" || slices.Contains(groups, group)
}
