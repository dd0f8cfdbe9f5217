package main

import (
	"cmp"
	"path/filepath"
	"slices"

	"phonebatch/batch"
	"phonebatch/batch/files"
	"phonebatch/report"
)

// credentials returns the absolute path of the file for the passwords that this run makes: the path of --credentials,
// or the file of the run that this run continues, or a file beside the results that is named after the list. The error
// is a usageError if that file is an input or a results file of the command.
func (o *importOptions) credentials(path, results string, s *batch.Session) (string, error) {
	earlier, lost, err := s.EarlierCredentials()
	if err != nil {
		return "", err
	}
	if lost && o.list.credentials == "" {
		o.warn("the credentials file %s is gone: passwords that an earlier run made may be in no other file; if the file has moved, name it with --credentials", report.Plain(earlier))
	}
	name := cmp.Or(o.list.credentials, earlier, files.CredentialsPath(path, results))
	absolute, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	for _, other := range slices.Concat(files.OfRun(results), []string{path}, o.dialer.reads()) {
		if other == "" {
			continue
		}
		if other, err := filepath.Abs(other); err == nil && absolute == other || sameFile(absolute, other) {
			return "", usage("the passwords would go into the list or into its results", "choose another name for --credentials")
		}
	}
	return absolute, nil
}
