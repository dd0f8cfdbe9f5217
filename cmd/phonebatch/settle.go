package main

import (
	"github.com/spf13/pflag"

	"phonebatch/batch/config"
)

// settle returns the options of an import as these layers say them: the first layer that gives a flag a value decides.
// The options hold no state of the process, so that one process can settle those of several dialers. The error is that
// of apply.
func settle(entry *config.Dialer, layers ...layer) (*importOptions, error) {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	o := new(importOptions)
	o.addFlags(f)
	o.flags = f
	for _, l := range layers {
		if err := l.apply(f); err != nil {
			return nil, err
		}
	}
	if entry != nil {
		o.dialer.named.set(entry)
		return o, layerOfDialer(entry, f).apply(f)
	}
	return o, nil
}
