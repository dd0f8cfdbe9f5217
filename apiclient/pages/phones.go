package pages

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"phonebatch/apiclient"
)

// A Phone is one row of the list of phones. The list shows neither the login nor the passwords of a phone, and not
// whether the phone is active: Deep reads these.
type Phone struct {
	Extension      string
	ServerIP       string
	Protocol       string
	Webphone       bool // is_webphone is Y or Y_API_LAUNCH; always false before the build that marks webphones
	DialplanNumber string
	VoicemailID    string
	Status         string // ACTIVE also if the phone's field active is N; translated if the dialer shows another language
	FullName       string
	UserGroup      string // "" in the builds whose list has no user groups, such as 110602; translated like Status
}

// firstColumns are the columns that the list of phones has in every build.
var firstColumns = []string{
	"extension", "protocol", "server_ip", "dialplan_number", "voicemail_id", "status", "full_name", "messages",
	"old_messages",
}

var phoneList = list{
	name: "the list of phones", number: phonesPage, form: phoneForm, keys: []string{"extension", "server_ip"},
	names:  []string{"full_name"},
	sorted: map[int]string{0: "EXTEN", 1: "PROTO", 2: "SERVER", 5: "STATUS"},
	columns: [][]string{
		append(slices.Clone(firstColumns), "user_group", linksColumn),
		append(slices.Clone(firstColumns), linksColumn),
	},
}

// Phones asks the dialer for the list of all phones, active and inactive, that the API user may see, and reads it. The
// error is a *apiclient.PageError if no page came, and a *NotReadableError if the page is not as expected.
func Phones(ctx context.Context, c *apiclient.Client) ([]Phone, error) {
	body, err := c.Page(ctx, url.Values{"ADD": {phonesPage}, "status": {"display_all"}})
	if err != nil {
		return nil, err
	}
	return ParsePhones(body)
}

// ActivePhones is Phones without the inactive ones: the list of all phones does not tell them apart. The page of a
// build that does not say which phones it shows is a *NotReadableError.
func ActivePhones(ctx context.Context, c *apiclient.Client) ([]Phone, error) {
	return fetch(ctx, c, phonesPage, func(body []byte) ([]Phone, error) {
		l := phoneList
		l.active = true
		return parse(&l, body, phoneOf)
	})
}

// ParsePhones reads the list of phones, in the order of the page. The result is empty if the list is. The error is a
// *NotReadableError.
func ParsePhones(body []byte) ([]Phone, error) {
	return parse(&phoneList, body, phoneOf)
}

// phoneOf returns the phone of a row.
func phoneOf(r row) Phone {
	protocol, webphone := strings.CutSuffix(r["protocol"], webphoneMark)
	return Phone{
		Extension: r["extension"], ServerIP: r["server_ip"], Protocol: protocol, Webphone: webphone,
		DialplanNumber: r["dialplan_number"], VoicemailID: r["voicemail_id"], Status: r["status"],
		FullName: r["full_name"], UserGroup: r["user_group"],
	}
}
