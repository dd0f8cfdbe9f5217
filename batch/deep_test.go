package batch

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// every is a list of one phone with a value in every column.
const every = "extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt," +
	"outbound_cid,phone_context,email,admin_user_group,is_webphone,webphone_auto_answer,use_external_server_ip,template_id,on_hook_agent\n" +
	"1001,1001,1001,L1001,Gx7kPq2w,10.0.9.8,SIP,Rv4mTz9s,Ann Lee,-5.00,7275551212,default,a@b.co,AGENTS,N,Y,N,SIPTMPL,N\n"

// changes holds another value for each field that somebody can change.
var changes = map[string]string{
	"dialplan_number": "777", "voicemail_id": "778", "phone_login": "L9", "phone_pass": "Other123", "protocol": "IAX2", "registration_password": "Other456",
	"phone_full_name": "Ann Moss", "local_gmt": "-6.00", "outbound_cid": "7275550000", "phone_context": "elsewhere", "email": "c@d.co",
	"admin_user_group": "ADMIN", "is_webphone": "Y", "webphone_auto_answer": "N", "use_external_server_ip": "Y", "template_id": "webrtc_v2",
	"on_hook_agent": "Y", "active": "N",
}

// A deep verification tells each value that somebody has changed since, and no other.
func TestADeepVerificationTellsEveryChange(t *testing.T) {
	for field, value := range changes {
		t.Run(field, func(t *testing.T) {
			k, d := newDesk(t), newDialer()
			j := importing(t, d)
			if out, err := k.run(t, j, every); err != nil || tally(out.Results)["added added yes"] != 1 {
				t.Fatal(err, out)
			}
			deep := func() object.Result {
				t.Helper()
				sent, results := k.sent(t, "r1")
				c := d.client(t, "1234")
				defer c.Close()
				results, err := (&Job{Run: run.Options{Workers: 2, Run: "v", GiveUp: time.Minute}}).VerifyDeep(t.Context(), c, sent, results)
				if err != nil || len(results) != 1 {
					t.Fatal(err, results)
				}
				return results[0]
			}
			if r := deep(); r.Verified != object.VerifiedYes {
				t.Fatalf("unchanged: %+v", r)
			}
			_, body := d.Call(url.Values{
				"function": {"update_phone"}, "source": {"else"}, "user": {"6666"}, "pass": {"1234"}, "extension": {"1001"}, "server_ip": {"10.0.9.8"}, field: {value},
			})
			if !strings.HasPrefix(body, "SUCCESS") {
				t.Fatal(body)
			}
			r := deep()
			if r.Verified != object.VerifiedDiffers || !strings.HasSuffix(r.Message, ": "+field) || strings.Contains(r.Message, value) {
				t.Errorf("%s %q", r.Verified, r.Message)
			}
		})
	}
}
