package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// vmList carries out vm_list: a page of the voicemail boxes, and after them of the active phones, that the caller may
// view, each in the order of voicemail_id as text (contract/API.md, "The rest"). vm_list needs no right beyond the
// login.
func (c *call) vmList() answer {
	var page strings.Builder
	page.WriteString(vmHead)
	c.printBoxes(&page, c.boxes, func(box map[string]string) string { return box["fullname"] })
	active := slices.DeleteFunc(c.phones.rows(), func(row map[string]string) bool { return row["active"] != "Y" })
	c.printBoxes(&page, active, func(ph map[string]string) string { return ph["extension"] + " - " + ph["fullname"] })
	return line(page.String() + vmFoot)
}

// printBoxes prints rows as lines of vm_list, numbered from 1. name returns the name that the line shows.
func (c *call) printBoxes(page *strings.Builder, rows []map[string]string, name func(row map[string]string) string) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(row map[string]string) bool {
		return !c.caller.maySee(c.dialect, groupOf(row))
	})
	slices.SortStableFunc(rows, func(a, b map[string]string) int {
		return cmp.Compare(c.dialect.Fold(a["voicemail_id"]), c.dialect.Fold(b["voicemail_id"]))
	})
	for i, row := range rows {
		fmt.Fprintf(page, vmLine, vmColors[i%len(vmColors)], i+1, row["voicemail_id"], name(row), row["email"])
	}
}

// vmColors are the backgrounds of the lines in turn.
var vmColors = [...]string{"#E6E6E6", "#F6F6F6"}

// vmLine is a line of vm_list. Values are not escaped.
const vmLine = `<tr bgcolor="%[1]s"><td width=30><font size=1 face="Arial,Helvetica">%[2]d</td>
<td colspan=2><a href="javascript:choose_file('%[3]s','');"><font size=2 face="Arial,Helvetica">%[3]s</a></td>
<td><font size=2 face="Arial,Helvetica">%[4]s</td>
<td><font size=2 face="Arial,Helvetica">%[5]s</td></tr>
`

const vmHead = `
<HTML><head><title>NON-AGENT API</title>
<script language="Javascript">
function choose_file(filename,fieldname)
	{
	if (filename.length > 0)
		{
		parent.document.getElementById(fieldname).value = filename;
		document.getElementById("selectframe").innerHTML = '';
		document.getElementById("selectframe").style.visibility = 'hidden';
		parent.close_chooser();
		}
	}
function close_file()
	{
	document.getElementById("selectframe").innerHTML = '';
	document.getElementById("selectframe").style.visibility = 'hidden';
	parent.close_chooser();
	}
</script>
</head>

<body>
<a href="javascript:close_file();"><font size=1 face="Arial,Helvetica">close frame</font></a>
<div id='selectframe' style="height:400px;width:710px;overflow:scroll;">
<table border=0 cellpadding=1 cellspacing=2 width=690 bgcolor=white><tr>
<td width=30>#</td>
<td colspan=2>Voicemail Boxes</td>
<td>Name</td>
<td>Email</td>
</tr>
`

const vmFoot = "</table></div></body></HTML>"
