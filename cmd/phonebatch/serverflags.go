package main

import (
	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/preflight"
)

// serverFlags give each person of a list a phone on several servers, and an alias for these phones.
type serverFlags struct {
	servers, prefixes, defaults []string
	alias, aliasName            string
}

func (s *serverFlags) addTo(f *pflag.FlagSet) {
	f.StringSliceVar(&s.servers, "servers", nil, env("servers", "10.0.9.8=a,10.0.9.9=b: give each person a phone on each of these servers, whose phone_login ends in the letters of the server (default: a, b, … in this order); a cell in the column servers takes precedence"))
	f.StringSliceVar(&s.prefixes, "dialplan-prefix", nil, env("dialplan-prefix", "none,1,2: make dialplan_number of SIP and IAX2 phones of these digits and the extension's, a prefix for each server of --servers; auto is none,1,2 and so on"))
	f.StringArrayVar(&s.defaults, "server-default", nil, env("server-default", "10.0.9.9:template_id=NAME fills empty cells of the phones on one server of --servers; for template_id and phone_context; repeatable"))
	f.StringVar(&s.alias, "alias", "", env("alias", `"{extension}x": one login for all phones of a person; {column} stands for that cell; a cell in the column alias_id takes precedence`))
	f.StringVar(&s.aliasName, "alias-name", "", env("alias-name", "the name of the alias, written like --alias; a cell in the column alias_name takes precedence (default: phone_full_name)"))
}

// apply sets the options of pre-flight. The error is a usageError or a *columns.FillError.
func (s *serverFlags) apply(o *preflight.Options) (err error) {
	if o.Servers, err = columns.ParseServers(columns.ServerOptions{Servers: s.servers, Prefixes: s.prefixes, Defaults: s.defaults}); err != nil {
		return err
	}
	if flag := o.Filling.FlagFor(apiclient.ServerIP); flag != "" && len(o.Servers) > 0 {
		return usage("--servers and "+flag+" both give rows a server_ip", "--servers gives each person a phone on every server, --spread on one of them: leave one of the two out")
	}
	if flag := o.Filling.FlagFor(apiclient.DialplanNumber); flag != "" && len(s.prefixes) > 0 && flag != "--usual-defaults" {
		return usage("--dialplan-prefix and "+flag+" both make dialplan_number", "leave one of the two out")
	}
	o.Alias, err = columns.ParseAliasing(s.alias, s.aliasName)
	return err
}
