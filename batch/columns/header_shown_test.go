package columns

import "testing"

func TestNamesOfColumnsAreShownAndPasswordsAreNot(t *testing.T) {
	for _, name := range []string{"Department", "StartDate", "startDate", "SIPPassword", "userID", "userIPAddress", "COST_CENTER", "iPhone", "Telefonnummer", "Straße", "Дата найма", "Q1 Bonus"} {
		if maybeSecret(name) {
			t.Errorf("%s is taken for a secret", name)
		}
	}
	for _, secret := range []string{"PRLlPCHios", "qKdPzRtW", "a7Gh3kQ2", "hxKqWbnT"} {
		if !maybeSecret(secret) {
			t.Errorf("%s would be shown", secret)
		}
	}
}
