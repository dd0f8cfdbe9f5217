package columns

import (
	"fmt"
	"slices"

	"phonebatch/apiclient"
)

// An Origin is a program whose phone table is recognized by its header.
type Origin struct {
	Name   string // as --from takes it
	About  string
	marks  []string                   // the columns that identify the program; all must be there
	fields map[string]apiclient.Field // by normal names; columns that have the field's own name are not in it
	wanted map[string]bool            // columns that say who is wanted
}

var origins = []Origin{{
	Name: "vicidial-phones", About: "VICIdial's own phones table, out of its database",
	marks: []string{"extension", "dialplan_number", "server_ip", "login", "pass", "fullname", "conf_secret"},
	fields: map[string]apiclient.Field{
		normal("login"): apiclient.PhoneLogin, normal("pass"): apiclient.PhonePass, normal("fullname"): apiclient.PhoneFullName,
		normal("conf_secret"): apiclient.RegistrationPassword, normal("user_group"): apiclient.AdminUserGroup,
	},
	wanted: set("status", "active"),
}}

// OriginNames returns the names of the programs that --from knows.
func OriginNames() []string {
	names := make([]string, len(origins))
	for i, o := range origins {
		names[i] = o.Name
	}
	return names
}

// ParseOrigin finds an origin by its name.
func ParseOrigin(name string) (*Origin, error) {
	for i := range origins {
		if origins[i].Name == name {
			return &origins[i], nil
		}
	}
	return nil, fmt.Errorf("%q is no program whose lists are known", name)
}

// originOf returns the origin whose columns are in a header, or nil.
func originOf(names []string) *Origin {
	have := make(map[string]bool)
	for _, name := range names {
		have[normal(name)] = true
	}
	for i := range origins {
		if !slices.ContainsFunc(origins[i].marks, func(mark string) bool { return !have[normal(mark)] }) {
			return &origins[i]
		}
	}
	return nil
}

// read finds what a column of the origin's table means. A column that is not a field of add_phone is set aside,
// whatever its name.
func (o *Origin) read(name string) reading {
	key := normal(name)
	if f, is := o.fields[key]; is {
		return reading{how: bySynonym, field: f}
	}
	if r := readName(name); r.how == byName || r.how == own || r.how == ignored {
		return r
	}
	if o.wanted[key] {
		return reading{}
	}
	return reading{how: setAside}
}
