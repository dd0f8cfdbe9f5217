package preflight

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

const old = apiclient.Build(150217)

// found lists the problems of one phone as severity, code and column.
func found(t *testing.T, p apiclient.Phone, o Options) []string {
	t.Helper()
	o.Keep = true
	l := mustRead(t, listOf(p), o)
	explained(t, l.Rows[0].Problems)
	list := []string{}
	for _, p := range l.Rows[0].Problems {
		list = append(list, fmt.Sprintf("%s %s %s", p.Severity, p.Code, p.Column))
	}
	return list
}

func TestAGoodPhoneHasNoProblems(t *testing.T) {
	for _, p := range []apiclient.Phone{
		good(),
		with(apiclient.Protocol, "Zap", apiclient.Extension, "25-1"),
		with(apiclient.Protocol, "EXTERNAL", apiclient.DialplanNumber, "917275551212"),
		with(apiclient.OutboundCID, "---ALL---", apiclient.IsWebphone, "Y_API_LAUNCH", apiclient.TemplateID, "webrtc_v2", apiclient.OnHookAgent, "N"),
		with(apiclient.Email, "ann.lee@example.com", apiclient.AdminUserGroup, "---ALL---", apiclient.PhoneContext, "from-inside"),
		with(apiclient.PhoneFullName, "Lee-Roy A. Smith+1", apiclient.LocalGMT, "12.75", apiclient.DialplanNumber, "*97#"),
	} {
		if got := found(t, p, Options{}); len(got) != 0 {
			t.Errorf("%+v: %v", p, got)
		}
	}
}

// ruleCases are values of one field, with the problems of a phone that is otherwise good.
var ruleCases = []struct {
	field apiclient.Field
	value string
	want  []string
}{
	{apiclient.Extension, "1", []string{"error too_short extension"}},
	{apiclient.Extension, "1.", []string{"error characters_dropped extension", "error too_short extension"}},
	{apiclient.Extension, "!!!", []string{"error characters_dropped extension"}},
	{apiclient.Extension, "...", []string{"error word_for_nothing extension"}},
	{apiclient.DialplanNumber, "8", []string{"error too_short dialplan_number"}},
	{apiclient.DialplanNumber, "+18101", []string{"error characters_dropped dialplan_number"}},
	{apiclient.PhoneLogin, "john-doe", []string{"error login_not_typable phone_login"}},
	{apiclient.PhoneLogin, "john_doe", []string{"error login_not_typable phone_login"}},
	{apiclient.PhoneLogin, "john.doe", []string{"error characters_dropped phone_login"}},
	{apiclient.PhoneLogin, "nophone", []string{"error login_reserved phone_login"}},
	{apiclient.PhoneLogin, "NoPhone", []string{"error login_reserved phone_login"}},
	{apiclient.PhoneLogin, "nophones", []string{}},
	{apiclient.PhoneLogin, "José", []string{"error characters_dropped phone_login"}},
	{apiclient.PhonePass, "p@ss!w0rd", []string{"error characters_dropped phone_pass"}},
	{apiclient.PhonePass, "!!!", []string{"error characters_dropped phone_pass"}},
	{apiclient.RegistrationPassword, "páss", []string{"error characters_dropped registration_password"}},
	{apiclient.ServerIP, "dialer.example.com", []string{"error cut_off server_ip", "error bad_server_ip server_ip"}},
	{apiclient.ServerIP, "dialer", []string{"error bad_server_ip server_ip"}},
	{apiclient.ServerIP, "10.0.9", []string{"error bad_server_ip server_ip"}},
	{apiclient.ServerIP, "10.0.9.8:5060", []string{"error bad_server_ip server_ip"}},
	{apiclient.ServerIP, "::1", []string{"error bad_server_ip server_ip"}},
	{apiclient.Protocol, "PJSIP", []string{"error bad_protocol protocol"}},
	{apiclient.Protocol, "pjsip", []string{"error bad_protocol protocol"}},
	{apiclient.Protocol, "S.I.P", []string{"error bad_protocol protocol"}},
	{apiclient.LocalGMT, "-5", []string{}},
	{apiclient.LocalGMT, "-5.00", []string{}},
	{apiclient.LocalGMT, "EST", []string{"error bad_timezone local_gmt"}},
	{apiclient.LocalGMT, "8.25", []string{"error bad_timezone local_gmt"}},
	{apiclient.LocalGMT, "GMT-5:20", []string{"error bad_timezone local_gmt"}},
	{apiclient.LocalGMT, "1e1", []string{"error bad_timezone local_gmt"}},
	{apiclient.OutboundCID, "7.27555E+09", []string{"error scientific_notation outbound_cid"}},
	{apiclient.OutboundCID, "+1 (727) 555-1212", []string{}},
	{apiclient.OutboundCID, "ALL", []string{"error characters_dropped outbound_cid"}},
	{apiclient.PhoneFullName, "José", []string{}},
	{apiclient.PhoneFullName, "José 日本", []string{"warning characters_dropped phone_full_name"}},
	{apiclient.PhoneFullName, "日本", []string{"error characters_dropped phone_full_name"}},
	{apiclient.Email, "o'neil@example.com", []string{"error email_apostrophe email"}},
	{apiclient.Email, "bob+vm@example.com", []string{"error characters_dropped email"}},
	{apiclient.AdminUserGroup, "North East", []string{"warning characters_dropped admin_user_group"}},
	{apiclient.IsWebphone, "maybe", []string{"warning flag_ignored is_webphone"}},
	{apiclient.IsWebphone, "N!", []string{"warning flag_ignored is_webphone"}},
	{apiclient.WebphoneAutoAnswer, "maybe", []string{"warning flag_ignored webphone_auto_answer"}},
	{apiclient.UseExternalServerIP, "2", []string{"warning flag_ignored use_external_server_ip"}},
	{apiclient.OnHookAgent, "Y_API_LAUNCH", []string{"warning flag_ignored on_hook_agent"}},
	{apiclient.TemplateID, "x", []string{"warning characters_dropped template_id"}},
	{apiclient.PhoneContext, "!!!", []string{"warning characters_dropped phone_context"}},
	{apiclient.PhoneContext, "...", []string{}},
}

