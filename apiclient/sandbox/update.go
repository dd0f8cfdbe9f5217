package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"phonebatch/apiclient"
)

// blank tells update_phone to empty a field. Only some fields accept blank (contract/API.md, "update_phone").
const blank = "--BLANK--"

// updatePhone carries out update_phone. The checks and their order are those of contract/API.md, "update_phone". A
// field that is empty after cleaning is not changed. If one field is invalid, nothing is stored. A phone that the user
// may not see does not exist for the user.
func (c *call) updatePhone() answer {
	extension, server := c.clean("extension"), c.clean("server_ip")
	if !c.caller.mayManagePhones() {
		return c.noPermission("UPDATE PHONES")
	}
	if c.missing() {
		return c.required()
	}
	if !c.servers[c.dialect.Fold(server)] {
		return c.refusal("SERVER DOES NOT EXIST", server)
	}
	ph := c.phones.at(extension, server)
	if ph == nil || !c.caller.maySee(c.dialect, ph.row["user_group"]) {
		return c.refusal("PHONE DOES NOT EXIST ON THIS SERVER", server, extension)
	}
	if c.clean("delete_phone") == "Y" {
		if !c.caller.mayDelete() {
			return c.notice("USER DOES NOT HAVE PERMISSION TO DELETE PHONES", "0")
		}
		return c.success("PHONE HAS BEEN DELETED", func() { c.phones.remove(ph) }, extension, server, "")
	}
	changes := make(map[string]string)
	if refusal, bad := c.checkChanges(changes); bad {
		return refusal
	}
	if breaksSQL(c.clean("email")) {
		return databaseRefused()
	}
	return c.success("PHONE HAS BEEN UPDATED", func() { c.phones.update(ph, changes) }, extension, server, "")
}

// A rule is the check of one field of update_phone or update_user.
type rule struct {
	field  string
	good   func(c *call, spec *apiclient.Spec, v string) bool
	reason string
	blank  bool                           // --BLANK-- empties the field
	echo   string                         // the field that the refusal repeats; "" means the checked field
	also   func(c *call, v string) string // a further detail of the refusal; nil means none
}

// phoneRules holds the checks in the order of update_phone.
var phoneRules = []rule{
	{field: "local_gmt", good: inOffsets, reason: "YOU MUST USE A VALID TIMEZONE"},
	{field: "email", good: withinLimits, reason: "YOU MUST USE A VALID EMAIL", blank: true},
	{field: "phone_context", good: withinLimits, reason: "YOU MUST USE A VALID PHONE CONTEXT", blank: true},
	{field: "phone_full_name", good: withinLimits, reason: "YOU MUST USE A VALID PHONE NAME", blank: true},
	{field: "registration_password", good: withinLimits, reason: "YOU MUST USE A VALID REGISTRATION PASSWORD", blank: true},
	{field: "protocol", good: inProtocols, reason: "YOU MUST USE A VALID PROTOCOL"},
	{field: "phone_pass", good: withinLimits, reason: "YOU MUST USE A VALID PHONE PASSWORD"},
	{field: "phone_login", good: loginFree, reason: "LOGIN ALREADY EXISTS"},
	{field: "voicemail_id", good: withinLimits, reason: "YOU MUST USE A VALID VOICEMAIL NUMBER"},
	{field: "dialplan_number", good: withinLimits, reason: "YOU MUST USE A VALID DIALPLAN NUMBER"},
	{field: "active", good: inWords, reason: "ACTIVE MUST BE Y OR N, THIS IS AN OPTIONAL FIELD"},
	{field: "outbound_cid", good: withinLimits, reason: "OUTBOUND CID MUST BE FROM 6 TO 18 DIGITS, THIS IS AN OPTIONAL FIELD"},
	{field: "admin_user_group", good: withinLimits, reason: "USER GROUP MUST BE FROM 2 TO 20 CHARACTERS, THIS IS AN OPTIONAL FIELD"},
	{field: "outbound_alt_cid", good: withinLimits, reason: "OUTBOUND ALT CID MUST BE FROM 6 TO 18 DIGITS, THIS IS AN OPTIONAL FIELD"},
	{field: "phone_ring_timeout", good: ringsLongEnough, reason: "PHONE RING TIMEOUT MUST BE FROM 2 TO 180 SECONDS, THIS IS AN OPTIONAL FIELD", echo: "outbound_alt_cid"},
	{field: "delete_vm_after_email", good: inWords, reason: "DELETE VOICEMAIL AFTER EMAIL MUST BE Y OR N, THIS IS AN OPTIONAL FIELD"},
}

