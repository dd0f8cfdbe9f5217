// Command phonebatch puts a spreadsheet of phones into VICIdial.
package main

import "os"

func main() {
	os.Exit(phonebatch(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
