package preflight

import (
	"slices"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
)

// the limits of update_phone, each at its edges (core.jsonl has the recorded refusals).
func TestValuesThatAnUpdateRefuses(t *testing.T) {
	long := func(n int) string { return strings.Repeat("aB3", n)[:n] }
	for _, tt := range []struct {
		field apiclient.Field
		value string
		want  bool
	}{
		{apiclient.DialplanNumber, "55", true},
		{apiclient.DialplanNumber, "555", false},
		{apiclient.VoicemailID, "5", true},
		{apiclient.VoicemailID, "55", false},
		{apiclient.PhonePass, long(30), false},
		{apiclient.PhonePass, long(31), true},
		{apiclient.RegistrationPassword, "x", true},
		{apiclient.RegistrationPassword, long(30), false},
		{apiclient.RegistrationPassword, long(31), true},
		{apiclient.PhoneFullName, "N", true},
		{apiclient.PhoneFullName, long(30), false},
		{apiclient.PhoneFullName, long(31), true},
		{apiclient.OutboundCID, "12345", true},
		{apiclient.OutboundCID, "123456", false},
		{apiclient.OutboundCID, strings.Repeat("7", 18), false},
		{apiclient.OutboundCID, strings.Repeat("7", 19), true},
		{apiclient.OutboundCID, "---ALL---", false},
		{apiclient.PhoneContext, "x", true},
		{apiclient.PhoneContext, "xy", false},
		{apiclient.Email, "a@b", true},
		{apiclient.Email, "a@b.c", false},
		{apiclient.AdminUserGroup, "x", true},
		{apiclient.AdminUserGroup, "---ALL---", false},
	} {
		said := "warning update_limits " + tt.field.String()
		if got := found(t, with(tt.field, tt.value), Options{Updates: true}); slices.Contains(got, said) != tt.want {
			t.Errorf("%s %q: %v", tt.field, tt.value, got)
		}
		if got := found(t, with(tt.field, tt.value), Options{}); slices.Contains(got, said) {
			t.Errorf("%s %q, without updates: %v", tt.field, tt.value, got)
		}
	}
}

// A value of a default is never sent to a phone that is there.
func TestDefaultsAreNoUpdates(t *testing.T) {
	filling, err := columns.ParseFilling(columns.FillOptions{Defaults: []string{"outbound_cid=12345"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, with(apiclient.OutboundCID, ""), Options{Updates: true, Filling: filling}); slices.Contains(got, "warning update_limits outbound_cid") {
		t.Error(got)
	}
}
