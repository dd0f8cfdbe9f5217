package sandbox

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// forms matches every form of an answer.
var forms = regexp.MustCompile(`^(` + strings.Join([]string{
	`(ERROR|NOTICE): (add|update)_phone(_alias)? [A-Z0-9, ]+: \|[^\n]*`,
	`ERROR: (add_user|server_refresh|auth) [A-Z0-9, ]+: \|[^\n]*`,
	`SUCCESS: (add_phone|update_phone|add_phone_alias|update_phone_alias|add_user|server_refresh) [A-Z ]+ - [^\n]*`,
	`ERROR: (update|copy)_user [-A-Za-z0-9_, ]+: \|[^\n]*\n?`,
	`SUCCESS: (update|copy)_user [A-Z ]+ - [^\n]*`,
	`ERROR: user_details (USER NOT FOUND|INVALID SEARCH PARAMETERS): 6666\|[^\n]*`,
	`(user.full_name.user_group.user_level.active\n)?[-_\pL\pN]+([|,\t][^\n]*){4}`, // user_details
	`(?s:\n<HTML>.*</HTML>)`, // vm_list
	`ERROR: Login incorrect, please try again: \|[^\n]*\|BAD\|`,
	`ERROR: Too many login attempts, try again in 15 minutes: \|[^\n]*\|LOCK\|`,
	`ERROR: Invalid Source - [^\n]*\nERROR: Invalid Source: \|[^\n]*\|`,
	`ERROR: NO FUNCTION SPECIFIED`,
	`VERSION: 2\.14-194\|BUILD: 241004-1518\|DATE: [-0-9: ]+\|EPOCH: \d+\|DST: 0\|TZ: -5\.00\|TZNOW: -5\.00\|`,
}, "|") + `)\n$`)

func FuzzCall(f *testing.F) {
	for _, name := range []string{"core", "users", "next", "nonlatin"} {
		_, exchanges := readRecording(f, name)
		for i, e := range exchanges {
			if i%10 == 0 {
				f.Add(e.fields().Encode(), i%20 == 0)
			}
		}
	}
	f.Fuzz(func(t *testing.T, form string, nonLatin bool) {
		fields := make(url.Values)
		parseForm(fields, form)
		fixture := Default()
		fixture.NonLatin = nonLatin
		s := New(fixture)
		for _, fn := range []string{
			"", "add_phone", "update_phone", "add_phone_alias", "update_phone_alias", "add_user", "server_refresh",
			"vm_list", "user_details", "copy_user", "update_user",
		} {
			if fn != "" {
				fields.Set("function", fn)
				fields.Set("user", "6666")
				fields.Set("pass", "1234")
			}
			status, body := s.Call(fields)
			refused := status == 500 && body == ""
			if !refused && (status != 200 || !forms.MatchString(body)) {
				t.Errorf("%q answered %d %q", fields, status, body)
			}
		}
	})
}
