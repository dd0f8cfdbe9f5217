package run

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// withAlias makes the objects of two phones and their alias.
func withAlias() []*object.Object {
	rows := listed(2)
	return append(rows, object.ForAlias(2, &apiclient.Alias{AliasID: "1001x", AliasName: "Ann Lee", PhoneLogins: []string{"L1001", "L1002"}}))
}

// bring adds the objects as an import does, and returns the outcome of each. members is what an alias that is there
// needs.
func bring(t *testing.T, e *Engine, page Members, missing string, members ...string) []string {
	t.Helper()
	var got []string
	synctest.Test(t, func(t *testing.T) {
		steps := []func(context.Context) error{
			e.Gate,
			func(ctx context.Context) error { return e.Ask(ctx, object.NotSent) },
			func(ctx context.Context) error {
				return e.AskAliases(ctx, page, func(*object.Object) string { return "10.0.9.8" }, object.NotSent)
			},
			e.Add, e.Verify, e.AddAliases, e.VerifyAliases,
		}
		for i, step := range steps {
			switch {
			case i == 3 && len(members) > 0:
				e.JudgeAliases(func(o *object.Object) Change {
					return Change{Alias: &apiclient.Alias{AliasID: o.Alias.AliasID, PhoneLogins: members}}
				})
				if p := e.Plan(0, true); p.Extend != 1 || p.Aliases != 0 || p.Add != 2 {
					t.Errorf("the plan is %+v", p)
				}
			case i == 5:
				e.BlockAliases(func(*object.Object) (object.Status, string) { return object.Refused, missing })
			}
			if err := step(t.Context()); err != nil {
				t.Fatalf("step %d: %v", i, err)
			}
		}
		for _, r := range e.Results() {
			got = append(got, string(r.Kind)+" "+string(r.Status)+" "+string(r.Code)+" "+string(r.Verified))
		}
	})
	return got
}

// An alias is added after its phones, and the answer is proved.
func TestAnAliasFollowsItsPhones(t *testing.T) {
	f := newFake(t)
	got := bring(t, newEngine(f, withAlias(), 1), nil, "")
	if diff := cmp.Diff([]string{"phone added added yes", "phone added added yes", "alias added added yes"}, got); diff != "" {
		t.Error(diff)
	}
	made := f.made()
	if slices.Index(made, "add alias 1001x") < slices.Index(made, "add 1002") {
		t.Errorf("the alias came before its phones: %q", made)
	}
	if f.count("add alias") != 1 || !slices.Equal(f.aliases["1001x"], []string{"L1001", "L1002"}) {
		t.Errorf("the dialer has %v", f.aliases)
	}
}

// Whatever becomes of the answers, the alias is stored once, and its result says so.
func TestAliasThroughFaults(t *testing.T) {
	lost, never := apiclient.CodeLost, apiclient.CodeNeverSent
	for name, test := range map[string]struct {
		call    string
		answers []apiclient.Code
		missing string
		want    string
		adds    int
	}{
		"the question is lost":         {"ask alias 1001x", []apiclient.Code{lost}, "", "alias added added yes", 1},
		"the addition is lost unread":  {"add alias 1001x", []apiclient.Code{lost}, "", "alias added added yes", 2},
		"the addition is never sent":   {"add alias 1001x", []apiclient.Code{never}, "", "alias added added yes", 2},
		"the id is a phone's login":    {"probe phonebatchprobe", []apiclient.Code{apiclient.CodeLoginExists}, "", "alias refused login_exists ", 0},
		"the dialer misses a member":   {"add alias 1001x", []apiclient.Code{apiclient.CodeMemberAbsent}, "", "alias refused member_absent ", 1},
		"it is there when it is added": {"add alias 1001x", []apiclient.Code{apiclient.CodeAliasExists}, "", "alias exists alias_exists ", 1},
		"a member does not stand":      {"", nil, "these phones are not there: L1002", "alias refused members_missing ", 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			if test.call != "" {
				f.says(test.call, test.answers...)
			}
			e := New(withAlias(), Options{Workers: 1, Run: "r1", Retries: 3, GiveUp: 5 * 60e9})
			e.Connect(f, "fake", apiclient.Dialect{})
			got := bring(t, e, nil, test.missing)
			if got[2] != test.want || f.count("add alias") != test.adds {
				t.Errorf("%s, %d additions, want %s, %d", got[2], f.count("add alias"), test.want, test.adds)
			}
		})
	}
}

// An alias that is there gets the members that the caller chooses, once more if the answer is lost.
func TestAnAliasIsExtended(t *testing.T) {
	f := newFake(t).says("update alias 1001x", apiclient.CodeLost)
	f.setAlias(apiclient.Alias{AliasID: "1001x", PhoneLogins: []string{"L1001"}})
	e := New(withAlias(), Options{Workers: 1, Run: "r1", Retries: 3, GiveUp: 5 * 60e9})
	e.Connect(f, "fake", apiclient.Dialect{})
	page := Members{object.KeyOfAlias("1001x").Folded(): {"L1001"}}
	both := []string{"L1001", "L1002"}
	got := bring(t, e, page, "", both...)
	if got[2] != "alias updated updated " || f.count("update alias") != 2 || !slices.Equal(f.aliases["1001x"], both) {
		t.Errorf("%q after %q, the dialer has %v", got[2], f.made(), f.aliases)
	}
	page[object.KeyOfAlias("1001x").Folded()] = f.aliases["1001x"]
	if err := e.ConfirmAliases(page, nil); err != nil || e.Results()[2].Verified != object.VerifiedYes || e.UnverifiedAliases() {
		t.Errorf("%v, %+v", err, e.Results()[2])
	}
}

// An alias whose members the dialer shows otherwise than they were sent is told, and not done.
func TestAnAliasWithOtherMembers(t *testing.T) {
	f := newFake(t)
	e := newEngine(f, withAlias(), 1)
	bring(t, e, nil, "")
	e.items[2].result.Verified = object.NotAsked
	page := Members{object.KeyOfAlias("1001x").Folded(): {"L1001"}}
	if err := e.ConfirmAliases(page, func(o *object.Object) []string { return o.Alias.PhoneLogins }); err != nil {
		t.Fatal(err)
	}
	if r := e.Results()[2]; r.Verified != object.VerifiedDiffers || r.Code != codes.StoredOtherwise || r.Done(true) {
		t.Errorf("%+v", r)
	}
}

// An undo deletes aliases and phones, each when it is asked to.
func TestAliasesAreTakenBackFirst(t *testing.T) {
	f := newFake(t)
	bring(t, newEngine(f, withAlias(), 1), nil, "")
	e := Reopen([]object.Result{
		{Line: 2, Kind: object.Phone, ServerIP: "10.0.9.8", Extension: "1001"}, {Line: 2, Kind: object.Alias, PhoneLogin: "1001x"},
	}, Options{Workers: 1, Run: "r2"})
	e.Connect(f, "fake", apiclient.Dialect{})
	for _, kind := range []object.Kind{object.Alias, object.Phone} {
		if err := e.Undo(t.Context(), kind); err != nil {
			t.Fatal(err)
		}
		if gone := len(f.aliases) == 0; !gone {
			t.Errorf("after the %s: %v", kind, f.aliases)
		}
	}
	if err := e.VerifyGone(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, r := range e.Results() {
		if r.Status != object.Deleted || r.Verified != object.VerifiedYes {
			t.Errorf("%+v", r)
		}
	}
	if f.stored["10.0.9.8 1001"] || !f.stored["10.0.9.8 1002"] {
		t.Errorf("the dialer has %v", f.stored)
	}
}
