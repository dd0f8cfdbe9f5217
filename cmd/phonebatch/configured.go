package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"phonebatch/batch/columns"
	"phonebatch/batch/config"
)

// configure gives the flags of a command the values of the profile and of the dialer that --profile and --dialer name.
// Without them, configure does not open the configuration file. The error is a usageError, a *config.MistakesError or
// that of the file system.
func configure(f *pflag.FlagSet) error {
	dialer, profile := valueOf(f, "dialer"), valueOf(f, "profile")
	if dialer == "" && profile == "" {
		if named, is := dialerOf(f); f.Lookup("results") != nil || is && named.ofRun {
			return nil // the list may name dialers in a column, and a run may have been on a dialer of the file
		}
		return configUnused(f)
	}
	file, err := configFile(f)
	if err != nil {
		return err
	}
	if profile != "" {
		p := file.Profile(profile)
		if p == nil {
			return notInFile(file, "profile", profile, file.ProfileNames())
		}
		if err := layerOf(p).apply(f); err != nil {
			return err
		}
	}
	if dialer == "" {
		return nil
	}
	return chooseDialer(f, file, dialer)
}

// configUnused returns a usageError if the command line names a configuration file, and nothing of it is used.
func configUnused(f *pflag.FlagSet) error {
	c := f.Lookup("config")
	if c == nil || f.Lookup("dialer") == nil || !c.Changed || placeOf(c) != commandLine || valueOf(f, "dialer")+valueOf(f, "profile") != "" {
		return nil
	}
	return usage("--config has no effect without --dialer or --profile", "pass --dialer NAME; `phonebatch config check` lists the dialers of the file")
}

// valueOf returns the value of a flag, or "" if there is no such flag.
func valueOf(f *pflag.FlagSet, name string) string {
	if flag := f.Lookup(name); flag != nil {
		return flag.Value.String()
	}
	return ""
}

// dialerOf returns the value of --dialer. is is false if a command has no such flag.
func dialerOf(f *pflag.FlagSet) (d *dialerName, is bool) {
	if flag := f.Lookup("dialer"); flag != nil {
		d, is = flag.Value.(*dialerName)
	}
	return d, is
}

// chooseDialer gives the flags of a command the values of a dialer of the file. The error is a usageError if there is
// no such dialer, or if a flag or a variable names a URL, too.
func chooseDialer(f *pflag.FlagSet, file *config.File, name string) error {
	entry := file.Dialer(name)
	if entry == nil {
		return notInFile(file, "dialer", name, file.DialerNames())
	}
	if url := f.Lookup("url"); url.Changed {
		hint := "leave one of them out: the dialer " + name + " has its URLs in " + file.Path
		for _, one := range []*pflag.Flag{url, f.Lookup("dialer")} {
			if placeOf(one) == environment {
				hint = "unset " + variable(one.Name) + "; or leave the other one out"
			}
		}
		return usage("--dialer and --url exclude each other", hint)
	}
	if d, is := dialerOf(f); is {
		d.name, d.entry = name, entry
	}
	return layerOfDialer(entry, f).apply(f)
}

// notInFile returns the error for a dialer or a profile that the file does not have.
func notInFile(file *config.File, what, name string, names []string) error {
	hint := fmt.Sprintf("add a section [%ss.%s] to the file", what, name)
	if len(names) > 0 {
		hint = "the file has " + strings.Join(names, ", ")
	}
	if near := columns.Nearest(name, names); near != "" {
		hint = fmt.Sprintf("did you mean --%s %s?", what, near)
	}
	return usage(fmt.Sprintf("there is no %s %s in %s", what, name, file.Path), hint)
}

// configFile reads the configuration file that --config names, or the usual one. The error is a usageError if the file
// is missing, a *config.MistakesError, or that of the file system.
func configFile(f *pflag.FlagSet) (*config.File, error) {
	path, err := configPath(f)
	if err != nil {
		return nil, err
	}
	file, _, err := config.Load(path, configRules())
	return file, missing(path, err)
}

// missing returns a usageError if err says that there is no configuration file, and else err.
func missing(path string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return usage("there is no configuration file "+path, "`phonebatch sample config` writes one to start from; --config names another one")
}

// configPath returns the path of the configuration file.
func configPath(f *pflag.FlagSet) (string, error) {
	if path := valueOf(f, "config"); path != "" {
		return path, nil
	}
	path, err := config.DefaultPath(os.LookupEnv)
	if err != nil {
		return "", &usageError{err: err, hint: "name the configuration file with --config"}
	}
	return path, nil
}
