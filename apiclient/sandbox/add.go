package sandbox

import (
	"maps"
	"slices"

	"phonebatch/apiclient"
)

// addPhone carries out add_phone. The checks and their order are those of contract/API.md, "add_phone: the checks"; the
// first check that fails gives the answer. The checks use the cleaned value at full length, and the database stores the
// cut value. So two phones can have the same stored login. If an extension equals another one only after the cut, the
// database refuses the row.
func (c *call) addPhone() answer {
	extension, server, login := c.clean("extension"), c.clean("server_ip"), c.clean("phone_login")
	protocol, template := c.clean("protocol"), c.clean("template_id")
	_, inList := apiclient.ParseOffset(c.clean("local_gmt"))
	switch {
	case !c.caller.mayManagePhones():
		return c.noPermission("ADD PHONES")
	case c.missing() || !slices.Contains(apiclient.Protocols, protocol):
		return c.required()
	case !c.servers[c.dialect.Fold(server)]:
		return c.refusal("SERVER DOES NOT EXIST", server)
	case c.phones.at(extension, server) != nil:
		return c.refusal("PHONE ALREADY EXISTS ON THIS SERVER", server, extension)
	case len(c.phones.withLogin(login)) > 0:
		return c.refusal("PHONE LOGIN ALREADY EXISTS", login)
	case !inList:
		return c.refusal("YOU MUST USE A VALID TIMEZONE", c.clean("local_gmt"))
	case template != "" && !c.templates[c.dialect.Fold(template)]:
		return c.refusal("TEMPLATE ID DOES NOT EXIST, THIS IS AN OPTIONAL FIELD", login, template)
	case breaksSQL(c.clean("email")) || c.phones.at(c.stored("extension"), c.stored("server_ip")) != nil:
		return databaseRefused()
	}
	return c.success("PHONE HAS BEEN ADDED", func() { c.phones.insert(c.newRow()) },
		extension, server, protocol, c.clean("dialplan_number"))
}

func (c *call) newRow() map[string]string {
	row := maps.Clone(c.phones.empty)
	for _, spec := range c.specs[c.fn].list {
		row[spec.Column] = spec.Stored(c.raw(spec.Name))
	}
	return row
}
