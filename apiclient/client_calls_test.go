package apiclient_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
)

func TestEachCallIsOnePostOfAForm(t *testing.T) {
	required := "extension=55000&dialplan_number=55000&voicemail_id=55000&phone_login=55000&phone_pass=Phone-Pass&server_ip=10.0.9.8" +
		"&protocol=SIP&registration_password=Registration-Pass&phone_full_name=Ann+Other&local_gmt=-5.00&outbound_cid=7275551212"
	alias := apiclient.Alias{AliasID: "x100", AliasName: "X 100", PhoneLogins: []string{"1", "2"}}
	tests := []struct {
		name string
		call func(*apiclient.Client) apiclient.Reply
		form string // without source, user and pass
	}{
		{"AddPhone", func(c *apiclient.Client) apiclient.Reply { return c.AddPhone(t.Context(), phone) }, "function=add_phone&" + required},
		{"AddPhone with all there is", func(c *apiclient.Client) apiclient.Reply {
			p := phone
			p.Email, p.PhoneFullName, p.TemplateID, p.IsWebphone = "a+b@c.co", "J&J=ä;%", "SIPTMPL", "N"
			return c.AddPhone(t.Context(), p)
		}, "function=add_phone&email=a%2Bb%40c.co&template_id=SIPTMPL&is_webphone=N&" + strings.Replace(required, "Ann+Other", "J%26J%3D%C3%A4%3B%25", 1)},
		{"UpdatePhone", func(c *apiclient.Client) apiclient.Reply {
			return c.UpdatePhone(t.Context(), apiclient.Update{Phone: apiclient.Phone{Extension: "55000", ServerIP: "10.0.9.8", PhoneLogin: "new"}})
		}, "function=update_phone&extension=55000&server_ip=10.0.9.8&phone_login=new"},
		{
			"DeletePhone", func(c *apiclient.Client) apiclient.Reply { return c.DeletePhone(t.Context(), "55000", "10.0.9.8") },
			"function=update_phone&extension=55000&server_ip=10.0.9.8&delete_phone=Y",
		},
		{"AddAlias", func(c *apiclient.Client) apiclient.Reply { return c.AddAlias(t.Context(), alias) }, "function=add_phone_alias&alias_id=x100&alias_name=X+100&phone_logins=1,2"},
		{"UpdateAlias", func(c *apiclient.Client) apiclient.Reply {
			return c.UpdateAlias(t.Context(), apiclient.Alias{AliasID: "x100", PhoneLogins: []string{"1", "2"}})
		}, "function=update_phone_alias&alias_id=x100&phone_logins=1,2"},
		{
			"DeleteAlias", func(c *apiclient.Client) apiclient.Reply { return c.DeleteAlias(t.Context(), "x100") },
			"function=update_phone_alias&alias_id=x100&delete_alias=Y",
		},
		{"ServerRefresh", func(c *apiclient.Client) apiclient.Reply { return c.ServerRefresh(t.Context()) }, "function=server_refresh&stage=REFRESH"},
		{"Call", func(c *apiclient.Client) apiclient.Reply {
			return c.Call(t.Context(), apiclient.AddUser, map[string]string{"agent_user": "1001", "email": ""})
		}, "function=add_user&agent_user=1001"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDialer(t, says(added))
			r := tt.call(newClient(t, options(t, d.URL)))
			if r.Err != nil || r.Status != 200 {
				t.Errorf("%s, status %d, %v", r.Code, r.Status, r.Err)
			}
			calls := d.got()
			if len(calls) != 1 {
				t.Fatalf("%d requests", len(calls))
			}
			expectPost(t, calls[0], tt.form)
		})
	}
}

// expectPost fails the test if a call is not a POST of the fields, with the credentials and without revealing headers.
func expectPost(t *testing.T, got call, fields string) {
	t.Helper()
	if got.method != "POST" || got.target != "/vicidial/non_agent_api.php" || got.kind != "application/x-www-form-urlencoded" {
		t.Errorf("%s %s of %s", got.method, got.target, got.kind)
	}
	want, err := url.ParseQuery(fields + "&source=test&user=6666&pass=" + hunter)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.form); diff != "" {
		t.Errorf("form wanted (-), sent (+):\n%s", diff)
	}
	for _, name := range []string{"Authorization", "Cookie", "Referer", "Idempotency-Key", "X-Idempotency-Key", "Accept-Encoding"} {
		if v, sent := got.header[name]; sent {
			t.Errorf("the header %s is sent: %q", name, v)
		}
	}
}