func TestRules(t *testing.T) {
	for _, tt := range ruleCases {
		t.Run(fmt.Sprintf("%s %s", tt.field, tt.value), func(t *testing.T) {
			if d := cmp.Diff(tt.want, found(t, with(tt.field, tt.value), Options{})); d != "" {
				t.Error(d)
			}
		})
	}
}

// Package apiclient compares what the dialer keeps of each field with its recordings. Here the test checks only that
// the loss is found.
func TestEveryFieldIsLookedAt(t *testing.T) {
	type want struct{ dropped, wide string }
	severe, mild := want{"error characters_dropped", "error cut_off"}, want{"warning characters_dropped", "warning cut_off"}
	flag := want{"warning flag_ignored", "warning flag_ignored"}
	wants := map[apiclient.Field]want{
		apiclient.Extension: severe, apiclient.DialplanNumber: severe, apiclient.VoicemailID: severe, apiclient.PhoneLogin: severe,
		apiclient.PhonePass: severe, apiclient.RegistrationPassword: severe, apiclient.OutboundCID: severe, apiclient.Email: severe,
		apiclient.ServerIP:      {"error characters_dropped", "error cut_off"},
		apiclient.Protocol:      {"error bad_protocol", "error bad_protocol"},
		apiclient.LocalGMT:      {"error bad_timezone", "error bad_timezone"},
		apiclient.PhoneFullName: mild, apiclient.PhoneContext: mild, apiclient.AdminUserGroup: mild, apiclient.TemplateID: mild,
		apiclient.IsWebphone: flag, apiclient.WebphoneAutoAnswer: flag, apiclient.UseExternalServerIP: flag, apiclient.OnHookAgent: flag,
	}
	for _, f := range apiclient.Fields() {
		spec, _ := apiclient.Dialect{}.Spec(apiclient.AddPhone, f.String())
		value := good()
		if value.Set(f, value.Value(f)+"!1"); !slices.Contains(found(t, value, Options{}), wants[f].dropped+" "+f.String()) {
			t.Errorf("%s: %q: %v", f, value.Value(f), found(t, value, Options{}))
		}
		value.Set(f, strings.Repeat("1", max(spec.Width, 10)+1))
		if !slices.Contains(found(t, value, Options{}), wants[f].wide+" "+f.String()) {
			t.Errorf("%s: %q: %v", f, value.Value(f), found(t, value, Options{}))
		}
		if spec.Width == 0 || f == apiclient.LocalGMT || f == apiclient.ServerIP {
			continue
		}
		wide := Options{Ignore: ignoring(codes.OlderBuild, codes.WeakPassword, codes.GroupUnchecked, codes.Email)}
		if value.Set(f, strings.Repeat("1", spec.Width)); len(found(t, value, wide)) != 0 {
			t.Errorf("%s: a value as wide as the column: %v", f, found(t, value, wide))
		}
	}
}

