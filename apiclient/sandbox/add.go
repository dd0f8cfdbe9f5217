package sandbox

import (
	"maps"
	"slices"

	"phonebatch/apiclient"
)

// addPhone makes the checks of contract/API.md, "add_phone", in their order; the first that fails answers. What is
// checked is the cleaned value at full length, what is stored is cut: so a login can come to be stored twice, while
// an extension that collides only once it is cut makes the database refuse.
func (c *call) addPhone() answer {
	extension, server, login := c.clean("extension"), c.clean("server_ip"), c.clean("phone_login")
	protocol, template := c.clean("protocol"), c.clean("template_id")
	_, inList := apiclient.ParseOffset(c.clean("local_gmt"))
	switch {
	case !c.caller.mayManagePhones():
		return c.mayNot("ADD PHONES")
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
