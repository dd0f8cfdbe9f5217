package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"phonebatch/batch/config"
	"phonebatch/report"
)

// configOptions are the options of the command config check.
type configOptions struct {
	*app
	path string // the value of --config
	json bool
}

func (a *app) configCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "read the configuration file, and say what it would mean",
		Long: `The configuration file gives names to dialers and to groups of flags, so that both are said
once: --dialer NAME takes the URLs, the user, the password and the flags of [dialers.NAME], and --profile NAME takes the
flags of [profiles.NAME].

A flag on the command line goes before its environment variable, the variable before the profile, the profile before
the dialer, and the dialer before the default. The file never holds a password. For what a file may hold, see
phonebatch sample config.`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.configCheckCommand())
	return c
}

func (a *app) configCheckCommand() *cobra.Command {
	o := &configOptions{app: a}
	c := &cobra.Command{
		Use:   "check",
		Short: "find every mistake of the configuration file, and say what the file would mean",
		Long: `Config check reads the configuration file and lists every mistake with its line and its remedy.
It says for each dialer which URLs, user, servers and flags it has, and where its password comes from, and for each
profile which flags it sets. It sends nothing and shows no password.

Exit status: 0 the file can be used, 2 it has mistakes: then no command takes a dialer or a profile of it.`,
		Example: "  phonebatch config check\n  phonebatch config check --config night.toml",
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return o.check(c) },

		Annotations: map[string]string{subject: configSubject},
	}
	c.Flags().StringVar(&o.path, "config", "", env("config", "the configuration file (default: phonebatch/config.toml in $XDG_CONFIG_HOME, else in ~/.config)"))
	c.Flags().BoolVar(&o.json, "json", false, env("json", "print one JSON document"))
	return c
}

// check reads the file and prints what it would mean. The error is a usageError if the file is missing or has mistakes.
func (o *configOptions) check(c *cobra.Command) error {
	path, err := configPath(c.Flags())
	if err != nil {
		return err
	}
	file, mistakes, err := config.Load(path, configRules())
	var wrong *config.MistakesError
	if err != nil && !errors.As(err, &wrong) {
		return missing(path, err)
	}
	mistakes = append(mistakes, clashes(file)...)
	slices.SortStableFunc(mistakes, func(a, b config.Mistake) int { return cmp.Compare(a.Line, b.Line) })
	e := &report.Ending{Command: "config check", Subject: report.Configuring, Configuration: configuration(file, mistakes)}
	err = nil
	if n := countMistakes(mistakes); n > 0 {
		err = usage(fmt.Sprintf("%s has mistakes: %d", file.Path, n), "mend them; until then no command takes a dialer or a profile of the file")
	}
	if o.json {
		return o.print(e, err)
	}
	o.say("%s: dialers: %d, profiles: %d, mistakes: %d", report.Plain(file.Path), len(file.Dialers), len(file.Profiles), countMistakes(mistakes))
	if name := variable("url"); os.Getenv(name) != "" && len(file.Dialers) > 0 {
		o.warn("%s is set: unset it, or --dialer is refused", name)
	}
	if name := variable("user"); os.Getenv(name) != "" && len(file.Dialers) > 0 {
		o.warn("%s is set and goes before the user of every dialer", name)
	}
	return combineErrors(e.Text(o.out), err)
}

// countMistakes counts the mistakes that are no warnings.
func countMistakes(list []config.Mistake) (n int) {
	for _, m := range list {
		if !m.Warning {
			n++
		}
	}
	return n
}

// clashes returns the mistakes of dialers and profiles whose flags exclude each other.
func clashes(file *config.File) (list []config.Mistake) {
	note := func(line int, key string, entry *config.Dialer, layers ...layer) {
		o, err := settle(entry, layers...)
		if err == nil {
			err = o.pace.finalize(func(string, ...any) {})
		}
		var wrong *usageError
		if errors.As(err, &wrong) {
			list = append(list, config.Mistake{Line: line, Key: key, Text: wrong.Error(), Remedy: wrong.Hints()[0]})
		}
	}
	for _, d := range file.Dialers {
		note(d.Line, "dialers."+d.Name, &d)
	}
	for _, p := range file.Profiles {
		note(p.Line, "profiles."+p.Name, nil, layerOf(&p))
	}
	return list
}

// configuration says in words what a file would mean for this environment.
func configuration(file *config.File, mistakes []config.Mistake) *report.Configuration {
	c := &report.Configuration{File: file.Path}
	for _, d := range file.Dialers {
		entry := report.ConfiguredDialer{Name: d.Name, URLs: []string{}, User: d.User, Flags: flagsOf(d.Settings)}
		for _, u := range d.URLs {
			entry.URLs = append(entry.URLs, u.String())
		}
		entry.Password, entry.Found = passwordWords(&d, os.LookupEnv)
		for _, s := range d.Servers {
			entry.Servers = append(entry.Servers, report.ConfiguredServer{
				IP: s.IP, Suffix: s.Suffix, Public: s.Public, DialplanPrefix: s.DialplanPrefix, TemplateID: s.TemplateID, PhoneContext: s.PhoneContext,
			})
		}
		c.Dialers = append(c.Dialers, entry)
	}
	for _, p := range file.Profiles {
		c.Profiles = append(c.Profiles, report.ConfiguredProfile{Name: p.Name, Flags: flagsOf(p.Settings)})
	}
	for _, m := range mistakes {
		severity := "error"
		if m.Warning {
			severity = "warning"
		}
		c.Mistakes = append(c.Mistakes, report.ConfigMistake{Line: m.Line, Key: m.Key, Message: m.Text, Hint: m.Remedy, Severity: severity})
	}
	return c
}

// flagsOf describes settings without passwords.
func flagsOf(settings []config.Setting) []report.ConfiguredFlag {
	list := make([]report.ConfiguredFlag, len(settings))
	for i, s := range settings {
		f := report.ConfiguredFlag{Flag: s.Flag, Values: shownValues(s.Flag, s.Values)}
		for _, v := range f.Values {
			f.Words += flagWord(s.Flag, v, v == "true" || v == "false")
		}
		f.Words = f.Words[:max(len(f.Words)-1, 0)]
		if os.Getenv(variable(s.Flag)) != "" {
			f.Instead = variable(s.Flag)
		}
		list[i] = f
	}
	return list
}

// passwordWords says where the password of a dialer comes from, and whether it is there.
func passwordWords(d *config.Dialer, lookup func(string) (string, bool)) (words string, found bool) {
	for _, name := range []string{variable("password-file"), "PHONEBATCH_PASSWORD"} {
		if value, _ := lookup(name); value != "" {
			return "the variable " + name + ", which goes before the file", true
		}
	}
	switch {
	case d.PasswordVariable != "":
		if value, _ := lookup(d.PasswordVariable); value != "" {
			return "the variable " + d.PasswordVariable + ", which is set", true
		}
		return "the variable " + d.PasswordVariable + ", which is not set here", false
	case config.Unknown(d.PasswordFile):
		return "the credential " + d.PasswordFile + " of a service of systemd", false
	case d.PasswordFile != "":
		f, err := os.Open(d.PasswordFile)
		if err != nil {
			return "the file " + d.PasswordFile + ", which cannot be read", false
		}
		f.Close()
		return "the file " + d.PasswordFile + ", which can be read", true
	}
	return "PHONEBATCH_PASSWORD, or a prompt on a terminal", false
}
