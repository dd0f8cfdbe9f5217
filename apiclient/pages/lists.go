package pages

import (
	"context"
	"net/url"
	"strings"

	"phonebatch/apiclient"
)

// An Alias is one row of the list of phone aliases.
type Alias struct {
	ID        string
	Name      string
	Logins    []string // phone_logins in the order of the alias; perhaps the last one is cut (contract/API.md, "Aliases")
	UserGroup string   // "" in builds without user groups; translated if the dialer shows another language
}

// A Server is one row of the list of servers.
type Server struct {
	ID       string
	Name     string
	ServerIP string
	Active   string // Y or N, translated if the dialer shows another language
	Agent    string // whether agents may log in, in the words of Active; "" in builds without this column
	Asterisk string // the version
	Trunks   string // the number of trunks for automatic calls
	LocalGMT string // such as -5.00
}

// A Template is one row of the list of configuration templates.
type Template struct {
	ID        string
	Name      string
	UserGroup string // as in Alias
}

var (
	aliasList = list{
		name: "the list of aliases", number: aliasesPage, form: aliasForm,
		keys: []string{"alias_id"}, names: []string{"name"},
		columns: [][]string{
			{"alias_id", "name", "logins", "user_group", linksColumn},
			{"alias_id", "name", "logins", linksColumn},
		},
	}
	serverList = list{
		name: "the list of servers", number: serversPage, form: serverForm,
		keys: []string{"server_id"}, names: []string{"name"},
		columns: [][]string{
			{"server_id", "name", "server_ip", "active", "agent", "asterisk", "trunks", "local_gmt", linksColumn},
			{"server_id", "name", "server_ip", "active", "asterisk", "trunks", "local_gmt", linksColumn},
		},
	}
	templateList = list{
		name: "the list of templates", number: templatesPage, form: templateForm,
		keys: []string{"template_id"}, names: []string{"name"},
		columns: [][]string{{"template_id", "name", "user_group", linksColumn}, {"template_id", "name", linksColumn}},
	}
)

// Aliases asks the dialer for the list of the aliases that the API user may see, and reads it. The errors are those of
// Phones.
func Aliases(ctx context.Context, c *apiclient.Client) ([]Alias, error) {
	return fetch(ctx, c, aliasesPage, ParseAliases)
}

// Servers asks the dialer for the list of the servers that the API user may see, and reads it. The errors are those of
// Phones.
func Servers(ctx context.Context, c *apiclient.Client) ([]Server, error) {
	return fetch(ctx, c, serversPage, ParseServers)
}

// Templates asks the dialer for the list of the templates that the API user may see, and reads it. The errors are those
// of Phones.
func Templates(ctx context.Context, c *apiclient.Client) ([]Template, error) {
	return fetch(ctx, c, templatesPage, ParseTemplates)
}

// fetch asks for the page with a number, and reads it.
func fetch[T any](
	ctx context.Context, c *apiclient.Client, number string, parse func([]byte) ([]T, error),
) ([]T, error) {
	body, err := c.Page(ctx, url.Values{"ADD": {number}})
	if err != nil {
		return nil, err
	}
	return parse(body)
}

// ParseAliases reads the list of aliases, as ParsePhones reads that of phones.
func ParseAliases(body []byte) ([]Alias, error) {
	return parse(&aliasList, body, func(r row) Alias {
		a := Alias{ID: r["alias_id"], Name: r["name"], UserGroup: r["user_group"]}
		if r["logins"] != "" {
			a.Logins = strings.Split(r["logins"], ",")
		}
		return a
	})
}

// ParseServers reads the list of servers, as ParsePhones reads that of phones.
func ParseServers(body []byte) ([]Server, error) {
	return parse(&serverList, body, func(r row) Server {
		return Server{
			ID: r["server_id"], Name: r["name"], ServerIP: r["server_ip"], Active: r["active"], Agent: r["agent"],
			Asterisk: r["asterisk"], Trunks: r["trunks"], LocalGMT: r["local_gmt"],
		}
	})
}

// ParseTemplates reads the list of templates, as ParsePhones reads that of phones.
func ParseTemplates(body []byte) ([]Template, error) {
	return parse(&templateList, body, func(r row) Template {
		return Template{ID: r["template_id"], Name: r["name"], UserGroup: r["user_group"]}
	})
}

// parse reads the rows of a list and makes a T of each.
func parse[T any](l *list, body []byte, of func(row) T) ([]T, error) {
	rows, err := l.read(body)
	if err != nil {
		return nil, err
	}
	made := make([]T, len(rows))
	for i, r := range rows {
		made[i] = of(r)
	}
	return made, nil
}
