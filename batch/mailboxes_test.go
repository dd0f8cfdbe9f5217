package batch

import (
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// viewOf returns a view of phones, each written as extension@server=mailbox.
func viewOf(phones string) run.View {
	v := make(run.View)
	for phone := range strings.FieldsSeq(phones) {
		place, box, _ := strings.Cut(phone, "=")
		extension, server, _ := strings.Cut(place, "@")
		p := &apiclient.Phone{Extension: extension, ServerIP: server, VoicemailID: box}
		v[object.KeyOf(p).Folded()] = p
	}
	return v
}

func TestMailboxesOfOthers(t *testing.T) {
	for name, c := range map[string]struct {
		there  string
		person string // the extension of a row with the mailbox 500
		rows   int    // of the list with that mailbox, of 10 in all
		want   string // the extension that the row would share the mailbox with
	}{
		"nobody":                      {"a@1=501", "b", 1, ""},
		"no mailbox":                  {"a@1=", "b", 1, ""},
		"somebody else":               {"a@1=500", "b", 1, "a"},
		"oneself on another server":   {"a@1=500", "a", 1, ""},
		"oneself in capitals":         {"a@1=500", "A", 1, ""},
		"oneself and somebody else":   {"b@1=500 a@1=500", "a", 1, "b"},
		"one other on many servers":   {"a@1=500 a@2=500 a@3=500", "b", 1, "a"},
		"two others, the first first": {"c@1=500 a@2=500", "b", 1, "a"},
		"a box of many":               {"a@1=500 c@2=500 d@3=500", "b", 1, ""},
		"a box of the whole list":     {"a@1=500", "b", 9, ""},
		"a box of most of the list":   {"a@1=500", "b", 8, "a"},
	} {
		boxes := mailboxesOf(viewOf(c.there), func(p *apiclient.Phone) string { return p.VoicemailID })
		got := ""
		if box := boxes["500"]; box != nil {
			if box.rows = c.rows; !box.isDummy(10) {
				if other := box.somebodyElse(strings.ToLower(c.person)); other != nil {
					got = other.Extension
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
