package apiclient_test

import (
	"strings"
	"testing"

	"phonebatch/apiclient"
)

func TestStoredDropsSilently(t *testing.T) {
	tests := []struct {
		name            string
		field           apiclient.Field
		sent            string
		latin, nonLatin string
	}{
		{"symbols of a password", apiclient.RegistrationPassword, "p@ss!w0rd", "pssw0rd", "pssw0rd"},
		{"a spreadsheet's idea of a number", apiclient.OutboundCID, "7.27555E+09", "72755509", "72755509"},
		{"any of the campaign's numbers", apiclient.OutboundCID, "---ALL---", "---ALL---", "---ALL---"},
		{"nearly any of the campaign's numbers", apiclient.OutboundCID, "---ALL--", "", ""},
		{"a plus of an address", apiclient.Email, "bob+vm@example.com", "bob vm@example.com", "bob vm@example.com"},
		{"a typographic minus", apiclient.LocalGMT, "−5.00", "5.00", "5.00"},
		{"accents", apiclient.PhoneFullName, "José", "Jos", "José"},
		{"digits of other scripts", apiclient.PhoneFullName, "٣x", "x", "x"},
		{"broken UTF-8", apiclient.PhoneFullName, "Jos\xe9", "Jos", ""},
		{"accents of a login", apiclient.PhoneLogin, "josé", "jos", "josé"},
		{"letters of an offset", apiclient.LocalGMT, "é5", "5", "5"},
		{"letters of an address of a server", apiclient.ServerIP, "é10.0.9.8", "10.0.9.8", "10.0.9.8"},
		{"what is wider than the column, by characters", apiclient.PhoneLogin, strings.Repeat("é", 16), "", strings.Repeat("é", 15)},
		{"a webphone in small letters", apiclient.IsWebphone, "y_api_launch", "Y_API_LAUNCH", "Y_API_LAUNCH"},
		{"an unknown webphone", apiclient.IsWebphone, "yes", "N", "N"},
		{"no automatic answer", apiclient.WebphoneAutoAnswer, "n", "N", "N"},
		{"nothing about automatic answers", apiclient.WebphoneAutoAnswer, "", "Y", "Y"},
		{"no context", apiclient.PhoneContext, "!", "default", "default"},
		{"no group", apiclient.AdminUserGroup, "", "---ALL---", "---ALL---"},
		{"one character of a template", apiclient.TemplateID, "x", "", ""},
		{"the blank template", apiclient.TemplateID, "--blank--", "", ""},
		{"the template of exports", apiclient.TemplateID, "--NONE--", "--NONE--", "--NONE--"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for nonLatin, want := range map[bool]string{false: tt.latin, true: tt.nonLatin} {
				var p apiclient.Phone
				p.Set(tt.field, tt.sent)
				p = apiclient.Dialect{NonLatin: nonLatin}.Stores(p)
				if got := p.Value(tt.field); got != want {
					t.Errorf("non-latin %v: %s %q is stored as %q, want %q", nonLatin, tt.field, tt.sent, got, want)
				}
			}
		})
	}
}

func TestFieldsAgreeWithTheirSpecs(t *testing.T) {
	for _, f := range apiclient.Fields() {
		spec, known := apiclient.Dialect{}.Spec(apiclient.AddPhone, f.String())
		if !known || spec.Required != f.Required() || spec.Secret != f.Secret() {
			t.Errorf("%s: the spec (known: %v) says required %v, secret %v; the field says %v, %v",
				f, known, spec.Required, spec.Secret, f.Required(), f.Secret())
		}
		var p apiclient.Phone
		p.Set(f, "value")
		for _, other := range apiclient.Fields() {
			if got := p.Value(other); (got == "value") != (other == f) {
				t.Errorf("after setting %s, %s is %q", f, other, got)
			}
		}
	}
}

func TestEveryPasswordFieldIsASecret(t *testing.T) {
	for _, fn := range []apiclient.Function{apiclient.AddPhone, apiclient.UpdatePhone, apiclient.AddUser} {
		for _, name := range []string{"pass", "phone_pass", "registration_password", "agent_pass"} {
			if spec, known := (apiclient.Dialect{}).Spec(fn, name); known && !spec.Secret {
				t.Errorf("%s of %s is no secret", name, fn)
			}
		}
		for _, spec := range (apiclient.Dialect{}).Specs(fn) {
			if spec.Secret != strings.Contains(spec.Name, "pass") {
				t.Errorf("%s of %s: secret %v", spec.Name, fn, spec.Secret)
			}
		}
	}
}

func TestCredentialsAreTheSameInEveryCall(t *testing.T) {
	for _, fn := range []apiclient.Function{apiclient.AddPhone, apiclient.AddPhoneAlias, apiclient.ServerRefresh, apiclient.Version} {
		for name, want := range map[string]string{"user": "a-b_c", "pass": "S3cret", "source": "phonebatch"} {
			sent := map[string]string{"user": "a-b_c", "pass": "S3cret!", "source": "phone_batch"}[name]
			spec, known := apiclient.Dialect{}.Spec(fn, name)
			if got := spec.Clean(sent); !known || got != want {
				t.Errorf("%s of %s: %q is cleaned to %q (known: %v), want %q", name, fn, sent, got, known, want)
			}
		}
	}
}
