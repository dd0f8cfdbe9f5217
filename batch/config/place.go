package config

import (
	"errors"
	"path/filepath"
	"strings"
)

// credentialsFolder is the environment variable in which systemd names the folder of the credentials of a service.
const credentialsFolder = "CREDENTIALS_DIRECTORY"

// DefaultPath returns the path of the user's file: phonebatch/config.toml in $XDG_CONFIG_HOME, or in ~/.config if that
// variable is not set.
func DefaultPath(getenv func(string) (string, bool)) (string, error) {
	dir, _ := getenv("XDG_CONFIG_HOME")
	if dir == "" {
		home, _ := getenv("HOME")
		if home == "" {
			return "", errors.New("neither XDG_CONFIG_HOME nor HOME is set")
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "phonebatch", "config.toml"), nil
}

// path returns a path of the file as the system knows it. A relative path is relative to the folder of the file.
// ~/ and $CREDENTIALS_DIRECTORY/ at the beginning stand for those folders; if the variable is not set, the path stays
// as it is.
func (r *Rules) path(text string) string {
	for prefix, variable := range map[string]string{"~/": "HOME", "$" + credentialsFolder + "/": credentialsFolder} {
		rest, found := strings.CutPrefix(text, prefix)
		if !found {
			continue
		}
		if folder, _ := r.Getenv(variable); folder != "" {
			return filepath.Join(folder, rest)
		}
		return text
	}
	if filepath.IsAbs(text) {
		return filepath.Clean(text)
	}
	return filepath.Join(r.Dir, text)
}

// Unknown reports whether a path is in a folder that only a service of systemd knows, and this process is none.
func Unknown(path string) bool { return strings.HasPrefix(path, "$"+credentialsFolder+"/") }
