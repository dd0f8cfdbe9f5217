package assign

import (
	"crypto/rand"
	"math/big"
	"strings"

	"phonebatch/apiclient"
)

// The characters of a generated password: letters and digits, which every build keeps (contract/API.md, "Cleaning").
// Characters that people confuse when they read or type them are left out: 0 O o, 1 l I i, 5 S s, 2 Z z, 8 B.
const (
	lowerCase = "abcdefghjkmnpqrtuvwxy"
	upperCase = "ACDEFGHJKLMNPQRTUVWXY"
	digits    = "34679"
	alphabet  = lowerCase + upperCase + digits
)

// Generate returns a random password of length characters. length must be at least 3. The password has at least one
// small letter, one capital letter and one digit; all such passwords are equally likely. A character is worth 5.5
// bits: ten characters have 54 bits, twenty have 110. Generate may be called concurrently.
func Generate(length int) apiclient.Secret {
	for {
		var b strings.Builder
		for range length {
			n, _ := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet)))) // never fails
			b.WriteByte(alphabet[n.Int64()])
		}
		if p := b.String(); strings.ContainsAny(p, lowerCase) && strings.ContainsAny(p, upperCase) && strings.ContainsAny(p, digits) {
			return apiclient.Secret(p)
		}
	}
}
