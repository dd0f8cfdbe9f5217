//go:build !linux

package register

// networkOf returns "": only Linux is supported.
func networkOf(string) string { return "" }
