// Package config reads the configuration file: named dialers, and named profiles of flags.
//
// Read takes the text of a file and the flags that a file may set, and returns a File and every Mistake of the text
// with its line, its key and its remedy. Read opens no file. Load reads the file, and looks at the password files that
// the file names. The package knows no command: the caller says which flags there are, and checks their values.
//
// Begin reading at file.go (File, Dialer, Profile), then read.go.
package config
