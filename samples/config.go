package samples

import _ "embed"

// Config is the name of the sample that is a configuration file.
const Config = "config"

// ConfigAbout describes that file.
const ConfigAbout = "a configuration file: two dialers, one of them with two servers, and a profile"

//go:embed config.toml
var config []byte

// ConfigFile returns the configuration file.
func ConfigFile() []byte { return config }
