package pages

import (
	"context"
	"net/url"
	"regexp"
	"strings"

	"phonebatch/apiclient"
)

// The lists (contract/PAGES.md).
var (
	phoneTable    = list(table{page: "10000000000", link: "31111111111", keys: []string{"extension", "server_ip"}, least: 10, most: 11, sorted: true, fits: fitsPhone})
	aliasTable    = list(table{page: "12000000000", link: "32111111111", keys: []string{"alias_id"}, least: 4, most: 5})
	serverTable   = list(table{page: "100000000000", link: "311111111111", keys: []string{"server_id"}, least: 9, most: 9})
	templateTable = list(table{page: "130000000000", link: "331111111111", keys: []string{"template_id"}, least: 3, most: 4})
)

var (
	statusWord = regexp.MustCompile(`^[A-Z]+$`)
	count      = regexp.MustCompile(`^[0-9]*$`)
)

// fitsPhone reports whether the cells of a phone are in their places: a word for the status, which no page translates,
// then the name, then two numbers of messages.
func fitsPhone(r row) bool {
	return statusWord.MatchString(r[5]) && count.MatchString(r[7]) && count.MatchString(r[8])
}

// Phones reads all phones that the API user may view, active or not. The fields of a phone that the page does not show
// are empty: the page shows extension, server_ip, protocol, dialplan_number, voicemail_id, phone_full_name and
// admin_user_group. The error is an *apiclient.PageError or a *NotReadableError.
func Phones(ctx context.Context, c *apiclient.Client) ([]apiclient.Phone, error) {
	body, err := c.Page(ctx, url.Values{"ADD": {phoneTable.page}, "status": {"display_all"}})
	if err != nil {
		return nil, err
	}
	return ParsePhones(body)
}

// ParsePhones reads the page of Phones. The error is a *NotReadableError.
func ParsePhones(body []byte) ([]apiclient.Phone, error) {
	rows, err := phoneTable.read(body)
	if err != nil {
		return nil, err
	}
	phones := make([]apiclient.Phone, len(rows))
	for i, r := range rows {
		phones[i] = apiclient.Phone{Extension: r[0], Protocol: r[1], ServerIP: r[2], DialplanNumber: r[3], VoicemailID: r[4], PhoneFullName: r[6]}
		if len(r) > 9 {
			phones[i].AdminUserGroup = r[9]
		}
	}
	return phones, nil
}

// An Alias is an alias of several phones.
type Alias struct {
	ID, Name string
	Logins   []string
}

// Aliases reads all aliases that the API user may view. Errors are those of Phones.
func Aliases(ctx context.Context, c *apiclient.Client) ([]Alias, error) {
	rows, err := aliasTable.ask(ctx, c)
	list := make([]Alias, len(rows))
	for i, r := range rows {
		list[i] = Alias{ID: r[0], Name: r[1]}
		if r[2] != "" {
			list[i].Logins = strings.Split(r[2], ",")
		}
	}
	return list, err
}

// A Server is a server of the dialer.
type Server struct {
	ID, Name, IP string
	Active       bool
}

// Servers reads all servers that the API user may view. Errors are those of Phones.
func Servers(ctx context.Context, c *apiclient.Client) ([]Server, error) {
	rows, err := serverTable.ask(ctx, c)
	list := make([]Server, len(rows))
	for i, r := range rows {
		list[i] = Server{ID: r[0], Name: r[1], IP: r[2], Active: r[3] == "Y"}
	}
	return list, err
}

// Templates reads the ids of all templates that the API user may view. Errors are those of Phones.
func Templates(ctx context.Context, c *apiclient.Client) ([]string, error) {
	rows, err := templateTable.ask(ctx, c)
	list := make([]string, len(rows))
	for i, r := range rows {
		list[i] = r[0]
	}
	return list, err
}

// ask reads the rows of a list from a dialer.
func (t *table) ask(ctx context.Context, c *apiclient.Client) ([]row, error) {
	body, err := c.Page(ctx, url.Values{"ADD": {t.page}})
	if err != nil {
		return nil, err
	}
	return t.read(body)
}
