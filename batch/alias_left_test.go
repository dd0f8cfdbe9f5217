package batch

import (
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// Nobody knows what came of the deletion of a leaver's alias. The next run takes the phones out of it before it makes
// them inactive, with the pages and with the register alone.
func TestAnAliasOfWhichNobodyKnowsWhetherItIsDeleted(t *testing.T) {
	for name, pages := range map[string]bool{"by the pages": true, "by the register": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newOffice(t, pages)
				c.bring(t, true, 2, "1001 1001 Gx7kPq11", "1002 1002 Hx7kPq11", "1003 1003 Jx7kPq11")
				c.stops, c.retires = true, true
				c.dialer.instead = func(function string, form url.Values) (int, string) {
					if function == "update_phone_alias" && form.Get("delete_alias") == "Y" {
						return 500, ""
					}
					return 0, ""
				}
				c.bring(t, true, 2, "1001 1001 Gx7kPq11", "1002 1002 Hx7kPq11")
				if got := held(c.dialer.Server)["1003"]["active"]; got != "Y" {
					t.Fatalf("a phone in an alias has active %q", got)
				}
				c.dialer.instead, c.stops = nil, false
				c.bring(t, true, 2, "1001 1001 Gx7kPq11", "1002 1002 Hx7kPq11")
				if got := held(c.dialer.Server)["1003"]["active"]; got != "N" {
					t.Errorf("the phone has active %q", got)
				}
				c.has(t, "1003x", "")
				c.has(t, "1002x", "1002a,1002b")
			})
		})
	}
}

// loseAliases lets the dialer say SUCCESS to a change of an alias and store nothing. It counts these changes.
func (d *dialer) loseAliases() (lost *int) {
	lost = new(int)
	d.instead = func(function string, form url.Values) (int, string) {
		if function == "update_phone_alias" && form.Get("source") == "add" {
			*lost++
			return 200, "SUCCESS: update_phone_alias PHONE ALIAS HAS BEEN UPDATED - 6666|" + form.Get("alias_id") + "|\n"
		}
		return 0, ""
	}
	return lost
}

// The dialer says SUCCESS and stores nothing: the phone is still in its alias, and stays active.
func TestAPhoneThatOnlySeemsToLeaveItsAlias(t *testing.T) {
	l := newDeparture(t, 0, ReadPhones, false)
	lost := l.dialer.loseAliases()
	const leaver = "extension,server_ip\n1001,10.0.9.8\n"
	got, err := retiringOf(t, l.desk, l.dialer, leaver, nil)
	want := []string{"1001 refused " + string(codes.AliasUnknown)}
	if active := held(l.dialer.Server)["1001"]["active"]; err != nil || !cmp.Equal(got, want) || active != "Y" || *lost != 1 {
		t.Errorf("%v, %v, %d lost changes, active %q", got, err, *lost, active)
	}
}

// The dialer says SUCCESS while an undo gives aliases their phones back, and stores nothing. The undo says so, and the
// next one gives them back.
func TestAnAliasThatOnlySeemsToGetItsPhonesBack(t *testing.T) {
	l := newDeparture(t, 0, ReadPhones, false)
	_, id, err := l.retire(t)
	if err != nil {
		t.Fatal(err)
	}
	l.dialer.loseAliases()
	if left := l.undo(t, id); len(left) != 2 { // the alias x2 was deleted, and is added
		t.Errorf("the undo says %q", left)
	}
	l.dialer.instead = nil
	if left := l.undo(t, id); len(left) > 0 {
		t.Errorf("the second undo says %q", left)
	}
	if d := cmp.Diff(aliasesBefore, l.aliases()); d != "" {
		t.Error(d)
	}
}

// A phone leaves one alias, and another one cannot be changed: the phone stays active, and an undo brings it back into
// the first, unless somebody has made it inactive since.
func TestAPhoneThatStaysComesBackIntoItsAlias(t *testing.T) {
	for name, since := range map[string]bool{"active": false, "made inactive since": true} {
		t.Run(name, func(t *testing.T) {
			l := newDeparture(t, 0, ReadPhones, false)
			l.gone = []string{"1001"}
			both := apiclient.Alias{AliasID: "x9", AliasName: "second", PhoneLogins: []string{"L1001", "L1002"}}
			if r := l.dialer.client(t, "1234").AddAlias(t.Context(), both); r.Code != apiclient.CodeAdded {
				t.Fatal(r.Message())
			}
			l.dialer.instead = func(function string, form url.Values) (int, string) {
				if function == "update_phone_alias" && form.Get("alias_id") == "x9" && form.Get("source") == "add" {
					return 200, "ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |6666|update_phone_alias|\n"
				}
				return 0, ""
			}
			out, id, err := l.retire(t)
			if err != nil || out.Results[0].Status != object.Refused || l.aliases()["x1"] != "L1002" {
				t.Fatal(err, out.Results[0], l.aliases())
			}
			l.dialer.instead = nil
			want := "L1001,L1002"
			if since {
				want = "L1002"
				u := apiclient.Update{Phone: apiclient.Phone{Extension: "1001", ServerIP: "10.0.9.8"}, Active: "N"}
				if r := l.dialer.client(t, "1234").UpdatePhone(t.Context(), u); r.Code != apiclient.CodeUpdated {
					t.Fatal(r.Message())
				}
			}
			l.blind = true // the phone is not restored: the run has not changed it
			l.undo(t, id)
			if got := l.aliases()["x1"]; got != want {
				t.Errorf("x1 has %q, want %q", got, want)
			}
		})
	}
}
