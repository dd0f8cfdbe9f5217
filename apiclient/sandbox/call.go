package sandbox

import (
	"net/http"
	"net/url"
	"strings"

	"phonebatch/apiclient"
)

// A call is one request while the server decides it. The goroutine of a call holds Server.mu.
type call struct {
	*database
	fields url.Values
	fn     apiclient.Function
	user   string   // the API user's name, cleaned, as answers repeat it
	caller *account // nil before the login
}

// An answer is the decision about a call: the answer to send, and the change to make.
type answer struct {
	status int
	body   string
	commit func() // stores the change; nil if there is no change
}

// raw returns a field as sent. If a field is sent more than once, the last value counts, as in PHP.
func (c *call) raw(field string) string {
	if v := c.fields[field]; len(v) > 0 {
		return v[len(v)-1]
	}
	return ""
}

// clean returns a field as the function checks it and as answers repeat it.
func (c *call) clean(field string) string { return c.spec(field).Clean(c.raw(field)) }

// stored returns the value of a field that the database holds if the call is accepted.
func (c *call) stored(field string) string { return c.spec(field).Stored(c.raw(field)) }

// spec returns the line of the field table for a field of the called function.
func (c *call) spec(field string) *apiclient.Spec { return c.specs[c.fn].byName[field] }

// missing reports whether a required field is empty or too short after cleaning.
func (c *call) missing() bool {
	for _, spec := range c.specs[c.fn].list {
		if spec.Required && len(spec.Clean(c.raw(spec.Name))) < max(1, spec.Min) {
			return true
		}
	}
	return false
}

// required returns the answer to a call without all required fields. The answer repeats all required fields.
func (c *call) required() answer {
	var details []string
	for _, spec := range c.specs[c.fn].list {
		if spec.Required {
			details = append(details, spec.Clean(c.raw(spec.Name)))
		}
	}
	return c.refusal("YOU MUST USE ALL REQUIRED FIELDS", details...)
}

// noPermission returns the answer to a user who may not take an action, such as "ADD PHONES".
func (c *call) noPermission(action string) answer {
	return c.refusal("USER DOES NOT HAVE PERMISSION TO "+action, "0")
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

// line returns the answer with one line of text. The status is always 200: the text tells success from refusal
// (contract/API.md, "Transport").
func line(text string) answer { return answer{status: http.StatusOK, body: text + "\n"} }

// databaseRefused returns the answer to a call whose INSERT or UPDATE the database refuses: PHP 8.1 ends with status
// 500 and an empty body (contract/API.md, "Transport").
func databaseRefused() answer { return answer{status: http.StatusInternalServerError} }

// breaksSQL reports whether an e-mail address breaks the dialer's SQL, which contains the address without escaping.
func breaksSQL(email string) bool { return strings.Contains(email, "'") }
