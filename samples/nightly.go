package samples

import (
	"embed"
	"io/fs"
)

// Nightly is the name of the sample that is a folder: what a machine needs to import a list every night.
const Nightly = "nightly"

// NightlyAbout describes the folder.
const NightlyAbout = "a folder: the configuration, the service, the timer and the cron line of a machine that imports a list every night"

//go:embed nightly/README.md nightly/config.toml nightly/phonebatch.service nightly/phonebatch.timer nightly/phonebatch.cron
var nightly embed.FS

// NightlyFiles returns the files of the folder.
func NightlyFiles() fs.FS {
	sub, err := fs.Sub(nightly, Nightly)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}
