package sandbox

import (
	"strconv"
	"strings"
)

// detailColumns holds the columns of user_details in the order of its header.
var detailColumns = []string{"user", "full_name", "user_group", "user_level", "active"}

// userDetails carries out user_details: it reads a user back, without passwords and without the phone. The answer
// repeats the name as asked, and its refusals have no bar before the caller (contract/API.md, "add_user,
// user_details").
func (c *call) userDetails() answer {
	user := c.clean("agent_user")
	known := c.users.at(user)
	switch {
	case c.caller.ViewReports != 1:
		return c.refusal("USER DOES NOT HAVE PERMISSION TO GET USER DETAILS", strconv.Itoa(c.caller.ViewReports), "")
	case user == "":
		return line("ERROR: user_details INVALID SEARCH PARAMETERS: " + c.user + "|")
	case known == nil || !c.caller.maySee(c.dialect, known.UserGroup):
		return line("ERROR: user_details USER NOT FOUND: " + c.user + "|" + user)
	}
	details := []string{user}
	for _, column := range detailColumns[1:] {
		details = append(details, known.row[column])
	}
	separator := "|"
	switch plainWord.Clean(c.raw("stage")) {
	case "csv":
		separator = ","
	case "tab":
		separator = "\t"
	}
	text := strings.Join(details, separator)
	if plainWord.Clean(c.raw("header")) == "YES" {
		text = strings.Join(detailColumns, separator) + "\n" + text
	}
	return line(text)
}
