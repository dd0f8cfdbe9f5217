package batch

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// retiringOf retires a list of leavers on a dialer, and returns its results as extension, status and code.
func retiringOf(t *testing.T, k *desk, d *dialer, list string, set func(*Retirement)) ([]string, error) {
	t.Helper()
	c := k.claim()
	c.List = filepath.Join(k.dir, "leavers.csv")
	j := patient(t, d, 4).Job
	j.Viewer, j.Lists = ReadPhones, ReadLists()
	j.Run.Run = "left"
	r, err := BeginRetirement(j, c)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if set != nil {
		set(r)
	}
	out, err := r.Do(t.Context(), strings.NewReader(list))
	if out == nil {
		t.Fatal(err)
	}
	if err := r.End(out.Results); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range out.Results {
		got = append(got, strings.TrimSpace(strings.Join([]string{r.Extension, string(r.Status), string(r.Code)}, " ")))
	}
	if n := len(out.OfRows()); n != len(out.List.Rows) {
		t.Errorf("%d results of %d rows", n, len(out.List.Rows))
	}
	return got, err
}

// A phone of a protocol that the API does not take is made inactive, and nothing else of it is sent.
func TestOnlyActiveIsSent(t *testing.T) {
	f := sandbox.Default()
	f.State.Phones = append(f.State.Phones, map[string]string{
		"extension": "3001", "server_ip": "10.0.9.8", "login": "3001", "pass": "x", "protocol": "PJSIP", "fullname": "Ann Lee",
	})
	d := &dialer{Server: sandbox.New(f)}
	var sent []url.Values
	d.instead = func(function string, form url.Values) (int, string) {
		if function == "update_phone" && form.Get("source") == "add" {
			sent = append(sent, form)
		}
		return 0, ""
	}
	got, err := retiringOf(t, newDesk(t), d, "extension,server_ip,Full Name\n3001,10.0.9.8,ann LEE\n", nil)
	if err != nil || !cmp.Equal(got, []string{"3001 retired updated"}) || len(sent) != 1 {
		t.Fatal(err, got, len(sent))
	}
	for name := range sent[0] {
		switch name {
		case "extension", "server_ip", "active", "function", "source", "user", "pass":
		default:
			t.Errorf("%s is sent", name)
		}
	}
	if p := held(d.Server)["3001"]; p["active"] != "N" || p["protocol"] != "PJSIP" {
		t.Error(p)
	}
}

// staff is a list whose numbers the program chooses, so that the register knows its people by their staff numbers.
const staff = "Staff No,phone_full_name,extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,local_gmt,outbound_cid\n" +
	"7,Ann Lee,2001,2001,2001,2001,Gx7kPq2w1,10.0.9.8,SIP,Rv4mTz9s1,-5.00,7275551212\n" +
	"8,Bo Ray,2002,2002,2002,2002,Gx7kPq2w2,10.0.9.8,SIP,Rv4mTz9s2,-5.00,7275551212\n" +
	"9,Bo Ray,2003,2003,2003,2003,Gx7kPq2w3,10.0.9.8,SIP,Rv4mTz9s3,-5.00,7275551212\n" +
	"10,Cy Fox,2004,2004,2004,2004,Gx7kPq2w4,10.0.9.8,SIP,Rv4mTz9s4,-5.00,7275551212\n"

