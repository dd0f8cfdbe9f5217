package main

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"phonebatch/batch/config"
)

// A place gives flags their values. Where two places give a flag a value, the smaller place decides.
type place int

// The places.
const (
	commandLine place = iota
	environment
	profile
	dialerEntry
)

// saidBy is the annotation of a flag whose value does not come from the command line. Its value is the place.
const saidBy = "said by"

// placeOf returns the place that has given a flag its value. It returns commandLine for a flag without a value.
func placeOf(f *pflag.Flag) place {
	if said := f.Annotations[saidBy]; len(said) > 0 {
		n, _ := strconv.Atoi(said[0]) // apply has written it
		return place(n)
	}
	return commandLine
}

// A layer holds the values that one place gives to flags.
type layer struct {
	place    place
	source   func(flag string) string // names the place of a value for a person
	settings []config.Setting
}

// apply sets the flags of f that have no value yet. Settings of flags that f does not have are ignored: not every
// command has every flag. The values do not become defaults, so help does not show them. The error is a usageError that
// names the source of an invalid value.
func (l layer) apply(f *pflag.FlagSet) error {
	for _, s := range l.settings {
		flag := f.Lookup(s.Flag)
		if flag == nil || flag.Changed {
			continue
		}
		for _, v := range s.Values {
			if err := f.Set(s.Flag, v); err != nil {
				return &usageError{err: fmt.Errorf("%s: %w", l.source(s.Flag), valueError(err))}
			}
		}
		if err := f.SetAnnotation(s.Flag, saidBy, []string{strconv.Itoa(int(l.place))}); err != nil {
			return err
		}
	}
	return nil
}

// layerOf returns the values that a profile gives.
func layerOf(p *config.Profile) layer {
	return layer{profile, func(string) string { return "the profile " + p.Name }, p.Settings}
}

// layerOfDialer returns the values that the entry of a dialer gives. Its URLs and its password are no flags. Its
// servers are those of --servers if they have suffixes and nothing else in f gives rows a server.
func layerOfDialer(d *config.Dialer, f *pflag.FlagSet) layer {
	settings := append([]config.Setting{{Flag: "user", Values: []string{d.User}, Line: d.Line}}, d.Settings...)
	if spread := f.Lookup("spread"); spread == nil || !spread.Changed {
		settings = append(settings, clusterOf(d)...)
	}
	return layer{dialerEntry, func(string) string { return "the dialer " + d.Name }, settings}
}

// clusterOf returns the settings that give each person a phone on each server of a dialer.
func clusterOf(d *config.Dialer) []config.Setting {
	var servers, prefixes, defaults []string
	prefixed := false
	for _, s := range d.Servers {
		if !s.Bound {
			return nil
		}
		servers = append(servers, s.IP+"="+s.Suffix)
		prefixes = append(prefixes, cmp.Or(s.DialplanPrefix, "none"))
		prefixed = prefixed || s.DialplanPrefix != ""
		if s.TemplateID != "" {
			defaults = append(defaults, s.IP+":template_id="+s.TemplateID)
		}
		if s.PhoneContext != "" {
			defaults = append(defaults, s.IP+":phone_context="+s.PhoneContext)
		}
	}
	if len(servers) == 0 {
		return nil
	}
	settings := []config.Setting{{Flag: "servers", Values: servers}, {Flag: "server-default", Values: defaults}}
	if prefixed {
		settings = append(settings, config.Setting{Flag: "dialplan-prefix", Values: prefixes})
	}
	return settings
}
