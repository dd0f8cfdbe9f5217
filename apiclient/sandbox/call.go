package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"phonebatch/apiclient"
)

// A call is one request while it is being decided. The server's lock is held.
type call struct {
	*Server
	fields url.Values
	fn     apiclient.Function
	user   string   // the API user as sent, cleaned: answers echo this
	caller *account // nil before the login
}

// An answer is what a call will be told, and what it will have done: nothing is written before commit runs.
type answer struct {
	status int
	body   string
	commit func() // nil where nothing is to be written
}

// answer decides the call, in the order of contract/API.md, "add_phone: the checks": login, function, source,
// allowed functions, then whatever the function itself checks.
func (c *call) answer() answer {
	c.fn = apiclient.Function(plainWord.Clean(c.raw("function")))
	if c.fn == apiclient.Version {
		return version(time.Now())
	}
	if refusal, in := c.login(); !in {
		return refusal
	}
	run, known := functions[c.fn]
	if !known {
		return line("ERROR: NO FUNCTION SPECIFIED")
	}
	if source := c.clean("source"); len(source) < c.spec("source").Min {
		return line("ERROR: Invalid Source - " + source + "\nERROR: Invalid Source: |" + source + "|")
	}
	if !c.caller.mayCall(c.fn) {
		return line("ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |" + c.user + "|" + string(c.fn) + "|")
	}
	return run(c)
}

// functions are the calls that are answered. The dialer knows more; to them it is deaf here.
var functions = map[apiclient.Function]func(*call) answer{
	apiclient.AddPhone:         (*call).addPhone,
	apiclient.UpdatePhone:      (*call).updatePhone,
	apiclient.AddPhoneAlias:    (*call).addAlias,
	apiclient.UpdatePhoneAlias: (*call).updateAlias,
	apiclient.AddUser:          (*call).addUser,
	apiclient.ServerRefresh:    (*call).serverRefresh,
}

// raw is a field as sent.
func (c *call) raw(field string) string {
	if v := c.fields[field]; len(v) > 0 {
		return v[len(v)-1]
	}
	return ""
}

// clean is a field as the function works with it, and as answers echo it.
func (c *call) clean(field string) string { return c.spec(field).Clean(c.raw(field)) }

// stored is what the database would hold of a field.
func (c *call) stored(field string) string { return c.spec(field).Stored(c.raw(field)) }

func (c *call) spec(field string) *apiclient.Spec { return c.specs[c.fn].byName[field] }

// missing says whether a required field is empty, or shorter than the function takes, after cleaning.
func (c *call) missing() bool {
	for _, spec := range c.specs[c.fn].list {
		if spec.Required && len(spec.Clean(c.raw(spec.Name))) < max(1, spec.Min) {
			return true
		}
	}
	return false
}

// required refuses a call in which something is missing; the answer repeats all required fields.
func (c *call) required() answer {
	var details []string
	for _, spec := range c.specs[c.fn].list {
		if spec.Required {
			details = append(details, spec.Clean(c.raw(spec.Name)))
		}
	}
	return c.refusal("YOU MUST USE ALL REQUIRED FIELDS", details...)
}

// mayNot refuses a call for want of a right.
func (c *call) mayNot(what string) answer {
	return c.refusal("USER DOES NOT HAVE PERMISSION TO "+what, "0")
}

func (c *call) refusal(reason string, details ...string) answer {
	return line("ERROR: " + string(c.fn) + " " + reason + ": |" + c.details(details))
}

func (c *call) notice(reason string, details ...string) answer {
	return line("NOTICE: " + string(c.fn) + " " + reason + ": |" + c.details(details))
}

func (c *call) success(reason string, commit func(), details ...string) answer {
	a := line("SUCCESS: " + string(c.fn) + " " + reason + " - " + c.details(details))
	a.commit = commit
	return a
}

func (c *call) details(details []string) string {
	return c.user + "|" + strings.Join(details, "|")
}

// line is a text as PHP prints it. The status is always 200: the text decides (contract/API.md, "Transport").
func line(text string) answer { return answer{status: http.StatusOK, body: text + "\n"} }

// databaseRefused is a write that the database did not take: PHP 8.1 dies without a word (contract/API.md, "Transport").
func databaseRefused() answer { return answer{status: http.StatusInternalServerError} }

// breaksSQL says whether an e-mail address breaks the server's own SQL, into which it goes as it is.
func breaksSQL(email string) bool { return strings.Contains(email, "'") }

// zone is where the stand-in's servers are, and the zone of its own clock: five hours behind Greenwich, without summer time.
var zone = time.FixedZone("", -5*60*60)

// version answers without a login (contract/API.md, "The rest").
func version(now time.Time) answer {
	return line(fmt.Sprintf("VERSION: 2.14-194|BUILD: 241004-1518|DATE: %s|EPOCH: %d|DST: 0|TZ: -5.00|TZNOW: -5.00|",
		now.In(zone).Format(time.DateTime), now.Unix()))
}

// serverRefresh asks all servers to rebuild their configuration. The 0 is how many were not about to do so anyway:
// the flag is set from the start, and nothing here ever clears it. The refusal echoes the wrong variables, as the
// real one does.
func (c *call) serverRefresh() answer {
	if !c.caller.mayManagePhones() {
		return c.mayNot("REFRESH SERVERS")
	}
	if !strings.Contains(plainWord.Clean(c.raw("stage")), "REFRESH") {
		alias := c.specs[apiclient.AddPhoneAlias].byName
		return c.refusal("YOU MUST USE ALL REQUIRED FIELDS", alias["alias_id"].Clean(c.raw("alias_id")),
			alias["alias_name"].Clean(c.raw("alias_name")), alias["phone_logins"].Clean(c.raw("phone_logins")))
	}
	return c.success("SERVER REFRESH HAS BEEN TRIGGERED", nil, "0")
}
