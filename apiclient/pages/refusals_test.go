package pages

import (
	"errors"
	"strings"
	"testing"
)

// foreign holds answers that are no page of the dialer, or another page.
var foreign = map[string]string{
	"nothing":       "",
	"a proxy":       "<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>Back soon</h1></body></html>",
	"a login form":  `<html><body><form action="/vicidial/admin.php?ADD=10000000000"><input type=password name=p></form></body></html>`,
	"no permission": "You do not have permission to be here: |6666|GOOD|\n",
	"a table": `<html><body><table><tr bgcolor=black><td>a</td></tr><tr><td><a href="admin.php?ADD=31111111111&extension=1&server_ip=2">1</a></td>` +
		`</tr></table></body></html>`,
}

func TestForeignPages(t *testing.T) {
	for reader, read := range readers {
		page := file(t, reader)
		for name, body := range foreign {
			if n, err := read(body); !unreadable(err) {
				t.Errorf("%s: %s is read as %d rows, %v", reader, name, n, err)
			}
		}
		at := strings.Index(page, "ADD: ")
		end := at + strings.Index(page[at:], "   PHP_SELF")
		for number, reason := range map[string]string{
			"999995": "first login", "99999701": "second factor", "999997": "change the password", "999999": "reports alone",
			"123": `shows page "123"`, "": `shows page ""`,
		} {
			_, err := read(page[:at] + "ADD: " + number + page[end:])
			if !unreadable(err) || !strings.Contains(err.Error(), reason) {
				t.Errorf("%s: page %q: %v", reader, number, err)
			}
		}
		for other := range readers {
			if first, _, _ := strings.Cut(other, "_"); strings.HasPrefix(reader, first) {
				continue
			}
			if n, err := read(file(t, other)); !unreadable(err) {
				t.Errorf("%s: %s is read as %d rows, %v", reader, other, n, err)
			}
		}
	}
}

// TestCutPages cuts each page at every row and at 200 other places.
func TestCutPages(t *testing.T) {
	for name, read := range readers {
		page := file(t, name)
		whole := len(strings.TrimSpace(page))
		var places []int
		for at := range page {
			if strings.HasPrefix(page[at:], "<tr") || strings.HasPrefix(page[at:], "</tr>") || strings.HasPrefix(page[at:], "</T") {
				places = append(places, at)
			}
		}
		for i := range 200 {
			places = append(places, i*whole/200, whole-1-i)
		}
		for _, at := range places {
			if n, err := read(page[:at]); !unreadable(err) {
				t.Errorf("%s cut at %d of %d is read as %d rows, %v", name, at, whole, n, err)
			}
			if n, err := read(page[:at] + "</body></html>"); err == nil && strings.Contains(page[at:], "</TABLE></center>\n</TD></TR>") {
				t.Errorf("%s cut at %d of %d, with an end, is read as %d rows", name, at, whole, n)
			}
		}
	}
}

func TestChangedLists(t *testing.T) {
	for _, tt := range []struct{ name, page, old, new string }{
		{"markup that adds a cell", "phones", "Ann Other", "Ann</td><td><font size=1>Other"},
		{"markup that opens a cell", "phones", "Ann Other", "Ann<td>Other"},
		{"markup that ends a row", "phones", "Ann Other", "Ann</td></tr><tr><td>Other"},
		{"markup that ends the table", "phones", "Ann Other", "Ann</table>"},
		{"a comment", "phones", "Ann Other", "Ann <!-- Other"},
		{"a script", "phones", "Ann Other", "Ann <script>Other"},
		{"a textarea", "phones", "Ann Other", "Ann <textarea>Other"},
		{"an unclosed quote", "phones", "Ann Other", `Ann <a href="`},
		{"a closed font", "phones", "Ann Other", "Ann</font>"},
		{"markup in a number", "phones", "<td><font size=1>98002", "<td><font size=1><b>98002</b>"},
		{"markup in a protocol", "phones", "PJSIP", "PJSIP<i>(x)</i>"},
		{"a cell without font", "phones", "<td><font size=1>PJSIP", "<td>PJSIP"},
		{"a cell of two columns", "phones", "<td><font size=1>PJSIP", "<td colspan=2><font size=1>PJSIP"},
		{"a cell too few", "phones", "<td><font size=1>PJSIP</td>", ""},
		{"a column too few", "phones", "<td><font size=1 color=white><B>NAME</B></td>", ""},
		{"a column too many", "phones", "<td><font size=1 color=white><B>NAME</B></td>", "<td>A</td><td>B</td>"},
		{"columns in another order", "phones", "stage=PROTODOWN", "stage=SERVERDOWN"},
		{"no sorting links", "phones", "stage=", "sort="},
		{"active phones alone", "phones", "status=display_all", "status="},
		{"a part of the list", "phones", "</TABLE></center>\n</TD>", `</TABLE><a href="/vicidial/admin.php?ADD=10000000000&start_count=100">NEXT</a></center>` + "\n</TD>"},
		{"a server that is not the link's", "phones", "<td><font size=1>192.0.2.11</td>", "<td><font size=1>192.0.2.12</td>"},
		{"an extension that is not the link's", "phones", "color=black>8001<", "color=black>8009<"},
		{"a first link that is not the last", "phones", "extension=8001&server_ip=192.0.2.10\">BEARB", "extension=8009&server_ip=192.0.2.10\">BEARB"},
		{"a link of another form", "phones", "ADD=31111111111&extension=8001", "ADD=51111111111&extension=8001"},
		{"a link with another field", "phones", "extension=8001&server_ip", "extension=8001&x=y&server_ip"},
		{"a phone twice", "phones", "8001", "Ab-C_d"},
		{"no extension", "phones", "8001", ""},
		{"two lists", "phones", "</TABLE></center>\n</TD>", "</TABLE><TABLE><tr bgcolor=black><td>x</td></tr></TABLE></center>\n</TD>"},
		{"no list", "phones_none", "<tr bgcolor=black>", "<tr>"},
		{"text between rows", "phones", "\n<tr class=\"records_list_y\"", "\nx<tr class=\"records_list_y\""},
		{"an alias twice", "aliases", "none", "EAST"},
		{"markup in logins", "aliases", "8001a,", "<b>8001a</b>,"},
		{"a server's id that is not the link's", "servers", ">DLR2<", ">DLR3<"},
		{"a template's cell too many", "templates", "Office phones", "Office</td><td><font size=1>phones"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := file(t, tt.page)
			changed := strings.ReplaceAll(page, tt.old, tt.new)
			if tt.name == "a phone twice" {
				changed = strings.ReplaceAll(changed, "192.0.2.10", "192.0.2.11")
			}
			if changed == page {
				t.Fatalf("%q is not on the page", tt.old)
			}
			if n, err := readers[tt.page](changed); !unreadable(err) {
				t.Errorf("read as %d rows, %v", n, err)
			}
		})
	}
}

