package preflight

import (
	"fmt"
	"slices"

	"phonebatch/apiclient"
)

// An Origin is a program whose table of phones is known by its header.
type Origin struct {
	Name   string // as --from takes it
	About  string
	marks  []string                   // columns by which it is known; all must be there
	fields map[string]apiclient.Field // by normal names, besides those that are called as the field is
	keep   map[string]bool            // columns that say who is wanted
}

var origins = []Origin{{
	Name: "vicidial-phones", About: "VICIdial's own phones table, out of its database",
	marks: []string{"extension", "dialplan_number", "server_ip", "login", "pass", "fullname", "conf_secret"},
	fields: map[string]apiclient.Field{
		normal("login"): apiclient.PhoneLogin, normal("pass"): apiclient.PhonePass, normal("fullname"): apiclient.PhoneFullName,
		normal("conf_secret"): apiclient.RegistrationPassword, normal("user_group"): apiclient.AdminUserGroup,
	},
	keep: set("status", "active"),
}}

// OriginNames lists the programs that --from knows.
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

// originOf is the origin whose columns a header has; nil if it is none.
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

// read says what a column of the origin means. What is no field of add_phone is set aside, whatever its name.
func (o *Origin) read(name string) reading {
	key := normal(name)
	if f, is := o.fields[key]; is {
		return reading{how: bySynonym, field: f}
	}
	if r := readName(name); r.how == byName || r.how == ignored {
		return r
	}
	if o.keep[key] {
		return reading{}
	}
	return reading{how: aside}
}
