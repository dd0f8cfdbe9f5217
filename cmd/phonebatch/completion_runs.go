package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"phonebatch/batch/files"
	"phonebatch/batch/register"
	"phonebatch/report"
)

// completeRun completes an argument that names a run: the word latest, the ids of the newest imports, results files of
// imports, and folders.
func completeRun(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var words []string
	for _, id := range runIDs(c) {
		if strings.HasPrefix(id, typed) {
			words = append(words, id)
		}
	}
	results, folders := resultsUnder(typed)
	words = append(words, results...)
	if len(words) == 0 {
		return folders, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	return append(words, folders...), cobra.ShellCompDirectiveNoFileComp
}

// maxRunsCompleted is the number of runs that are looked at, the newest first.
const maxRunsCompleted = 20

// runIDs lists the word latest and the ids of the newest imports, each with a tab and a description. The list is empty
// if there is no readable register.
func runIDs(c *cobra.Command) (list []string) {
	flags := registerFlags{path: os.Getenv(variable("register"))}
	if f := c.Flags().Lookup("register"); f != nil && f.Changed {
		flags.path = f.Value.String()
	}
	path, err := flags.place()
	if err != nil || !files.Exists(path) { // register.Open would create the register
		return nil
	}
	reg, err := register.Open(path)
	if err != nil {
		return nil
	}
	defer reg.Close()
	runs, _ := reg.Runs(maxRunsCompleted) // on an error, the runs that can be read
	for _, r := range runs {
		if r.Command == register.CommandUndo || r.Damaged {
			continue
		}
		about := fmt.Sprintf("%s, %d added", report.Plain(filepath.Base(r.ListPath)), r.Added)
		if len(list) == 0 {
			list = append(list, "latest\t"+about)
		}
		list = append(list, r.ID+"\t"+about)
	}
	return list
}

// isResults reports whether a file holds the results of an import, by its name or else by its first line.
func isResults(path string) bool {
	if files.IsBesideResults(path) {
		return false
	}
	if files.LooksLikeResults(path) {
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

// resultsUnder lists the results files of imports and the folders whose paths begin with typed. It lists hidden files
// only if the typed name begins with a dot.
func resultsUnder(typed string) (results, folders []string) {
	dir, begun := filepath.Split(typed)
	from := dir
	if from == "" {
		from = "."
	}
	entries, _ := os.ReadDir(from)
	for _, e := range entries {
		name := e.Name()
		switch {
		case !strings.HasPrefix(name, begun), strings.HasPrefix(name, ".") && begun == "":
		case e.IsDir():
			folders = append(folders, dir+name+string(filepath.Separator))
		case isResults(filepath.Join(from, name)):
			results = append(results, dir+name)
		}
	}
	return results, folders
}