func TestVersionShowsNoLogin(t *testing.T) {
	d := newDialer(t, says("VERSION: 2.14-194|BUILD: 241004-1518|DATE: *|EPOCH: *|DST: *|TZ: -5.00|TZNOW: *|\n"))
	r := newClient(t, options(t, d.URL)).Version(t.Context())
	if r.Code != apiclient.CodeVersion || r.Build != current || r.Zone != "-5.00" {
		t.Errorf("%s, build %s, zone %s", r.Code, r.Build, r.Zone)
	}
	want := url.Values{"function": {"version"}, "source": {"testprobe"}}
	if diff := cmp.Diff(want, d.got()[0].form); diff != "" {
		t.Errorf("form wanted (-), sent (+):\n%s", diff)
	}
}

func TestProbeStoresNothingAndTellsNoPassword(t *testing.T) {
	whole := phone
	whole.TemplateID, whole.Email, whole.LocalGMT = "SIPTMPL", "a@b.co", "-6.00"
	for name, p := range map[string]apiclient.Phone{"a whole phone": whole, "a key alone": {Extension: "55000", ServerIP: "10.0.9.8"}} {
		t.Run(name, func(t *testing.T) {
			d := newDialer(t, says("ERROR: add_phone YOU MUST USE A VALID TIMEZONE: |6666|99.99\n"))
			if r := newClient(t, options(t, d.URL)).ProbePhone(t.Context(), p); r.Code != apiclient.CodeTimezone {
				t.Errorf("%s (%v)", r.Code, r.Err)
			}
			form := d.got()[0].form
			for name, want := range map[string]string{
				"function": "add_phone", "source": "testprobe", "local_gmt": "99.99", "extension": "55000", "server_ip": "10.0.9.8", "user": "6666",
			} {
				if got := form.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			for name, values := range form {
				if v := strings.Join(values, "|"); strings.Contains(v, "Phone-Pass") || strings.Contains(v, "Registration-Pass") {
					t.Errorf("%s is %q", name, v)
				}
			}
			for _, spec := range (apiclient.Dialect{Build: build2011}).Specs(apiclient.AddPhone) {
				if clean := spec.Clean(form.Get(spec.Name)); spec.Required && len(clean) < max(1, spec.Min) {
					t.Errorf("a probe without %s is refused before it is of use", spec.Name)
				}
			}
			if _, ok := apiclient.ParseOffset(form.Get("local_gmt")); ok {
				t.Error("a probe's offset is one that a dialer takes")
			}
		})
	}
}

func TestProbeThatWasStoredStopsEverything(t *testing.T) {
	for _, body := range []string{added, strings.Replace(added, "55000", "55001", 1)} {
		d := newDialer(t, says(body))
		if r := newClient(t, options(t, d.URL)).ProbePhone(t.Context(), phone); r.Code != apiclient.CodeProbeAccepted {
			t.Errorf("%q: %s, want %s", body, r.Code, apiclient.CodeProbeAccepted)
		}
	}
}

func TestClientKnowsItsDialer(t *testing.T) {
	d := newDialer(t, says(added))
	o := options(t, d.URL+"/vicidial/non_agent_api.php")
	watched := 0
	o.Watch = func(req apiclient.Request, r apiclient.Reply, took time.Duration) {
		watched++
		if req.Function != apiclient.AddPhone || r.Code != apiclient.CodeAdded || took < 0 {
			t.Errorf("watched %s, %s, %s", req.Function, r.Code, took)
		}
	}
	c := newClient(t, o)
	if c.Name() != d.URL || c.User() != "6666" || c.Dialect() != (apiclient.Dialect{}) {
		t.Errorf("%s, %s, %v", c.Name(), c.User(), c.Dialect())
	}
	known := c.WithDialect(apiclient.Dialect{NonLatin: true, Build: build2018})
	if known.Dialect().Build != build2018 || c.Dialect() != (apiclient.Dialect{}) {
		t.Errorf("with a dialect: %v; without: %v", known.Dialect(), c.Dialect())
	}
	if r := known.AddPhone(t.Context(), phone); r.Code != apiclient.CodeAdded || watched != 1 {
		t.Errorf("%s (%v), watched %d times", r.Code, r.Err, watched)
	}
}
