package sandbox

import "phonebatch/apiclient"

// phoneForm prints the form of one phone. The form of a phone that is not there, or that the viewer may not see, is
// empty, as on a real dialer. A viewer without the right ast_admin_access gets a page that ends early.
func (v *view) phoneForm() bool {
	if v.viewer.ASTAdminAccess != 1 {
		v.print("You do not have permission to view this page\n")
		return false
	}
	row := map[string]string{}
	if ph := v.phones.at(v.fields.Get("extension"), v.fields.Get("server_ip")); ph != nil && v.shows(groupOf(ph.row)) {
		row = ph.row
	}
	v.printf("<TABLE><TR><TD>\n<br>phone of the sandbox<form action=%s method=POST>\n", PagesPath)
	v.print("<input type=hidden name=ADD value=41111111111>\n")
	v.printf("<input type=hidden name=old_extension value=\"%s\">\n", row["extension"])
	v.printf("<input type=hidden name=old_server_ip value=\"%s\">\n", row["server_ip"])
	v.print("<center><TABLE width=850 cellspacing=3>\n")
	for _, column := range []string{"extension", "dialplan_number", "voicemail_id", "outbound_cid", "outbound_alt_cid"} {
		v.input(column, row[column], "")
	}
	v.choice("user_group", row["user_group"], append([]string{everyGroup}, v.names.groups...))
	v.choice("server_ip", row["server_ip"], v.names.servers)
	v.input("login", row["login"], "")
	v.input("pass", row["pass"], "")
	v.input("conf_secret", row["conf_secret"], ` onkeyup="return pwdChanged('reg_pass');"`)
	v.flags(row)
	for _, column := range []string{"fullname", "email", "phone_context", "phone_ring_timeout"} {
		v.input(column, row[column], "")
	}
	v.choice("protocol", row["protocol"], apiclient.Protocols)
	v.choice("local_gmt", row["local_gmt"], []string{"-5.00", "0.00"})
	v.choice("template_id", row["template_id"], v.names.templates)
	v.print("<tr><td>own lines: </td><td><TEXTAREA NAME=conf_override ROWS=10 COLS=70></TEXTAREA></td></tr>\n")
	v.print("<tr><td colspan=2><input type=submit name=submit value='SUBMIT'></td></tr>\n")
	return v.closeList()
}

// flags prints the fields of few words.
func (v *view) flags(row map[string]string) {
	yesNo := []string{"Y", "N"}
	v.choice("is_webphone", row["is_webphone"], append(yesNo, "Y_API_LAUNCH"))
	for _, column := range []string{
		"webphone_auto_answer", "use_external_server_ip", "active", "delete_vm_after_email", "on_hook_agent",
	} {
		v.choice(column, row[column], yesNo)
	}
	v.choice("status", row["status"], []string{"ACTIVE", "SUSPENDED", "CLOSED", "PENDING", "ADMIN"})
}

// input prints a field with a value as it is stored. more holds further attributes.
func (v *view) input(column, value, more string) {
	v.printf("<tr><td>%s: </td><td><input type=text name=%s size=20 maxlength=100", column, column)
	v.printf(" value=\"%s\"%s>%s</td></tr>\n", value, more, help(column))
}

// choice prints a field of several words. The dialer adds the stored value as the last option.
func (v *view) choice(column, value string, words []string) {
	v.printf("<tr><td>%s: </td><td><select size=1 name=%s>", column, column)
	for _, word := range words {
		v.printf("<option value=\"%s\">%s</option>", word, word)
	}
	v.printf("<option SELECTED value=\"%s\">%s</option></select>%s</td></tr>\n", value, value, help(column))
}

// help returns the link to the help of a field.
func help(column string) string {
	return `<IMG SRC="help.png" onClick="FillAndShowHelpDiv(event, '#phones-` + column + `')" ALT="HELP">`
}
