package register

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rs/zerolog"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// TestRegistersMadeAtOnceAreOne: whoever opens a register that is not there yet gets the same key as the others.
func TestRegistersMadeAtOnceAreOne(t *testing.T) {
	for range 5 {
		path := filepath.Join(t.TempDir(), fileName)
		var all sync.WaitGroup
		sums := make([]string, 8)
		for i := range sums {
			all.Go(func() {
				r, err := Open(path)
				if err != nil {
					t.Error(err)
					return
				}
				defer r.Close()
				if r.Aside != "" {
					t.Errorf("set aside: %s", r.Aside)
				}
				sums[i] = r.SumOf("x")
			})
		}
		all.Wait()
		for _, sum := range sums {
			if sum != sums[0] || sum == "" {
				t.Fatalf("got different keys: %q", sums)
			}
		}
	}
}

func TestKeyStaysAndIsOfOneRegister(t *testing.T) {
	r := own(t)
	before := r.SumOf("x")
	check(t, r.Close())
	if again := openAt(t, r.path).SumOf("x"); again != before {
		t.Errorf("the key has changed: %s, %s", before, again)
	}
	if other := own(t).SumOf("x"); other == before {
		t.Error("another register has the same key")
	}
}

func TestPartsCountOneByOne(t *testing.T) {
	key := keyFrom(bytes.Repeat([]byte("k"), keySize))
	seen := make(map[int64][]string)
	for _, parts := range [][]string{{""}, {"", ""}, {"ab", "c"}, {"a", "bc"}, {"abc"}, {"c", "ab"}, {"ab", "c", ""}, {"", "ab", "c"}, {strings.Repeat("x", 300)}} {
		n := key.number("x", parts...)
		if n != key.number("x", parts...) || n == key.number("y", parts...) {
			t.Errorf("the sum of %q is not one for each purpose", parts)
		}
		if other, dup := seen[n]; dup {
			t.Errorf("%q and %q have one sum", parts, other)
		}
		seen[n] = parts
	}
}

// TestNothingSecretIsStored: no file of the register holds a password or the name of a person, and no two passwords
// that are alike can be told to be.
func TestNothingSecretIsStored(t *testing.T) {
	r := own(t)
	rec := begin(t, r, "r1")
	list := phones(0, 20)
	record(t, rec, list)
	check(t, rec.Asked(phone(30), object.There), rec.End(Ending{}), rec.Close(), r.Close())
	entries, err := os.ReadDir(filepath.Dir(r.path))
	check(t, err)
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(r.path), e.Name()))
		if err != nil {
			continue // a folder
		}
		for _, secret := range []string{"hushhush", "whisper", "Keller", "keller", "staff10"} {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s holds %q", e.Name(), secret)
			}
		}
	}
	one, other := list[0], list[1]
	one.Phone.PhonePass = other.Phone.PhonePass
	at := 4 * int(apiclient.PhonePass)
	if a, b := r.key.sums(one.Key, one.Phone), r.key.sums(other.Key, other.Phone); bytes.Equal(a[at:at+4], b[at:at+4]) {
		t.Error("two objects with one password have one sum of it")
	}
	person, name := r.key.person(object.Person{})
	if person != 0 || name != 0 {
		t.Error("nobody is somebody")
	}
}

func TestKeyPrintsAsStars(t *testing.T) {
	key := keyFrom(bytes.Repeat([]byte("k"), keySize))
	type owner struct{ key Key }
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%c", "%z", "%10s"} {
		for name, thing := range map[string]any{"a key": key, "a pointer": &key, "a slice": []Key{key}} {
			if got := fmt.Sprintf(verb, thing); !strings.Contains(got, masked) || leaks(got) {
				t.Errorf("%s of %s prints %q", verb, name, got)
			}
		}
		// fmt calls no methods of unexported fields.
		if got := fmt.Sprintf(verb, owner{key}); leaks(got) {
			t.Errorf("%s of its owner prints %q", verb, got)
		}
	}
	text, err := json.Marshal(map[string]any{"key": key, "owner": struct{ Key *Key }{&key}})
	if want := `{"key":"***","owner":{"Key":"***"}}`; err != nil || string(text) != want {
		t.Errorf("encoded as %s, %v", text, err)
	}
	var log bytes.Buffer
	logger := zerolog.New(&log)
	logger.Info().Interface("a", key).Any("b", &key).Stringer("c", key).Msgf("%v", key)
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "key", key)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "key", key)
	if leaks(log.String()) || strings.Count(log.String(), masked) != 6 {
		t.Errorf("logged: %s", &log)
	}
}

// leaks finds the bytes of a key that consists of k, as fmt and the encoders write them.
func leaks(text string) bool {
	for _, form := range []string{"kk", "6b6b", "6B6B", "107 107", "0x6b", "a2tr"} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}
