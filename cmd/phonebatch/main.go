package main

import "os"

func main() {
	os.Exit(phonebatch(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
