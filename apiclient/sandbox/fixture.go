package sandbox

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A Fixture is the state of a dialer at its start. The first line of a recording holds a Fixture (contract/API.md, "The
// recorded exchanges").
type Fixture struct {
	State    State `json:"state"`
	NonLatin bool  `json:"use_non_latin"`
}

// A State is the content of a dialer's database.
type State struct {
	Servers    []string            `json:"servers"`
	Templates  []string            `json:"templates"`
	Users      []User              `json:"users"`
	Phones     []map[string]string `json:"phones"` // by the column names of the recordings; missing columns have their defaults
	UserGroups []string            `json:"user_groups,omitempty"`

	InactiveServers []string `json:"inactive_servers,omitempty"` // some of Servers
	// Owners holds the user groups of servers and templates. A name without an entry belongs to all groups.
	Owners map[string]string `json:"owners,omitempty"`
	// ViewableGroups holds, by user group, the groups whose rows the users of that group see, separated by spaces, next
	// to the rows of all groups. The users of a group without an entry see all rows.
	ViewableGroups map[string]string `json:"admin_viewable_groups,omitempty"`
	// Voicemail holds the boxes of nobody's phone, with the columns voicemail_id, fullname, email and user_group.
	Voicemail []map[string]string `json:"voicemail,omitempty"`
}

// A User is an API user with rights. A right that a fixture leaves out is not granted.
type User struct {
	User                string `json:"user"`
	Pass                string `json:"pass"`
	UserLevel           int    `json:"user_level"`
	VDCAgentAPIAccess   int    `json:"vdc_agent_api_access"`
	ASTAdminAccess      int    `json:"ast_admin_access"`
	ASTDeletePhones     int    `json:"ast_delete_phones"`
	APIAllowedFunctions string `json:"api_allowed_functions"` // function names, each with a space before and after
	Active              string `json:"active"`
	UserGroup           string `json:"user_group,omitempty"`
	ModifyUsers         int    `json:"modify_users"`
	ModifySameUserLevel int    `json:"modify_same_user_level"`
	DeleteUsers         int    `json:"delete_users"`
	ViewReports         int    `json:"view_reports"`
	APIOnlyUser         int    `json:"api_only_user,omitempty"` // 1: the admin pages are closed to the user
	// AdminViewableGroups holds the user groups whose rows the user sees, next to the rows of all groups. Without a
	// list the user sees all rows. A real dialer keeps the list with the user group of the user, as
	// State.ViewableGroups does; an entry there replaces this list.
	AdminViewableGroups []string `json:"admin_viewable_groups,omitempty"`
}

// everyFunction is the list of allowed functions that allows all functions.
const everyFunction = " ALL_FUNCTIONS "

// maxFixture is the maximum length of the first line, in bytes. It leaves room for about ten thousand phones.
const maxFixture = 16 << 20

// ReadFixture reads the fixture from the first line of r, and little more than that line. It fails if the line is
// longer than maxFixture, is not a JSON object, or has no "state". Errors do not repeat the line, which holds
// passwords.
func ReadFixture(r io.Reader) (Fixture, error) {
	text, err := bufio.NewReader(io.LimitReader(r, maxFixture+1)).ReadBytes('\n')
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return Fixture{}, fmt.Errorf("reading the fixture: %w", err)
	case len(text) > maxFixture:
		return Fixture{}, fmt.Errorf("the fixture's first line is longer than %d bytes", maxFixture)
	}
	var f struct {
		State    *State `json:"state"`
		NonLatin bool   `json:"use_non_latin"`
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return Fixture{}, fmt.Errorf("the first line is not a fixture: %s", jsonFault(err))
	}
	if f.State == nil {
		return Fixture{}, errors.New(`the first line is not a fixture: it has no "state"`)
	}
	return Fixture{State: *f.State, NonLatin: f.NonLatin}, nil
}

// jsonFault says what is wrong with a JSON text and where, without a quotation: the text holds passwords.
func jsonFault(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("it is not a JSON object (byte %d)", syntax.Offset)
	case errors.As(err, &kind):
		return fmt.Sprintf("%q has the wrong type, want %s (byte %d)", kind.Field, kind.Type, kind.Offset)
	}
	return "it cannot be read"
}

// Default returns a small dialer without phones: two servers, two templates, two user groups, and the API user 6666
// with the password 1234 and all rights.
func Default() Fixture {
	return Fixture{State: State{
		Servers:    []string{"10.0.9.8", "10.0.9.9"},
		Templates:  []string{"SIPTMPL", "webrtc_v2"},
		UserGroups: []string{"ADMIN", "AGENTS"},
		Users: []User{{
			User: "6666", Pass: "1234", UserLevel: 9, VDCAgentAPIAccess: 1, ASTAdminAccess: 1, ASTDeletePhones: 1,
			APIAllowedFunctions: everyFunction, Active: "Y", UserGroup: "ADMIN", ModifyUsers: 1, ModifySameUserLevel: 1,
			DeleteUsers: 1, ViewReports: 1,
		}},
	}}
}
