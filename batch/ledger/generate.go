package ledger

import (
	"crypto/rand"
	"math/big"
	"strings"

	"phonebatch/apiclient"
)

// The characters of a generated password: letters and digits, which every build keeps (contract/API.md, "Cleaning"), without
// those that are taken for one another when they are read out or typed: 0 O o, 1 l I i, 5 S s, 2 Z z, 8 B.
const (
	lowerCase = "abcdefghjkmnpqrtuvwxy"
	upperCase = "ACDEFGHJKLMNPQRTUVWXY"
	digits    = "34679"
	alphabet  = lowerCase + upperCase + digits
)

// Generate makes a password of so many characters, three at least, from the system's source of randomness: small and
// capital letters and digits, at least one of each. Every such password is as likely as any other. A character is worth
// 5.5 bits: ten make 54 bits, twenty 110.
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