// Leavers are found by the numbers and by the names that the register knows. A name of two people is nobody's.
func TestLeaversAreFoundByWhoTheyAre(t *testing.T) {
	for name, tt := range map[string]struct {
		list string
		want []string
	}{
		"by number":                       {"Staff No\n7\n0008\n", []string{"2001 retired updated", "2002 retired updated"}},
		"by name":                         {"Full Name\nANN  LEE\nNo Body\n", []string{"2001 retired updated", "refused person_unknown"}},
		"by a name of two":                {"Full Name\nBo Ray\n", []string{"refused unclear_person"}},
		"by a name of two and a number":   {"Staff No,Full Name\n9,Bo Ray\n", []string{"2003 retired updated"}},
		"by extension":                    {"extension,server_ip\n2001,10.0.9.8\n", []string{"2001 retired updated"}},
		"the number is another's":         {"Staff No,extension,server_ip\n8,2001,10.0.9.8\n", []string{"2001 refused taken_by_other"}},
		"the name has changed":            {"Staff No,Full Name,extension,server_ip\n7,Ann Ray,2001,10.0.9.8\n", []string{"2001 retired updated"}},
		"the extension is another's":      {"extension,server_ip,Full Name\n2001,10.0.9.8,Bo Ray\n", []string{"2001 refused taken_by_other"}},
		"twice":                           {"Staff No,Full Name\n7,Ann Lee\n7,Ann Lee\n", []string{"2001 retired updated", "2001 retired updated"}},
		"a server that is no address":     {"extension,server_ip\n2001,10.0.9\n", []string{"2001 invalid bad_server_ip"}},
		"a phone that is not there":       {"extension,server_ip\n2999,10.0.9.8\n", []string{"2999 gone extension_absent"}},
		"on a server that does not exist": {"extension,server_ip\n2001,10.9.9.9\n", []string{"2001 refused unknown_server"}},
	} {
		t.Run(name, func(t *testing.T) {
			k, d := newDesk(t), newDialer()
			j := importing(t, d)
			j.Key = []string{"Staff No"}
			if out, err := k.run(t, j, staff); err != nil || tally(out.Results)["added added yes"] != 4 {
				t.Fatal(err, tally(out.Results))
			}
			got, _ := retiringOf(t, k, d, tt.list, nil)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A phone that the API user may not change is not visible, and is not done.
func TestPhoneThatIsNotVisible(t *testing.T) {
	f := sandbox.Default()
	f.State.Users[0].AdminViewableGroups = []string{"AGENTS"}
	f.State.UserGroups = append(f.State.UserGroups, "ADMIN")
	d := &dialer{Server: sandbox.New(f)}
	k := newDesk(t)
	j := importing(t, d)
	list := strings.Replace(header, "\n", ",admin_user_group\n", 1) + strings.Replace(line(1001), "\n", ",ADMIN\n", 1)
	if out, err := k.run(t, j, list); err != nil {
		t.Fatal(err, tally(out.Results))
	}
	got, err := retiringOf(t, k, d, "extension,server_ip\n1001,10.0.9.8\n", nil)
	if err != nil || !cmp.Equal(got, []string{"1001 not_visible not_visible"}) || held(d.Server)["1001"]["active"] == "N" {
		t.Error(err, got)
	}
}

// Nothing is retired if nobody agrees, and if too many would leave.
func TestNobodyIsRetiredWithoutConsent(t *testing.T) {
	k, d := newDesk(t), newDialer()
	if _, err := k.run(t, importing(t, d), listOf(10)); err != nil {
		t.Fatal(err)
	}
	declines := func(r *Retirement) {
		r.Confirm = func(_ string, p run.Plan) error {
			if p.Retire != 1 || p.Add != 0 {
				t.Errorf("%+v", p)
			}
			return ErrDeclined
		}
	}
	got, err := retiringOf(t, k, d, "extension,server_ip\n1001,10.0.9.8\n", declines)
	if !errors.Is(err, ErrDeclined) || !cmp.Equal(got, []string{"1001 not_sent not_confirmed"}) {
		t.Error(err, got)
	}
	var many *ManyLeaveError
	if _, err := retiringOf(t, k, d, listOf(5), nil); !errors.As(err, &many) || many.Leave != 5 || many.Of != 10 || many.Allowed != 4 {
		t.Error(err)
	}
	if n := d.count("update_phone add"); n > 0 {
		t.Errorf("%d changes", n)
	}
}

// An import that is cut off while people leave is continued: all who were to leave have left.
func TestCutOffWhilePeopleLeave(t *testing.T) {
	l := newDeparture(t, 0, ReadPhones, false)
	ctx, cancel := context.WithCancelCause(t.Context())
	l.dialer.instead = func(function string, form url.Values) (int, string) {
		if function == "update_phone" && form.Get("active") == "N" && form.Get("source") == "add" {
			cancel(errors.New("killed"))
		}
		return 0, ""
	}
	j := l.importing(t)
	j.Run.Workers = 1
	l.begin(t, j, l.claim())
	out, err := j.Do(ctx, strings.NewReader(l.reduced()))
	if !errors.Is(err, run.ErrInterrupted) {
		t.Fatal(err)
	}
	j.Session.Close() // without End, as if killed
	if n := tally(out.Results)["not_sent interrupted"]; n == 0 || n == len(l.gone) {
		t.Fatalf("%d of %d phones were not sent", n, len(l.gone))
	}
	l.dialer.instead = nil
	out, err = l.runAs(t, l.importing(t), l.claim(), l.reduced())
	if err != nil {
		t.Fatal(err)
	}
	left := 0
	for _, r := range out.Results {
		if r.Line == 0 && r.Status == object.Retired {
			left++
		}
	}
	if left != len(l.gone) {
		t.Errorf("the results have %d phones that left: %v", left, tally(out.Results))
	}
	l.allGone(t)
}

// A person who is missing and whose name somebody else in the list has is not retired; nor is anybody, if a row of the
// list cannot be read.
func TestMissingPeopleWhoMayBeInTheList(t *testing.T) {
	k, d := newDesk(t), newDialer()
	bring := func(list string) *Outcome {
		j := importing(t, d)
		j.Key, j.SkipInvalid = []string{"Staff No"}, true
		c := k.claim()
		c.RetireMissing, c.MaxChange = true, everybody(t)
		out, err := k.runAs(t, j, c, list)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	bring(staff)
	lines := strings.SplitAfter(staff, "\n")
	out := bring(strings.Join([]string{lines[0], lines[2], lines[4], "11,Ann Lee,2009" + lines[1][len("7,Ann Lee,2001"):]}, ""))
	if got := tally(out.Results); got["refused same_name"] != 2 { // Ann, and one Bo Ray
		t.Error(got)
	}
	out = bring(strings.Join([]string{lines[0], lines[1], lines[2], lines[3], "12,\"Di\n"}, ""))
	if got := tally(out.Results); got["refused list_has_errors"] == 0 || got["retired updated"] > 0 {
		t.Error(got)
	}
}

func TestFewMayLeave(t *testing.T) {
	for people, want := range map[int]int{0: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1, 9: 1, 10: 2, 200: 40} {
		if got := new(Memory).mayLeave(people); got != max(want, 0) {
			t.Errorf("of %d people, %d may leave, want %d", people, got, want)
		}
	}
}

func TestAliasesInOneCell(t *testing.T) {
	list := []apiclient.Alias{
		{AliasID: "x1", AliasName: "Agent: 1/2 a@b", PhoneLogins: []string{"a_1", "b-2"}},
		{AliasID: "x2", AliasName: "n", PhoneLogins: []string{"c"}},
	}
	if diff := cmp.Diff(list, aliasesOf(aliasesText(list))); diff != "" {
		t.Error(diff)
	}
	if got := aliasesOf(aliasesText(nil)); len(got) > 0 {
		t.Error(got)
	}
}

// A phone whose alias cannot be changed stays active.
func TestPhoneStaysWithItsAlias(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		want string
	}{
		"not allowed": {"ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |6666|update_phone_alias|\n", "1001 refused " + string(apiclient.CodeFunction)},
		"full":        {"", "1001 refused " + string(codes.AliasUnknown)},
	} {
		t.Run(name, func(t *testing.T) {
			l := newDeparture(t, 0, ReadPhones, false)
			if name == "full" {
				l.dialer.lengthen(t)
			}
			l.dialer.instead = func(function string, _ url.Values) (int, string) {
				if function == "update_phone_alias" && tt.body != "" {
					return 200, tt.body
				}
				return 0, ""
			}
			got, err := retiringOf(t, l.desk, l.dialer, "extension,server_ip\n1001,10.0.9.8\n", nil)
			if err != nil || !cmp.Equal(got, []string{tt.want}) || held(l.dialer.Server)["1001"]["active"] != "Y" {
				t.Error(err, got)
			}
		})
	}
}

// lengthen fills the alias x1 to its last character.
func (d *dialer) lengthen(t *testing.T) {
	t.Helper()
	members := []string{"L1001"}
	for len(strings.Join(members, ",")) < fullAlias {
		members = append(members, "L1002")
	}
	c := d.client(t, "1234")
	if r := c.UpdateAlias(t.Context(), apiclient.Alias{AliasID: "x1", PhoneLogins: members}); r.Code != apiclient.CodeUpdated {
		t.Fatal(r.Message())
	}
}

// An undo that nobody confirms adds no deleted phone again, and still has a result for each.
func TestUndoOfDeletionsIsDeclined(t *testing.T) {
	l := newDeparture(t, 0, ReadPhones, true)
	_, id, err := l.retire(t)
	if err != nil {
		t.Fatal(err)
	}
	this, _, err := l.register.Run(id)
	if err != nil {
		t.Fatal(err)
	}
	u, err := BeginUndo(l.register, register.Me("test"), this, this.Dialer)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	results, err := u.Do(t.Context(), l.dialer.client(t, "1234"), run.Options{Workers: 1, Run: "u"}, func(p run.Plan) error {
		if p.Update != len(l.gone) || p.Add != 0 {
			t.Errorf("%+v", p)
		}
		return ErrDeclined
	})
	if got := tally(results); !errors.Is(err, ErrDeclined) || got["not_sent undo_stopped"] != len(l.gone) || len(held(l.dialer.Server)) != 25-len(l.gone) {
		t.Error(err, got)
	}
}