// flags holds the fields that are stored if the value is a known word, and ignored otherwise.
var flags = []string{"is_webphone", "webphone_auto_answer", "use_external_server_ip", "on_hook_agent"}

// checkFields carries out the checks in order, and fills changes with the new values by column. A field that is empty
// after cleaning is not changed. If a field is invalid, the results are the refusal and true.
func (c *call) checkFields(rules []rule, changes map[string]string) (refusal answer, bad bool) {
	for _, r := range rules {
		spec, v := c.spec(r.field), c.clean(r.field)
		switch {
		case v == "":
		case r.blank && v == blank:
			changes[spec.Column] = ""
		case !r.good(c, spec, v):
			return r.refuse(c, v), true
		default:
			changes[spec.Column] = c.stored(r.field)
		}
	}
	return answer{}, false
}

// refuse returns the refusal of a value.
func (r *rule) refuse(c *call, v string) answer {
	details := []string{v}
	if r.echo != "" {
		details[0] = c.clean(r.echo)
	}
	if r.also != nil {
		details = append(details, r.also(c, v))
	}
	return c.refusal(r.reason, details...)
}

// checkChanges fills changes with the new values of a phone by column. If a field is invalid, the results are the
// refusal and true.
func (c *call) checkChanges(changes map[string]string) (refusal answer, bad bool) {
	if refusal, bad := c.checkFields(phoneRules, changes); bad {
		return refusal, bad
	}
	for _, field := range flags {
		if v := c.stored(field); v != "" {
			changes[c.spec(field).Column] = v
		}
	}
	return c.checkTemplate(changes)
}

// checkTemplate adds the change of the template, and is the last check. The spec of template_id cleans --BLANK-- to "".
// To tell --BLANK-- from an empty value, checkTemplate uses the spec of is_webphone, which keeps the same characters.
func (c *call) checkTemplate(changes map[string]string) (refusal answer, bad bool) {
	template, column := c.clean("template_id"), c.spec("template_id").Column
	switch {
	case strings.EqualFold(c.spec("is_webphone").Clean(c.raw("template_id")), blank):
		changes[column] = ""
	case template == "":
	case !c.templates[c.dialect.Fold(template)]:
		return c.refusal("TEMPLATE ID DOES NOT EXIST, THIS IS AN OPTIONAL FIELD", c.clean("phone_login"), template), true
	default:
		changes[column] = c.stored("template_id")
	}
	return answer{}, false
}

func withinLimits(_ *call, spec *apiclient.Spec, v string) bool {
	return spec.Takes(v)
}

func inWords(_ *call, spec *apiclient.Spec, v string) bool { return slices.Contains(spec.Words, v) }

func inProtocols(_ *call, _ *apiclient.Spec, v string) bool {
	return slices.Contains(apiclient.Protocols, v)
}

func inOffsets(_ *call, _ *apiclient.Spec, v string) bool {
	_, ok := apiclient.ParseOffset(v)
	return ok
}

// loginFree reports whether no other phone has the login. As the real check does, it ignores every phone with the same
// extension or the same server as this phone.
func loginFree(c *call, _ *apiclient.Spec, login string) bool {
	own := c.phones.place(c.clean("extension"), c.clean("server_ip"))
	return !slices.ContainsFunc(c.phones.withLogin(login), func(ph *phone) bool {
		return ph.at.extension != own.extension && ph.at.server != own.server
	})
}

// ringsLongEnough reports whether a timeout in seconds is from 2 to 180.
func ringsLongEnough(_ *call, _ *apiclient.Spec, v string) bool {
	seconds, err := strconv.Atoi(v)
	return err == nil && seconds >= 2 && seconds <= 180
}
