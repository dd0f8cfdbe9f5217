package batch

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/run"
)

const trapHeader = "extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password," +
	"phone_full_name,local_gmt,outbound_cid,phone_context,email\n"

// trapList returns a list of two phones of trapDialer. changes holds pairs of old and new texts of the first row.
func trapList(changes ...string) string {
	row := "2001,52001,62001,L2001,Gx7kPq2w1,10.0.9.8,SIP,Rv4mTz9s1,Ann Lee,-5.00,7275551212,inside,ann@example.com\n"
	other := strings.NewReplacer("2001", "2002", "w1", "w2", "s1", "s2").Replace(row)
	return trapHeader + strings.NewReplacer(changes...).Replace(row) + other
}

// trapDialer has the phones of trapList, and others whose logins can be stolen. columns holds pairs of a column of the
// first phone and its value.
func trapDialer(columns ...string) *dialer {
	phone := func(extension, server, login string) map[string]string {
		return map[string]string{
			"extension": extension, "dialplan_number": "5" + extension, "voicemail_id": "6" + extension, "login": login, "pass": "Gx7kPq2w" + extension[3:],
			"server_ip": server, "protocol": "SIP", "conf_secret": "Rv4mTz9s" + extension[3:], "fullname": "Ann Lee", "local_gmt": "-5.00",
			"outbound_cid": "7275551212", "phone_context": "inside", "email": "ann@example.com",
		}
	}
	own := phone("2001", "10.0.9.8", "L2001")
	for i := 0; i < len(columns); i += 2 {
		own[columns[i]] = columns[i+1]
	}
	f := sandbox.Default()
	f.State.Phones = []map[string]string{
		own, phone("2002", "10.0.9.8", "L2002"), phone("2005", "10.0.9.8", "L2005"), phone("2001", "10.0.9.9", "L2003"), phone("2002", "10.0.9.9", "L2004"),
	}
	return &dialer{Server: sandbox.New(f)}
}

// updating imports a list under update on a dialer, and returns the status and the code of its first row, and the
// fields that changes of phones have sent.
func updating(t *testing.T, d *dialer, list string, clear ...apiclient.Field) (outcome string, sent map[string]string, err error) {
	t.Helper()
	sent = make(map[string]string)
	instead := d.instead
	d.instead = func(function string, form url.Values) (int, string) {
		if function == string(apiclient.UpdatePhone) && form.Get("source") == "add" {
			for name := range form {
				sent[name] = form.Get(name)
			}
		}
		if instead != nil {
			return instead(function, form)
		}
		return 0, ""
	}
	j := importing(t, d)
	j.Unreadable = func(err error) { t.Error(err) }
	j.Viewer, j.Lists, j.Update, j.Clear, j.SkipInvalid = ReadPhones, ReadLists(), true, clear, true
	out, err := newDesk(t).run(t, j, list)
	for _, own := range []string{"function", "source", "user", "pass", "extension", "server_ip"} {
		delete(sent, own)
	}
	return strings.TrimSpace(string(out.Results[0].Status) + " " + string(out.Results[0].Code)), sent, err
}

