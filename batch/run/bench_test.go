package run

import (
	"context"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// An instant is a dialer that answers at once. It has no aliases.
type instant struct{ Dialer }

func (instant) ProbePhone(context.Context, apiclient.Phone) apiclient.Reply {
	return apiclient.Reply{Code: apiclient.CodeTimezone}
}

func (instant) AddPhone(context.Context, apiclient.Phone) apiclient.Reply {
	return apiclient.Reply{Code: apiclient.CodeAdded}
}

func (instant) RehearseUpdate(context.Context, apiclient.Update) apiclient.Reply {
	return apiclient.Reply{Code: apiclient.CodeWouldUpdate}
}

func (instant) UpdatePhone(context.Context, apiclient.Update) apiclient.Reply {
	return apiclient.Reply{Code: apiclient.CodeUpdated}
}

func (instant) DeletePhone(context.Context, string, string) apiclient.Reply {
	return apiclient.Reply{Code: apiclient.CodeDeleted}
}

func (instant) ProbeLogins(_ context.Context, _ string, logins []string) apiclient.Reply {
	return apiclient.Reply{Code: apiclient.CodeMemberAbsent, Known: len(logins)}
}

func (instant) Version(context.Context) apiclient.Reply {
	return apiclient.Reply{Code: apiclient.CodeVersion}
}

// BenchmarkEngine asks about 20,000 objects and adds them. The dialer takes no time, so the engine alone is measured.
func BenchmarkEngine(b *testing.B) {
	rows := listed(20_000)
	for b.Loop() {
		e := New(rows, Options{Workers: 16, Run: "r1"})
		e.Connect(instant{}, "instant", apiclient.Dialect{})
		if err := e.Ask(b.Context(), object.NotSent); err != nil {
			b.Fatal(err)
		}
		if err := e.Add(b.Context()); err != nil {
			b.Fatal(err)
		}
		for _, r := range e.Results() {
			if r.Status != object.Added {
				b.Fatalf("got %+v", r)
			}
		}
	}
}
