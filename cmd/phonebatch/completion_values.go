package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
	"phonebatch/report"
)

// A completer gives the words that may stand where toComplete is being typed.
type completer = func(c *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective)

// flagValues complete the values of flags by their names.
var flagValues = map[string]completer{
	"encoding":  fixed(sheet.Encodings()...),
	"delimiter": fixed("comma", "semicolon", "tab", "pipe"),
	"generate":  listed(func() []string { return []string{"phone_pass", "registration_password"} }),
	"ignore":    listed(ignorable),
	"sheet":     sheetNames,
	"default":   fieldEquals,
	"map":       equalsField,
}

// completeValues has the values of all flags completed that have known ones: of those above, and of choices.
func completeValues(root *cobra.Command) {
	root.PersistentFlags().VisitAll(func(f *pflag.Flag) { completeFlag(root, f) })
	for _, c := range root.Commands() {
		c.Flags().VisitAll(func(f *pflag.Flag) { completeFlag(c, f) })
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
	_ = c.RegisterFlagCompletionFunc(f.Name, begun) // fails for a flag that is not there
}

// fixed completes one of some words.
func fixed(words ...string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

// listed completes the last of words with commas between them. A word is offered once.
func listed(words func() []string) completer {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		var list []string
		for _, w := range words() {
			word, _, _ := strings.Cut(w, "\t")
			if !slices.Contains(strings.Split(before, ","), word) {
				list = append(list, before+w)
			}
		}
		return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// ignorable are the codes that --ignore takes, with what they mean.
func ignorable() (list []string) {
	for _, k := range codes.Kinds() {
		if slices.Contains(codes.Ignorable, k.Code) {
			list = append(list, string(k.Code)+"\t"+k.Meaning)
		}
	}
	return list
}

// codeHint is what to do about a code that cannot be ignored: it may be mistyped.
func codeHint(code string) string {
	names := make([]string, len(codes.Ignorable))
	for i, c := range codes.Ignorable {
		names[i] = string(c)
	}
	if near := preflight.Nearest(code, names); near != "" {
		return "did you mean " + near + "? `phonebatch help codes` lists them"
	}
	return "`phonebatch help codes` lists them"
}

// maxCompleted is how large a workbook may be whose sheets are offered, in bytes.
const maxCompleted = 64 << 20

// sheetNames completes the sheets of the workbook that the command line names, if there is one.
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

// fieldEquals completes the field that a value is for: field=.
func fieldEquals(_ *cobra.Command, _ []string, typed string) (list []string, d cobra.ShellCompDirective) {
	if !strings.Contains(typed, "=") {
		for _, f := range apiclient.Fields() {
			list = append(list, f.String()+"=")
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// equalsField completes the field that a column is: Their header=field.
func equalsField(_ *cobra.Command, _ []string, typed string) (list []string, d cobra.ShellCompDirective) {
	if header, _, found := strings.Cut(typed, "="); found {
		for _, f := range apiclient.Fields() {
			list = append(list, header+"="+f.String())
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// ofResults are names that results files have: those of failed rows, of credentials and of an undo are not meant.
var (
	ofResults  = regexp.MustCompile(`(?i)\.results\..*\.(csv|xlsx)$`)
	notResults = regexp.MustCompile(`(?i)\.(failed|credentials|undo)(-\d+)?\.(csv|xlsx)$`)
)

// isResults says whether a file is an import's results, by its name or else by how it begins.
func isResults(path string) bool {
	if notResults.MatchString(path) {
		return false
	}
	if ofResults.MatchString(path) {
		return true
	}
	f, err := os.Open(path)
	if err != nil || !strings.EqualFold(filepath.Ext(path), ".csv") {
		return false
	}
	defer f.Close()
	header := strings.Join(report.Columns, ",")
	begin := make([]byte, len(header))
	_, err = io.ReadFull(f, begin)
	return err == nil && string(begin) == header
}

// completeResults completes results files of imports, and folders.
func completeResults(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	dir, begun := filepath.Split(typed)
	from := dir
	if from == "" {
		from = "."
	}
	entries, _ := os.ReadDir(from)
	var files, folders []string
	for _, e := range entries {
		name := e.Name()
		switch {
		case !strings.HasPrefix(name, begun), strings.HasPrefix(name, ".") && begun == "":
		case e.IsDir():
			folders = append(folders, dir+name+string(filepath.Separator))
		case isResults(filepath.Join(from, name)):
			files = append(files, dir+name)
		}
	}
	if len(files) == 0 {
		return folders, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	return append(files, folders...), cobra.ShellCompDirectiveNoFileComp
}
