package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/rs/zerolog"
)

func keyOf(t *testing.T, s State) Key {
	t.Helper()
	key, err := s.Key()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestKeyIsMadeOnce(t *testing.T) {
	s := ownState(t)
	sum := keyOf(t, s).Sum("x")
	if again := keyOf(t, s).Sum("x"); again != sum {
		t.Errorf("the key has changed: %s, %s", sum, again)
	}
	if other := keyOf(t, ownState(t)).Sum("x"); other == sum {
		t.Error("another folder has the same key")
	}
	info, err := os.Stat(filepath.Join(s.dir, "journal.key"))
	if err != nil || info.Size() != keySize || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}
	if left, err := filepath.Glob(filepath.Join(s.dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left over: %q, %v", left, err)
	}
}

func TestKeysMadeAtOnceAreTheSame(t *testing.T) {
	for range 20 {
		s := ownState(t)
		var all sync.WaitGroup
		start := make(chan struct{})
		sums := make([]string, 8)
		for i := range sums {
			all.Go(func() {
				<-start
				if key, err := s.Key(); err != nil {
					t.Error(err)
				} else {
					sums[i] = key.Sum("x")
				}
			})
		}
		close(start)
		all.Wait()
		for _, sum := range sums {
			if sum != sums[0] {
				t.Fatalf("got different keys: %q", sums)
			}
		}
	}
}

// The loser of a race comes to makeKey when there is a key already.
func TestKeyThatIsThereIsNotReplaced(t *testing.T) {
	s := ownState(t)
	sum := keyOf(t, s).Sum("x")
	if err := makeKey(s.dir, filepath.Join(s.dir, "journal.key")); err != nil {
		t.Fatal(err)
	}
	if again := keyOf(t, s).Sum("x"); again != sum {
		t.Error("the key was replaced")
	}
}

func TestUnfitKeyIsRefusedAndKept(t *testing.T) {
	for _, tt := range []struct {
		name string
		size int
		mode os.FileMode
		want string
	}{
		{"empty", 0, 0o600, " has 0 bytes, not 32; put the right one back, or remove this one"},
		{"too short", keySize - 1, 0o600, " has 31 bytes, not 32; put the right one back, or remove this one"},
		{"too long", keySize + 1, 0o600, " has 33 bytes, not 32; "},
		{"for the group", keySize, 0o640, " is open to others (mode 0640); `chmod 600` it"},
		{"for others", keySize, 0o604, " is open to others (mode 0604); `chmod 600` it"},
		{"to be written by all", keySize, 0o622, " is open to others (mode 0622); `chmod 600` it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if runtime.GOOS == "windows" && tt.mode != 0o600 {
				t.Skip("no modes here")
			}
			s := ownState(t)
			path := filepath.Join(s.dir, "journal.key")
			before := bytes.Repeat([]byte("k"), tt.size)
			if err := errors.Join(os.WriteFile(path, before, 0o600), os.Chmod(path, tt.mode)); err != nil {
				t.Fatal(err)
			}
			_, err := s.Key()
			var unfit *KeyError
			if !errors.As(err, &unfit) || !strings.Contains(err.Error()+"; "+unfit.Remedy, path+tt.want) {
				t.Errorf("got %v", err)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file has become %q, %v", after, err)
			}
		})
	}
}

func TestKeyThatCannotBeRead(t *testing.T) {
	folder := ownState(t)
	if err := os.Mkdir(filepath.Join(folder.dir, "journal.key"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := folder.Key()
	var unfit *KeyError
	if !errors.As(err, &unfit) || unfit.Problem != "is no file" {
		t.Errorf("a folder in its place: %v", err)
	}
	gone := ownState(t)
	if err := os.RemoveAll(gone.dir); err != nil {
		t.Fatal(err)
	}
	_, err = gone.Key()
	var state *StateError
	if !errors.As(err, &state) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}

func TestSum(t *testing.T) {
	key := keyFrom(bytes.Repeat([]byte("k"), keySize))
	seen := make(map[string][]string)
	for _, parts := range [][]string{
		nil,
		{""},
		{"", ""},
		{"ab", "c"},
		{"a", "bc"},
		{"abc"},
		{"c", "ab"},
		{"ab", "c", ""},
		{"", "ab", "c"},
		{"\x00\x00\x00\x00\x00\x00\x00\x00"},
		{strings.Repeat("x", 300)},
	} {
		sum := key.Sum(parts...)
		if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(sum) || sum != key.Sum(parts...) {
			t.Errorf("the sum of %q is %q, then %q", parts, sum, key.Sum(parts...))
		}
		if other, dup := seen[sum]; dup {
			t.Errorf("%q and %q have one sum", parts, other)
		}
		seen[sum] = parts
	}
	// Journals outlive a version of this program: HMAC-SHA256, worked out by other means, of each part after its length
	// in eight bytes.
	if got := key.Sum("ab", "c"); got != "02da79c54ac65cad21e85fd6897eee95" {
		t.Errorf("the sum has changed: %s", got)
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

// leaks finds the bytes of a key of ks, as fmt and the encoders write them.
func leaks(text string) bool {
	for _, form := range []string{"kk", "6b6b", "6B6B", "107 107", "0x6b", "a2tr"} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}