// TestTranslatedLists changes all words of the headers and of the links.
func TestTranslatedLists(t *testing.T) {
	for _, name := range []string{"phones", "phones_2011", "aliases", "servers", "templates"} {
		page := file(t, name)
		want, _ := readers[name](page)
		for _, word := range []string{"MODIFY", "BEARBEITEN", "STATISTIK", "NAME", "GROUP", "LOGINS", "NEBENSTELLE", "VMAIL", "AGENT", "TRUNKS"} {
			page = strings.ReplaceAll(page, ">"+word+"<", ">修改 é<")
		}
		if n, err := readers[name](page); err != nil || n != want {
			t.Errorf("%s: %d rows, %v; want %d", name, n, err, want)
		}
	}
}

func TestChangedForms(t *testing.T) {
	for _, tt := range []struct{ name, old, new string }{
		{"a quote", `value="a@example.com"`, `value="a"b@example.com"`},
		{"a quote at the end", `value="a@example.com"`, `value="a@example.com""`},
		{"a quote and a bracket", `value="a@example.com"`, `value="a">b"`},
		{"a quote and markup", `value="a@example.com"`, `value="a"><b>b"`},
		{"another attribute", `value="a@example.com"`, `value="a" onkeyup=""`},
		{"a second value", `value="a@example.com"`, `value="a" value="b"`},
		{"another field", `value="a@example.com"`, `value="a"><input type=text name=login value="b"`},
		{"a field twice", "name=phone_ip", "name=login"},
		{"no login", "name=login ", "name=logon "},
		{"no password", "name=conf_secret", "name=secret"},
		{"no active", "name=active", "name=inactive"},
		{"another word", "<option value='N' selected>Nein", "<option value='X' selected>Nein"},
		{"no stored value", "<option selected value='PJSIP'>", "<option value='PJSIP'>"},
		{"a value behind the stored one", "<option selected value='PJSIP'>PJSIP</option>", "<option selected value='PJSIP'>PJSIP</option><option>SIP</option>"},
		{"markup in an option", "first - Y", "first <b>- Y"},
		{"another server in the form", "<option SELECTED>192.0.2.10", "<option SELECTED>192.0.2.11"},
		{"another old extension", `name=old_extension value="8002"`, `name=old_extension value="8003"`},
		{"no extension", "8002\"", "\""},
		{"another form", "value=41111111111", "value=42111111111"},
		{"an unclosed textarea", "</TEXTAREA>", ""},
		{"an end of the textarea", `mailbox="1">`, `</textarea><input name=pass value="x">`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := file(t, "phone")
			changed := strings.ReplaceAll(page, tt.old, tt.new)
			if changed == page {
				t.Fatalf("%q is not on the page", tt.old)
			}
			if v, err := ParseDeep([]byte(changed)); !unreadable(err) || errors.Is(err, ErrNoPhone) {
				t.Errorf("read as %+v, %v", v, err)
			}
		})
	}
}
