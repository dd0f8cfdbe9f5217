package preflight

import (
	"testing"

	"phonebatch/apiclient"
)

// A value that may be a password in the wrong column is not shown.
func TestShown(t *testing.T) {
	r := Row{Phone: apiclient.Phone{
		Extension: "5001", PhoneLogin: "5001", PhonePass: "Gx7kPq2wA1", RegistrationPassword: "5001", DialplanNumber: "Rv4mTz9sA1", VoicemailID: "5001",
		PhoneFullName: "Ann Keller", Protocol: "SIP",
	}}
	for f, want := range map[apiclient.Field]string{
		apiclient.PhonePass: "***", apiclient.DialplanNumber: "***", apiclient.VoicemailID: "5001", apiclient.PhoneFullName: "Ann Keller",
		apiclient.Protocol: "SIP", apiclient.AdminUserGroup: "",
	} {
		if got := r.Shown(f); got != want {
			t.Errorf("%s: %q, want %q", f, got, want)
		}
	}
	if r.Phone.PhoneFullName = "Gx7kPq2wA1"; r.Shown(apiclient.PhoneFullName) != "***" {
		t.Error("the password of the row is shown as a name")
	}
}
