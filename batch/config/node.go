package config

import "github.com/BurntSushi/toml"

// A node is a key of a file with its value.
type node struct {
	key   string
	path  string // all keys from the top, with points between them
	line  int
	value any    // of a key that is no table
	table []node // of a table, in the order of the file
	inner bool   // the node is a table
}

// shown returns a key as it is written in a file: in quotes unless it consists of letters, digits, - and _.
func shown(key string) string { return toml.Key{key}.String() }
