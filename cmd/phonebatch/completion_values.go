package main

import (
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/config"
	"phonebatch/batch/sheet"
)

// A completer lists the words that the shell offers for the begun word toComplete.
type completer = func(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective)

// flagValues holds the completers of flag values by the name of the flag.
var flagValues = map[string]completer{
	"encoding":  fixed(sheet.Encodings()...),
	"delimiter": fixed("comma", "semicolon", "tab", "pipe"),
	"generate":  listed(func() []string { return []string{"phone_pass", "registration_password"} }),
	"ignore":    listed(ignorable),
	"sheet":     sheetNames,
	"default":   fieldEquals,
	"map":       equalsField,
	"dialer":    ofFile((*config.File).DialerNames),
	"profile":   ofFile((*config.File).ProfileNames),
}

// completeValues registers completers for all flags in flagValues and for all flags of the type choice.
func completeValues(root *cobra.Command) {
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) { completeFlag(root, f) })
	for _, c := range root.Commands() {
		c.Flags().VisitAll(func(f *pflag.Flag) { completeFlag(c, f) })
	}
}

// ofFile returns a completer that offers names of the configuration file. It offers what is right in a file with
// mistakes.
func ofFile(names func(*config.File) []string) completer {
	return func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		path, err := configPath(c.Flags())
		if f := c.Flags().Lookup("config"); f != nil && !f.Changed && os.Getenv(variable("config")) != "" {
			path, err = os.Getenv(variable("config")), nil
		}
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		file, _, _ := config.Load(path, configRules())
		if file == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return names(file), cobra.ShellCompDirectiveNoFileComp
	}
}

func completeFlag(c *cobra.Command, f *pflag.Flag) {
	complete := flagValues[f.Name]
	if choice, ok := f.Value.(*choice); ok {
		complete = fixed(choice.choices...)
	}
	if complete == nil {
		return
	}
	begun := func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		words, directive := complete(c, args, typed)
		return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !strings.HasPrefix(w, typed) }), directive
	}
	_ = c.RegisterFlagCompletionFunc(f.Name, begun) // fails only for an unknown flag
}

// fixed returns a completer that offers these words.
func fixed(words ...string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

// listed returns a completer for a list with commas. It offers the words that the list does not have yet.
func listed(words func() []string) completer {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		prefix := typed[:strings.LastIndex(typed, ",")+1]
		var list []string
		for _, w := range words() {
			word, _, _ := strings.Cut(w, "\t")
			if !slices.Contains(strings.Split(prefix, ","), word) {
				list = append(list, prefix+w)
			}
		}
		return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// ignorable lists the codes that --ignore takes, each with a tab and its meaning.
func ignorable() (list []string) {
	for _, k := range codes.Kinds() {
		if slices.Contains(codes.Ignorable, k.Code) {
			list = append(list, string(k.Code)+"\t"+k.Meaning)
		}
	}
	return list
}

// maxCompleted is the size in bytes of the largest workbook whose sheets are offered.
const maxCompleted = 64 << 20

// sheetNames completes the names of the sheets in the workbook that is the first argument.
func sheetNames(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	info, err := os.Stat(args[0])
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxCompleted {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	data, err := os.ReadFile(args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names, _ := sheet.SheetNames(data)
	return names, cobra.ShellCompDirectiveNoFileComp
}

// fieldEquals completes the field in field=value.
func fieldEquals(_ *cobra.Command, _ []string, typed string) (list []string, d cobra.ShellCompDirective) {
	if !strings.Contains(typed, "=") {
		for _, f := range apiclient.Fields() {
			list = append(list, f.String()+"=")
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// equalsField completes the field in "Their header=field".
func equalsField(_ *cobra.Command, _ []string, typed string) (list []string, d cobra.ShellCompDirective) {
	if header, _, found := strings.Cut(typed, "="); found {
		for _, f := range apiclient.Fields() {
			list = append(list, header+"="+f.String())
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
