package sandbox

import (
	"fmt"
	"strings"
	"time"

	"phonebatch/apiclient"
)

// answer decides the call and changes only login counts. The checks come in the order of contract/API.md, "add_phone:
// the checks": login, function, source (which vm_list does not need), allowed functions, and then the checks of the
// function.
func (c *call) answer() answer {
	c.fn = apiclient.Function(plainWord.Clean(c.raw("function")))
	if c.fn == apiclient.Version {
		return version(time.Now())
	}
	if refusal, ok := c.login(); !ok {
		return refusal
	}
	run, known := functions[c.fn]
	if !known {
		return line("ERROR: NO FUNCTION SPECIFIED")
	}
	if source := c.clean("source"); len(source) < c.spec("source").Min && c.fn != apiclient.VMList {
		return line("ERROR: Invalid Source - " + source + "\nERROR: Invalid Source: |" + source + "|")
	}
	if !c.caller.mayCall(c.fn) {
		return line("ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |" + c.user + "|" + string(c.fn) + "|")
	}
	return run(c)
}

// login sets the caller of the call, or returns the refusal and false.
func (c *call) login() (refusal answer, ok bool) {
	own := c.specs[apiclient.AddPhone].byName // the API's own fields are the same in every function
	user, pass := own["user"].Clean(c.raw("user")), own["pass"].Clean(c.raw("pass"))
	caller, said := c.check(user, pass, apiLevel, time.Now())
	switch said {
	case verdictGood:
		c.user, c.caller = user, caller
		return answer{}, true
	case verdictLocked:
		return line("ERROR: Too many login attempts, try again in 15 minutes: |" + user + "|LOCK|"), false
	}
	return line("ERROR: Login incorrect, please try again: |" + user + "|" + pass + "|BAD|"), false
}

// functions holds the functions that the stand-in knows. A real dialer knows more; here they are unknown functions.
var functions = map[apiclient.Function]func(*call) answer{
	apiclient.AddPhone:         (*call).addPhone,
	apiclient.UpdatePhone:      (*call).updatePhone,
	apiclient.AddPhoneAlias:    (*call).addAlias,
	apiclient.UpdatePhoneAlias: (*call).updateAlias,
	apiclient.AddUser:          (*call).addUser,
	apiclient.UpdateUser:       (*call).updateUser,
	apiclient.CopyUser:         (*call).copyUser,
	apiclient.UserDetails:      (*call).userDetails,
	apiclient.VMList:           (*call).vmList,
	apiclient.ServerRefresh:    (*call).serverRefresh,
}

// zone is the time zone of the stand-in's servers and of its web server: five hours behind UTC, without summer time.
var zone = time.FixedZone("", -5*60*60)

// version returns the answer to the function version, which needs no login (contract/API.md, "The rest").
func version(now time.Time) answer {
	return line(fmt.Sprintf("VERSION: 2.14-194|BUILD: 241004-1518|DATE: %s|EPOCH: %d|DST: 0|TZ: -5.00|TZNOW: -5.00|",
		now.In(zone).Format(time.DateTime), now.Unix()))
}

// serverRefresh carries out server_refresh: all servers rebuild their configuration. The detail 0 is the number of
// servers that were not yet marked for a rebuild: here all servers are marked from the start, and nothing clears the
// mark. The refusal repeats the fields of an alias, as a real dialer does by mistake.
func (c *call) serverRefresh() answer {
	if !c.caller.mayManagePhones() {
		return c.noPermission("REFRESH SERVERS")
	}
	if !strings.Contains(plainWord.Clean(c.raw("stage")), "REFRESH") {
		alias := c.specs[apiclient.AddPhoneAlias].byName
		return c.refusal("YOU MUST USE ALL REQUIRED FIELDS", alias["alias_id"].Clean(c.raw("alias_id")),
			alias["alias_name"].Clean(c.raw("alias_name")), alias["phone_logins"].Clean(c.raw("phone_logins")))
	}
	return c.success("SERVER REFRESH HAS BEEN TRIGGERED", nil, "0")
}
