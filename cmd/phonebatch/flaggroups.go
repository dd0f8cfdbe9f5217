package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A flagGroup is a section of flags in the help of a command.
type flagGroup struct {
	title string
	flags []*pflag.Flag
}

// The titles of the groups, in the order of help. ownFlags is the group of the flags that no other group has.
const (
	ownFlags     = "Flags"
	listGroup    = "The list"
	fillingGroup = "Filling empty cells"
	serversGroup = "Several servers"
	knownGroup   = "What is known of earlier runs"
	dialerGroup  = "The dialer"
	paceGroup    = "Pace"
	outputGroup  = "Output"
)

var groupOrder = []string{ownFlags, listGroup, fillingGroup, serversGroup, knownGroup, dialerGroup, paceGroup, outputGroup}

// filling holds the flags of a list that fill empty cells.
var filling = map[string]bool{"default": true, "usual-defaults": true, "number": true, "spread": true, "generate": true, "credentials": true}

// groupFlags returns the visible flags of a command in groups. It leaves out empty groups.
func groupFlags(c *cobra.Command) (groups []flagGroup) {
	about := groupOf()
	found := make(map[string][]*pflag.Flag)
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	c.InheritedFlags() // this call adds the inherited flags to c.Flags
	c.Flags().VisitAll(func(f *pflag.Flag) {
		title := about[f.Name]
		if title == "" {
			title = ownFlags
		}
		if !f.Hidden {
			found[title] = append(found[title], f)
		}
	})
	for _, title := range groupOrder {
		if len(found[title]) > 0 {
			groups = append(groups, flagGroup{title, found[title]})
		}
	}
	return groups
}

// groupOf returns the title of the group of each flag by the name of the flag. The group depends on the type that adds
// the flag.
func groupOf() map[string]string {
	groups := map[string]string{"json": outputGroup}
	enter := func(title string, add func(*pflag.FlagSet)) {
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		add(set)
		set.VisitAll(func(f *pflag.Flag) {
			groups[f.Name] = title
			if title == listGroup && filling[f.Name] {
				groups[f.Name] = fillingGroup
			}
		})
	}
	enter(listGroup, (&listFlags{}).addTo)
	enter(serversGroup, (&serverFlags{}).addTo)
	enter(knownGroup, (&knownFlags{}).addTo)
	enter(dialerGroup, func(f *pflag.FlagSet) { (&dialerFlags{}).addTo(f, true) })
	enter(paceGroup, (&paceFlags{}).addTo)
	enter(outputGroup, (&resultsFlags{}).addTo)
	enter(outputGroup, (&nightFlags{}).addTo)
	enter(outputGroup, (&streamFlags{}).addTo)
	return groups
}
