package sandbox

import (
	"cmp"
	"fmt"
	"slices"
)

// A column is one column of the header of a list.
type column struct {
	word  string
	stage string // sorts by the column; "" means that the list cannot be sorted by it
	span  int    // the columns of the rows below; 0 means 1
}

// openList prints the start of a list: its header. The links that sort the phones keep the status of the request.
func (v *view) openList(title string, columns []column) {
	v.printf("<TABLE><TR><TD>\n<br>%s:\n<center><TABLE width=850 cellspacing=0 cellpadding=1>\n<tr bgcolor=black>", title)
	for _, c := range columns {
		v.print("<td")
		if c.span > 1 {
			v.printf(" colspan=%d", c.span)
		}
		word := "<font size=1 color=white><B>" + c.word + "</B>"
		if c.stage != "" {
			word = fmt.Sprintf(`<a href="%s?ADD=10000000000&stage=%s&status=%s">%s</a>`, PagesPath, c.stage, v.status(), word)
		}
		v.print(">" + word + "</td>")
	}
	v.print("</tr>\n")
}

// status returns the field status of the request without characters that no status has.
func (v *view) status() string {
	if v.fields.Get("status") == allPhones {
		return allPhones
	}
	return ""
}

// allPhones is the status that shows inactive phones too.
const allPhones = "display_all"

// openRow prints the start of row i: the first cell, with the link to a form.
func (v *view) openRow(i int, link, id string) {
	v.printf(`<tr class="records_list_%c"><td><a href="%s">`, "yx"[i%2], link)
	v.printf(`<font size=1 color=black>%s</font></a></td>`, id)
}

// cell prints a cell with a value as it is stored: the dialer does not escape values.
func (v *view) cell(value string) { v.print("<td><font size=1>" + value + "</td>") }

// closeRow prints the last cell of a row.
func (v *view) closeRow(link, more string) {
	v.printf("<td align=center><font size=1><a href=\"%s\">change</a>%s</td></tr>\n", link, more)
}

func (v *view) closeList() bool {
	v.print("</TABLE></center>\n</TD></TR></TABLE></center>\n")
	return true
}

// phoneList prints the phones that the viewer may see, by extension and server_ip: the active ones, or all of them with
// status=display_all.
func (v *view) phoneList() bool {
	v.openList("phones of the sandbox", []column{
		{word: "extension", stage: "EXTENDOWN"},
		{word: "protocol", stage: "PROTODOWN"},
		{word: "server", stage: "SERVERDOWN"},
		{word: "numbers", span: 2},
		{word: "status", stage: "STATUSDOWN"},
		{word: "name"},
		{word: "messages", span: 2},
		{word: "group"},
		{word: "links"},
	})
	rows := v.phones.rows()
	slices.SortFunc(rows, func(a, b map[string]string) int {
		byExtension := cmp.Compare(v.dialect.Fold(a["extension"]), v.dialect.Fold(b["extension"]))
		return cmp.Or(byExtension, cmp.Compare(a["server_ip"], b["server_ip"]))
	})
	printed := 0
	for _, row := range rows {
		if !v.shows(groupOf(row)) || row["active"] != "Y" && v.status() != allPhones {
			continue
		}
		place := "extension=" + row["extension"] + "&server_ip=" + row["server_ip"]
		link := PagesPath + "?ADD=31111111111&" + place
		protocol := row["protocol"]
		if row["is_webphone"] == "Y" || row["is_webphone"] == "Y_API_LAUNCH" {
			protocol += "<i>(w)</i>"
		}
		v.openRow(printed, link, row["extension"])
		for _, value := range []string{
			protocol, row["server_ip"], row["dialplan_number"], row["voicemail_id"], row["status"], row["fullname"],
			"", "", groupOf(row),
		} {
			v.print("\n\t\t")
			v.cell(value)
		}
		v.closeRow(link, ` | <a href="./phone_stats.php?`+place+`">calls</a>`)
		printed++
	}
	return v.closeList()
}

// aliasList prints the aliases. The API stores no user group with an alias, so all viewers see all aliases.
func (v *view) aliasList() bool {
	v.openList("aliases of the sandbox", []column{
		{word: "alias"}, {word: "name"}, {word: "logins"}, {word: "group"}, {word: "links"},
	})
	rows := v.aliases.rows()
	slices.SortFunc(rows, func(a, b map[string]string) int {
		return cmp.Compare(v.dialect.Fold(a["alias_id"]), v.dialect.Fold(b["alias_id"]))
	})
	for i, row := range rows {
		link := PagesPath + "?ADD=32111111111&alias_id=" + row["alias_id"]
		v.openRow(i, link, row["alias_id"])
		v.cell(row["alias_name"])
		v.cell(row["logins_list"])
		v.cell(groupOf(row))
		v.closeRow(link, "")
	}
	return v.closeList()
}

// serverList prints the servers of the fixture that the viewer may see. Their ids, names and versions are the sandbox's
// own.
func (v *view) serverList() bool {
	v.openList("servers of the sandbox", []column{
		{word: "server"},
		{word: "name"},
		{word: "address"},
		{word: "active"},
		{word: "agents"},
		{word: "Asterisk"},
		{word: "trunks"},
		{word: "offset"},
		{word: "links"},
	})
	printed := 0
	for i, address := range v.names.servers {
		if !v.shows(v.names.owner(address)) {
			continue
		}
		id, active := fmt.Sprintf("SANDBOX%d", i+1), "Y"
		if v.names.inactive[address] {
			active = "N"
		}
		link := PagesPath + "?ADD=311111111111&server_id=" + id
		v.openRow(printed, link, id)
		for _, value := range []string{"sandbox server", address, active, "Y", "16.30.0", "23", "-5.00"} {
			v.cell(value)
		}
		v.closeRow(link, "")
		printed++
	}
	return v.closeList()
}

// templateList prints the templates of the fixture that the viewer may see. Their names are the sandbox's own.
func (v *view) templateList() bool {
	v.openList("templates of the sandbox", []column{{word: "template"}, {word: "name"}, {word: "group"}, {word: "links"}})
	printed := 0
	for _, id := range v.names.templates {
		owner := v.names.owner(id)
		if !v.shows(owner) {
			continue
		}
		link := PagesPath + "?ADD=331111111111&template_id=" + id
		v.openRow(printed, link, id)
		v.cell("sandbox template")
		v.cell(owner)
		v.closeRow(link, "")
		printed++
	}
	return v.closeList()
}
