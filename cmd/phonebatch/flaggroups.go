package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A flagGroup is the flags of a command that are about one thing.
type flagGroup struct {
	title string
	flags []*pflag.Flag
}

// The titles of the groups, in the order of help. What belongs nowhere else is a flag of the command itself.
const (
	ownFlags     = "Flags"
	listGroup    = "The list"
	fillingGroup = "Filling empty cells"
	knownGroup   = "What is known of earlier runs"
	dialerGroup  = "The dialer"
	paceGroup    = "Pace"
	outputGroup  = "Output"
)

var groupOrder = []string{ownFlags, listGroup, fillingGroup, knownGroup, dialerGroup, paceGroup, outputGroup}

// filling are the flags of a list that fill its cells.
var filling = map[string]bool{"default": true, "usual-defaults": true, "number": true, "spread": true, "generate": true, "credentials": true}

// groupFlags puts the flags of a command into groups, without empty ones.
func groupFlags(c *cobra.Command) (groups []flagGroup) {
	about := groupOf()
	found := make(map[string][]*pflag.Flag)
	c.InitDefaultHelpFlag()
	c.InitDefaultVersionFlag()
	c.InheritedFlags() // which makes them the command's own, too
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

// groupOf returns the group of each flag by its name. The options that add a flag decide the group.
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
	enter(knownGroup, (&knownFlags{}).addTo)
	enter(dialerGroup, func(f *pflag.FlagSet) { (&dialerFlags{}).addTo(f, true) })
	enter(paceGroup, (&paceFlags{}).addTo)
	enter(outputGroup, (&resultsFlags{}).addTo)
	enter(outputGroup, (&streamFlags{}).addTo)
	return groups
}
