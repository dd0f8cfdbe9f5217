package assign

import (
	"strings"
	"testing"

	"phonebatch/apiclient"
)

func TestGeneratedPasswordsAreKeptByEveryBuild(t *testing.T) {
	for field, length := range map[apiclient.Field]int{apiclient.PhonePass: 10, apiclient.RegistrationPassword: 20} {
		for _, build := range []apiclient.Build{0, 110614, 150217, 180301, 241004} {
			spec, _ := apiclient.Dialect{Build: build}.Spec(apiclient.AddPhone, field.String())
			p := Generate(length).Reveal()
			if spec.Stored(p) != p || len(p) != length {
				t.Errorf("build %s keeps %q of %q", build, spec.Stored(p), p)
			}
		}
	}
}

func TestGeneratedPasswordsHaveAllKindsAndDiffer(t *testing.T) {
	seen := make(map[apiclient.Secret]bool)
	counts := make(map[rune]int)
	const n = 2000
	for range n {
		p := Generate(10)
		if seen[p] {
			t.Fatal("the same one twice")
		}
		seen[p] = true
		for _, kind := range []string{lowerCase, upperCase, digits} {
			if !strings.ContainsAny(p.Reveal(), kind) {
				t.Errorf("%q has none of %s", p.Reveal(), kind)
			}
		}
		for _, r := range p.Reveal() {
			counts[r]++
		}
	}
	for _, r := range alphabet { // 425 of each are expected; fewer than 200 would be eleven standard deviations off
		if counts[r] < 200 {
			t.Errorf("%c came %d times in %d characters", r, counts[r], 10*n)
		}
	}
	if len(counts) != len(alphabet) || strings.ContainsAny(alphabet, "0Oo1lIi5Ss2Zz8B") {
		t.Errorf("%d different characters", len(counts))
	}
}
