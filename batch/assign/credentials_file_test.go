package assign

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"phonebatch/batch/object"
)

func FuzzCredentials(f *testing.F) {
	header := strings.Join(credentialColumns, ",") + "\n"
	whole := "d,s,2001,l,n,p,r,number 7,2,r1\n"
	for _, seed := range []string{"", header, header + whole, header + "d,s,\"2001", "\xef\xbb\xbf" + header, "dialer,ser", header + strings.TrimSuffix(whole, "\n")} {
		f.Add([]byte(seed))
	}
	path := filepath.Join(f.TempDir(), "c.csv")
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := OpenCredentials(path)
		if err != nil {
			if text(t, path) != string(content) {
				t.Error("a file that was refused has changed")
			}
			return
		}
		lines := c.lines
		l := Credential{Dialer: "=d", ServerIP: "s", Extension: "2001x", PhoneLogin: "l", FullName: "n\nm", PhonePass: "p", RegistrationPassword: "r", Person: object.Person{Kind: object.ByNumber, Key: "k"}, Line: 2, Run: "r1"}
		if err := c.Append([]Credential{l}); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(text(t, path), string(content[:min(len(content), strings.LastIndexByte(string(content), '\n')+1)])) {
			t.Error("whole lines have changed")
		}
		again, err := OpenCredentials(path)
		if err != nil {
			t.Fatalf("after adding: %v", err)
		}
		if was, found := again.At("=d", phoneAt("s", "2001x")); !found || was.PhonePass != "p" || len(again.lines) < len(lines) || !slices.Equal(again.lines[:len(lines)], lines) {
			t.Errorf("%d lines before, %d after; what was added is found: %v", len(lines), len(again.lines), found)
		}
	})
}

// Two runs on two dialers may write to one credentials file at the same time.
func TestTwoRunsShareAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "all.credentials.csv")
	const runs, rounds = 4, 25
	var group sync.WaitGroup
	for run := range runs {
		group.Go(func() {
			c, err := OpenCredentials(path)
			for n := 0; n < rounds && err == nil; n++ {
				l := made(n)
				l.Dialer, l.Run = fmt.Sprint("dialer", run), fmt.Sprint("r", run)
				err = c.Append([]Credential{l})
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	c, err := OpenCredentials(path)
	if err != nil {
		t.Fatal(err)
	}
	for run := range runs {
		for n := range rounds {
			l, found := c.At(fmt.Sprint("dialer", run), phoneAt("10.0.9.8", made(n).Extension))
			if !found || l.PhonePass != made(n).PhonePass || l.Run != fmt.Sprint("r", run) {
				t.Errorf("run %d: line %d is lost", run, n)
			}
		}
	}
	if n := strings.Count(text(t, path), "\n"); n != 1+runs*rounds {
		t.Errorf("%d lines", n)
	}
}
