package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(stateful{m}, map[string]func(){"phonebatch": main})
}

// stateful gives the tests that run the program in this process a state folder of their own.
type stateful struct{ *testing.M }

func (s stateful) Run() int {
	dir, err := os.MkdirTemp("", "phonebatch-state-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	os.Setenv("XDG_STATE_HOME", dir)
	return s.M.Run()
}