func TestEveryRequiredFieldMustBeFilled(t *testing.T) {
	for _, f := range apiclient.Fields() {
		want := []string{}
		if f.Required() {
			want = []string{"error missing_value " + f.String()}
		}
		for _, empty := range []string{"", " \t"} {
			if d := cmp.Diff(want, found(t, with(f, empty), Options{})); d != "" {
				t.Errorf("%s %q: %s", f, empty, d)
			}
		}
	}
}

func TestOlderBuildsAreStricter(t *testing.T) {
	for _, tt := range []struct {
		build apiclient.Build
		phone apiclient.Phone
		want  []string
	}{
		{180301, with(apiclient.PhonePass, "12345678901"), []string{}},
		{180300, with(apiclient.PhonePass, "12345678901"), []string{"error cut_off phone_pass"}},
		{old, with(apiclient.PhonePass, "1234567890"), []string{}},
		{180301, with(apiclient.VoicemailID, "a12"), []string{"error characters_dropped voicemail_id"}},
		{200622, with(apiclient.VoicemailID, "a12"), []string{}},
		{180301, with(apiclient.RegistrationPassword, strings.Repeat("x", 21)), []string{"error cut_off registration_password"}},
		{110614, with(apiclient.Email, "a%b@example.com"), []string{"error characters_dropped email"}},
		{150217, with(apiclient.Email, "a%b@example.com"), []string{}},
		{180301, with(apiclient.IsWebphone, "Y", apiclient.TemplateID, "T1"), []string{"warning field_ignored is_webphone", "warning field_ignored template_id"}},
		{180301, with(apiclient.OnHookAgent, "perhaps"), []string{"warning field_ignored on_hook_agent"}},
	} {
		got := found(t, tt.phone, Options{Dialect: apiclient.Dialect{Build: tt.build}})
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s: %s", tt.build, d)
		}
	}
}

func TestOtherScriptsAreKeptWhereTheDialerKeepsThem(t *testing.T) {
	p := with(apiclient.PhoneFullName, "José Ñandú", apiclient.Extension, "日本", apiclient.PhoneLogin, "josé")
	if got := found(t, p, Options{Dialect: apiclient.Dialect{NonLatin: true}}); len(got) != 0 {
		t.Error(got)
	}
	if got := found(t, p, Options{}); len(got) != 2 { // the name is written in ASCII
		t.Error(got)
	}
}

func TestAllProblemsOfARowAreFoundAtOnce(t *testing.T) {
	p := with(apiclient.Extension, "", apiclient.PhonePass, "a!b", apiclient.Protocol, "H323", apiclient.ServerIP, "dialer",
		apiclient.LocalGMT, "EST", apiclient.Email, "o'neil@x", apiclient.IsWebphone, "maybe", apiclient.PhoneLogin, "a-b")
	want := []string{
		"error missing_value extension", "error characters_dropped phone_pass", "warning flag_ignored is_webphone",
		"error bad_protocol protocol", "error bad_server_ip server_ip", "error bad_timezone local_gmt",
		"error email_apostrophe email", "error login_not_typable phone_login",
	}
	if d := cmp.Diff(want, found(t, p, Options{})); d != "" {
		t.Error(d)
	}
}
