package batch

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// A person can give a phone an extension that the API would clean: such a phone is not the phone of the list.
func TestAViewTakesExtensionsAsTheyAre(t *testing.T) {
	f := sandbox.Default()
	f.State.Phones = append(f.State.Phones, map[string]string{
		"extension": "10+01", "server_ip": "10.0.9.8", "login": "9001", "dialplan_number": "9001", "voicemail_id": "9001", "protocol": "SIP",
	})
	d := &dialer{Server: sandbox.New(f)}
	c := d.client(t, "1234")
	defer c.Close()
	v, err := ReadPhones(t.Context(), c)
	if err != nil || len(v) == 0 {
		t.Fatal(v, err)
	}
	key := object.Key{Kind: object.Phone, ServerIP: "10.0.9.8", Name: "1001"}
	if v[key.Folded()] != nil {
		t.Errorf("%+v counts as 1001", v[key.Folded()])
	}
	key.Name = "10+01"
	if v[key.Folded()] == nil {
		t.Error("the phone is missing")
	}
}

// What the dialer cleans and cuts is no difference: the register has the values that the dialer stores.
func TestValuesThatTheDialerCleansDoNotDiffer(t *testing.T) {
	const list = "extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt,outbound_cid," +
		"phone_context,email,is_webphone\n" +
		"1001,1001,1001,L1001,Gx7kPq2w,10.0.9.8,SIP,Rv4mTz9s,O'Neil (Sales) & Co,-5.00,7275551212,a.context.with.dots.that.is.long,bob+vm@b.co,maybe\n"
	k, d := newDesk(t), newDialer()
	j := importing(t, d)
	j.Preflight.Ignore = map[apiclient.Code]bool{"characters_dropped": true, "cut_off": true, "flag_ignored": true}
	if out, err := k.run(t, j, list); err != nil || tally(out.Results)["added added yes"] != 1 {
		t.Fatal(err, out)
	}
	sent, results := k.sent(t, "r1")
	c := d.client(t, "1234")
	defer c.Close()
	job := &Job{Run: run.Options{Workers: 2, Run: "v", GiveUp: time.Minute}, Viewer: ReadPhones}
	if got, err := job.Verify(t.Context(), c, sent, results); err != nil || got[0].Verified != object.VerifiedYes {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := job.VerifyDeep(t.Context(), c, sent, results); err != nil || got[0].Verified != object.VerifiedYes {
		t.Errorf("deep: %+v, %v", got, err)
	}
	// The list is the same one next night.
	j = importing(t, d)
	j.Preflight.Ignore = map[apiclient.Code]bool{"characters_dropped": true, "cut_off": true, "flag_ignored": true}
	if out, err := k.run(t, j, list); err != nil || out.Results[0].Code != "extension_exists" {
		t.Errorf("%+v, %v", out, err)
	}
}

// After a lost answer, a phone with the same name and numbers and with another login is a stranger's.
func TestAStrangersPhoneIsNotOurs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDialer()
		stranger := false
		d.instead = func(function string, form url.Values) (int, string) {
			if function != "add_phone" || form.Get("source") != "add" || form.Get("extension") != "1002" || stranger {
				return 0, ""
			}
			stranger = true
			form.Set("phone_login", "zz1002")
			form.Set("phone_pass", "Other123")
			d.Call(form)
			return http.StatusInternalServerError, ""
		}
		j := importing(t, d)
		j.Viewer = ReadPhones
		out, err := do(t, j, listOf(3))
		if err != nil || !stranger {
			t.Fatal(err, stranger)
		}
		for _, r := range out.Results {
			if want := object.Added; (r.Extension == "1002") == (r.Status == want) {
				t.Errorf("%+v", r)
			}
		}
	})
}

func TestAViewErrorNamesTheWayWithoutPagesWhereThereIsOne(t *testing.T) {
	for _, tt := range []struct {
		reason  apiclient.PageReason
		noOther bool
		want    bool
	}{
		{apiclient.PageNoPermission, false, true},
		{apiclient.PageNoPermission, true, false},
		{apiclient.PageForeign, false, true},
		{apiclient.PageLocked, false, false}, // the questions would be refused too
	} {
		e := &ViewError{Err: &apiclient.PageError{Reason: tt.reason}, NoOther: tt.noOther}
		if hints := strings.Join(e.Hints(), " "); strings.Contains(hints, "--read-back off") != tt.want || hints == "" {
			t.Errorf("%+v: %s", tt, hints)
		}
	}
}
