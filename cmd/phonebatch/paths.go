package main

import (
	"os"
	"path/filepath"
	"strings"
)

// shortPath returns a path relative to the working directory, or the path itself if the file is not below that
// directory.
func shortPath(path string) string {
	dir, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(dir, path); err == nil && !strings.HasPrefix(short, "..") {
		return short
	}
	return path
}

// sameFile reports whether two paths lead to one existing file. It follows links.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
