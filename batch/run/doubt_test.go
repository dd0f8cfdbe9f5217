package run

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// A login proves nothing about objects of an earlier process, or about objects that the page does not show any more:
// somebody else may have got the login since.
func TestOnlyFreshObjectsAreVerifiedByTheirLogins(t *testing.T) {
	for name, distrust := range map[string]func(e *Engine){
		"an earlier process": func(e *Engine) {
			for i := range e.items {
				e.items[i].recalled = true
			}
		},
		"not on the page": func(e *Engine) { _ = e.Confirm(View{}) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				list := listed(3)
				e := New(list, Options{Workers: 4, Run: "r1"})
				e.Connect(f, "fake", apiclient.Dialect{})
				asked(t, f, e)
				must(t, e.Add(t.Context()))
				clear(f.stored) // the phones are deleted, and others have their logins
				distrust(e)
				must(t, e.Verify(t.Context()))
				if d := cmp.Diff(map[string]int{"unconfirmed success_but_absent no": 3}, tally(verifications(e))); d != "" {
					t.Error(d)
				}
			})
		})
	}
}

// forgotten returns an engine for n added objects and one in doubt, which are all on the dialer.
func forgotten(t *testing.T, n int) (*Engine, *fake) {
	t.Helper()
	f := newFake(t)
	var results []object.Result
	for i, o := range listed(n + 1) {
		r := object.Result{Line: o.Line, Kind: object.Phone, Status: object.Added, Verified: object.VerifiedYes, ServerIP: "10.0.9.8", Extension: o.Name, PhoneLogin: o.Name}
		if i == n {
			r.Status = object.Unconfirmed
		}
		results = append(results, r)
		f.stored["10.0.9.8 "+o.Name] = true
	}
	e := Reopen(results, Options{Workers: 1, GiveUp: time.Minute, Run: "v1"})
	e.Connect(f, "fake", apiclient.Dialect{})
	e.Forget()
	return e, f
}

// A dialer that refuses one page refuses them all: each further one may count as a bad login.
func TestARefusedPageEndsAnExamination(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, _ := forgotten(t, 20)
		must(t, e.Knock(t.Context()))
		read := 0
		refusal := &apiclient.PageError{Reason: apiclient.PageLoginRefused, Status: 401}
		err := e.Examine(t.Context(), func(context.Context, *object.Object) ([]string, error) {
			if read++; read > 3 {
				return nil, refusal
			}
			return nil, nil
		})
		if !errors.Is(err, refusal) || read != 4 {
			t.Errorf("%v after %d pages", err, read)
		}
		if d := cmp.Diff(map[string]int{"added  yes": 3, "added  unknown": 17, "unconfirmed  unknown": 1}, tally(verifications(e))); d != "" {
			t.Error(d)
		}
	})
}

// If no page can be read, an examination ends early; a page that cannot be read among others does not end it.
func TestUnreadablePagesEndAnExamination(t *testing.T) {
	for name, tt := range map[string]struct {
		bad   func(page int) bool
		pages int
	}{
		"all":                 {func(int) bool { return true }, maxUnread + 1},
		"the first ones":      {func(page int) bool { return page <= maxUnread }, 21},
		"all after the first": {func(page int) bool { return page > 1 }, 21},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e, _ := forgotten(t, 20)
				read, strange := 0, errors.New("strange")
				err := e.Examine(t.Context(), func(context.Context, *object.Object) ([]string, error) {
					if read++; tt.bad(read) {
						return nil, strange
					}
					return nil, nil
				})
				if read != tt.pages || (tt.pages == 21) != (err == nil) {
					t.Errorf("%d pages, %v", read, err)
				}
			})
		})
	}
}

// A phone whose page is hidden is there, and its values are unknown. Without a question, even that is unknown.
func TestAHiddenPhoneIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, f := forgotten(t, 3)
		must(t, e.Knock(t.Context()))
		delete(f.stored, "10.0.9.8 1003")
		must(t, e.Examine(t.Context(), func(context.Context, *object.Object) ([]string, error) { return nil, ErrNotShown }))
		must(t, e.Verify(t.Context()))
		want := []string{"added  unknown", "added  unknown", "unconfirmed success_but_absent no", "unconfirmed  unknown"}
		if d := cmp.Diff(want, verifications(e)); d != "" {
			t.Error(d)
		}
		if e.Results()[0].Message == "" {
			t.Error("nothing says why the phone is unknown")
		}
	})
}

// A phone in doubt with other values than were sent may be somebody else's.
func TestAPhoneInDoubtWithOtherValuesIsNotConfirmed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, _ := forgotten(t, 1)
		must(t, e.Examine(t.Context(), func(_ context.Context, o *object.Object) ([]string, error) {
			if o.Name == "1002" {
				return []string{"phone_login"}, nil
			}
			return nil, nil
		}))
		if got := verifications(e); !slices.Equal(got, []string{"added  yes", "unconfirmed  differs"}) {
			t.Error(got)
		}
	})
}
