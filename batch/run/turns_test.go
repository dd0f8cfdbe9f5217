package run

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A loginDialer is a fake that knows the login of each phone. As the real one does, it lets an update steal a login.
type loginDialer struct {
	*fake
	logins map[string]string // by extension
}

func (d *loginDialer) ProbePhone(ctx context.Context, p apiclient.Phone) apiclient.Reply {
	r := d.fake.ProbePhone(ctx, p)
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, login := range d.logins {
		if r.Code == apiclient.CodeTimezone && strings.EqualFold(login, p.PhoneLogin) {
			r.Code = apiclient.CodeLoginExists
		}
	}
	return r
}

func (d *loginDialer) UpdatePhone(ctx context.Context, u apiclient.Update) apiclient.Reply {
	r := d.fake.UpdatePhone(ctx, u)
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.Code == apiclient.CodeUpdated {
		d.logins[u.Extension] = u.PhoneLogin
	}
	return r
}

// loginTests lists the logins that phones want, in the order of the list. The phone 1001 has the login A, 1002 B, 1003
// C and so on; Z belongs to a phone that is not in the list, and "-" means that the phone wants no other login.
var loginTests = map[string]struct {
	wants string
	first int    // the greatest number of phones to change
	want  string // the logins afterwards
	ring  int    // phones that are told that they exchange their logins
}{
	"free logins":                            {wants: "M N", want: "M N"},
	"one takes what the next gives up":       {wants: "B M", want: "B M"},
	"one takes what the one before gives up": {wants: "M A", want: "M A"},
	"a long chain":                           {wants: "B C D E M", want: "B C D E M"},
	"in another letter case":                 {wants: "b M", want: "b M"},
	"a login of another phone":               {wants: "Z M", want: "A M"},
	"a chain that ends at another phone":     {wants: "B C Z", want: "A B C"},
	"a swap":                                 {wants: "B A M", want: "A B M", ring: 2},
	"a ring, and one that waits for it":      {wants: "B C A A", want: "A B C D", ring: 3},
	"two that want one login":                {wants: "C C M", want: "C B M"},
	"two that want one free login":           {wants: "M m", want: "M B"},
	"the one that gives up comes later":      {wants: "B M", first: 1, want: "A B"},
	"the one that gives up comes first":      {wants: "M A", first: 1, want: "M B"},
	"its own login":                          {wants: "a M", want: "A M"},
}

func TestLoginsPassFromPhoneToPhone(t *testing.T) {
	for name, tt := range loginTests {
		t.Run(name, func(t *testing.T) {
			wants := strings.Fields(tt.wants)
			rows := listed(len(wants))
			d := &loginDialer{newFake(t), map[string]string{"9999": "Z"}}
			for i, o := range rows {
				d.stored[o.ServerIP+" "+o.Name] = true
				d.logins[o.Name] = string(rune('A' + i))
				o.Phone.PhoneLogin = wants[i]
			}
			left := 0 // a phone that waits has not failed: these alone count
			for i, login := range strings.Fields(tt.want) {
				if login == string(rune('A'+i)) {
					left++
				}
			}
			failing, err := ParseLimit(fmt.Sprint(left))
			must(t, err)
			e := New(rows, Options{Workers: 4, Retries: 1, Run: "r1", MaxFailures: failing})
			e.Connect(d, "fake", apiclient.Dialect{})
			must(t, e.Gate(t.Context()))
			must(t, e.Ask(t.Context(), object.NotSent))
			must(t, e.Compare(t.Context(), Comparer{Known: func(o *object.Object) (Change, bool) {
				send := apiclient.Update{Phone: apiclient.Phone{Extension: o.Name, ServerIP: o.ServerIP, PhoneLogin: o.Phone.PhoneLogin}}
				return Change{Send: &send, Fields: []apiclient.Field{apiclient.PhoneLogin}, Known: &send.Phone, Had: d.logins[o.Name]}, true
			}}))
			must(t, e.Rehearse(t.Context(), object.NotSent))
			changed := e.Plan(tt.first, false).Update
			e.Limit(tt.first)
			must(t, e.UpdateInTurn(t.Context(), object.Updated))
			var got []string
			for _, o := range rows {
				got = append(got, d.logins[o.Name])
			}
			if diff := cmp.Diff(strings.Fields(tt.want), got); diff != "" {
				t.Error(diff)
			}
			ring, updated := 0, 0
			for i, r := range e.Results() {
				if r.Hint == codes.RemedyFor(apiclient.CodeLoginExists, codes.Exchange) {
					ring++
				}
				if r.Status == object.Updated {
					updated++
				}
				if changed := got[i] != string(rune('A'+i)); changed != (r.Status == object.Updated) {
					t.Errorf("%s is %s %s and has the login %s", rows[i].Name, r.Status, r.Code, got[i])
				}
			}
			if ring != tt.ring || updated > changed {
				t.Errorf("%d in a ring, want %d; %d changed, planned %d", ring, tt.ring, updated, changed)
			}
		})
	}
}
