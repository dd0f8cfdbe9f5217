package preflight

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/columns"
)

func TestColumnsThatMayHoldPasswords(t *testing.T) {
	for name, holds := range map[string]bool{
		"phone_pass": true, "Phone Pass": true, "registration_password": true, "SIP Password": true, "Password": true,
		"extension": false, "First Name": false, "Login": false, "": false,
	} {
		if columns.HoldsPasswords(name) != holds {
			t.Errorf("%q: %v", name, !holds)
		}
	}
}

func TestDefaultsThatMakePasswordsAreNotShown(t *testing.T) {
	got := columns.ShownDefaults([]string{"protocol=SIP", "phone_pass=Hush{Phone-Login}", "phone_login=Hush7", "Registration Password=x{y}z", "odd", "phone_full_name={First Name}"})
	want := []string{"protocol=SIP", "phone_pass=…", "phone_login=…", "Registration Password=…", "odd", "phone_full_name={First Name}"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