// What update_phone would refuse, spoil or steal is told, and nothing of it is sent. What may be sent is all that is
// sent.
func TestUpdatesStepIntoNoTrap(t *testing.T) {
	long := strings.Repeat("n", 31)
	for name, tt := range map[string]struct {
		had   []string // columns of the phone that differ from the list
		row   []string // pairs of old and new texts of the row
		clear []apiclient.Field
		want  string
		sent  map[string]string
	}{
		"nothing differs":                         {want: "exists unchanged"},
		"a name that add_phone alone takes":       {row: []string{"Ann Lee", long}, want: "refused bad_value"},
		"a phone_pass that add_phone alone takes": {row: []string{"Gx7kPq2w1", "Gx7kPq2w" + long}, want: "refused bad_value"},
		"a registration_password of 31":           {row: []string{"Rv4mTz9s1", "Rv4mTz9s" + long}, want: "refused bad_value"},
		"a dialplan_number of two":                {row: []string{",52001,", ",52,"}, want: "refused bad_value"},
		"an outbound_cid of five":                 {row: []string{"7275551212", "72755"}, want: "refused bad_value"},
		"an outbound_cid of 19":                   {row: []string{"7275551212", strings.Repeat("7", 19)}, want: "refused bad_value"},
		"a voicemail_id of one":                   {row: []string{"62001", "6"}, want: "refused bad_value"},
		"a phone_context of one":                  {row: []string{"inside", "i"}, want: "refused bad_value"},
		"an email of four":                        {row: []string{"ann@example.com", "a@bc"}, want: "refused bad_value"},
		"one bad value among good ones":           {row: []string{"Ann Lee", "Ann Ray", "7275551212", "72755"}, want: "refused bad_value"},
		"a voicemail_id of twelve":                {row: []string{"62001", "123456789012"}, want: "invalid cut_off"},
		"a login of 20":                           {row: []string{"L2001", "twentycharacterslogi"}, want: "invalid cut_off"},
		"the login of another on the same server": {row: []string{"L2001", "L2005"}, want: "refused login_exists"},
		"the login of one's phone elsewhere":      {row: []string{"L2001", "L2003"}, want: "refused login_exists"},
		"the login of another elsewhere":          {row: []string{"L2001", "L2004"}, want: "refused login_exists"},
		"the login in another case":               {row: []string{"L2001", "l2001"}, want: "exists unchanged"},
		"an empty cell":                           {row: []string{"ann@example.com", ""}, want: "exists unchanged"},
		"an empty cell to be emptied": {
			row: []string{"ann@example.com", ""}, clear: []apiclient.Field{apiclient.Email}, want: "updated updated", sent: map[string]string{"email": "--BLANK--"},
		},
		"--BLANK-- as a registration_password": {row: []string{"Rv4mTz9s1", "--BLANK--"}, want: "invalid word_for_nothing"},
		"--BLANK-- as a phone_pass":            {row: []string{"Gx7kPq2w1", "--BLANK--"}, want: "invalid word_for_nothing"},
		"--BLANK-- as a name":                  {row: []string{"Ann Lee", "--BLANK--"}, want: "invalid word_for_nothing"},
		"--BLANK-- as an email":                {row: []string{"ann@example.com", "--BLANK--"}, want: "exists unchanged"},
		"--BLANK-- as a phone_context":         {row: []string{"inside", "--BLANK--"}, want: "exists unchanged"},
		"--BLANK-- as a voicemail_id":          {row: []string{"62001", "--BLANK--"}, want: "invalid word_for_nothing"},
		"a PJSIP phone":                        {had: []string{"protocol", "PJSIP"}, row: []string{"Ann Lee", "Ann Ray"}, want: "exists protocol_differs"},
		"a name and nothing else":              {row: []string{"Ann Lee", "Ann Ray"}, want: "updated updated", sent: map[string]string{"phone_full_name": "Ann Ray"}},
		"an inactive phone":                    {had: []string{"active", "N"}, want: "updated updated", sent: map[string]string{"active": "Y"}},
		"an inactive phone of another name": {
			had: []string{"active", "N"}, row: []string{"Ann Lee", "Ann Ray"}, want: "updated updated",
			sent: map[string]string{"active": "Y", "phone_full_name": "Ann Ray"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := trapDialer(tt.had...)
			before := byPlace(d.Server)
			got, sent, err := updating(t, d, trapList(tt.row...), tt.clear...)
			if err != nil && !errors.Is(err, ErrListHasErrors) || got != tt.want {
				t.Errorf("%s, %v, want %s", got, err, tt.want)
			}
			if diff := cmp.Diff(tt.sent, sent); diff != "" && len(tt.sent)+len(sent) > 0 {
				t.Errorf("to be sent (-), sent (+):\n%s", diff)
			}
			if len(tt.sent) == 0 && !maps.EqualFunc(before, byPlace(d.Server), maps.Equal) {
				t.Error(cmp.Diff(before, byPlace(d.Server)))
			}
		})
	}
}

// update_phone answers UPDATED to every call that finds the phone, so no question may lack the value that it refuses. A
// dialer that says UPDATED to a question stops everything.
func TestNoQuestionOfUpdatePhoneCanBeCarriedOut(t *testing.T) {
	d := trapDialer()
	questions := 0
	d.instead = func(function string, form url.Values) (int, string) {
		if function == string(apiclient.UpdatePhone) && form.Get("source") == "ask" {
			if questions++; form.Get("delete_vm_after_email") != "X" {
				t.Errorf("asked with %v", slices.Sorted(maps.Keys(form)))
			}
			return 200, "SUCCESS: update_phone PHONE HAS BEEN UPDATED - 6666|2001|10.0.9.8|\n"
		}
		return 0, ""
	}
	_, sent, err := updating(t, d, trapList("Ann Lee", "Ann Ray"))
	var stop *run.StopError
	if !errors.As(err, &stop) || stop.Reply.Code != apiclient.CodeProbeAccepted || questions != 1 || len(sent) > 0 {
		t.Errorf("%v after %d questions, sent %v", err, questions, sent)
	}
}
