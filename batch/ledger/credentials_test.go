package ledger

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"phonebatch/apiclient"
)

func made(n int) Credential {
	number := fmt.Sprint(2000 + n)
	return Credential{
		Dialer: "https://d.example", ServerIP: "10.0.9.8", Extension: number, PhoneLogin: number, PhoneFullName: "Ann Lee",
		PhonePass: apiclient.Secret("Pass" + number), RegistrationPassword: apiclient.Secret("Register" + number), Run: "r1",
	}
}

// kept adds to a file of passwords, as a run of its own does.
func kept(t *testing.T, path string, list ...Credential) {
	t.Helper()
	c, err := OpenCredentials(path)
	if err == nil {
		err = errors.Join(c.Add(list), c.Sync())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func text(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCredentialsAreFoundAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hr.credentials.csv")
	half := made(2)
	half.RegistrationPassword = ""
	kept(t, path, made(1), half)
	before := text(t, path)
	other := made(1)
	other.ServerIP = "10.0.9.9"
	rest := made(2)
	rest.PhonePass = ""
	kept(t, path, made(1), half, other, rest)
	after := text(t, path)
	if !strings.HasPrefix(after, before) || strings.Count(after, "\n") != 5 || !strings.HasPrefix(before, strings.Join(credentialColumns, ",")+"\n") {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	kept(t, path, made(1), other, rest)
	if again := text(t, path); again != after {
		t.Errorf("nothing new, and it became\n%s", again)
	}
	c, err := OpenCredentials(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		dialer, extension string
		pass, secret      apiclient.Secret
	}{
		{"https://d.example", "2001", "Pass2001", "Register2001"},
		{"https://d.example", "2002", "Pass2002", "Register2002"},
		{"https://d.example", "2003", "", ""},
		{"https://other.example", "2001", "", ""},
	} {
		if pass, secret := c.Find(tt.dialer, tt.extension); pass != tt.pass || secret != tt.secret {
			t.Errorf("%s at %s: %q and %q", tt.extension, tt.dialer, pass.Reveal(), secret.Reveal())
		}
	}
	if shown := fmt.Sprintf("%v %+v %#v", made(1), made(1), made(1)); strings.Contains(shown, "Pass2001") || strings.Contains(shown, "Register2001") {
		t.Error(shown)
	}
}

func TestAnExtensionIsOnePersonWhateverItsCase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	c := made(1)
	c.Extension = "Desk7"
	kept(t, path, c)
	again, err := OpenCredentials(path)
	if err != nil {
		t.Fatal(err)
	}
	if pass, _ := again.Find(c.Dialer, "dESK7"); pass != c.PhonePass {
		t.Errorf("got %q", pass.Reveal())
	}
}

func TestCredentialsAreOnesOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	kept(t, path, made(1))
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A run that was cut off at any byte leaves a file that the next one reads and adds to. A line that has all its cells
// counts, though the name of the run may be cut short in it.
func TestCredentialsThatWereCutOff(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.csv")
	kept(t, whole, made(1))
	first := len(text(t, whole))
	kept(t, whole, made(2), made(3))
	all := text(t, whole)
	for n := range len(all) + 1 {
		path := filepath.Join(dir, fmt.Sprintf("%d.csv", n))
		if err := os.WriteFile(path, []byte(all[:n]), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := OpenCredentials(path)
		if err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
		if pass, _ := c.Find(made(1).Dialer, "2001"); (pass != "") != (n >= first-len("r1\n")) {
			t.Fatalf("%d bytes: found %q", n, pass.Reveal())
		}
		kept(t, path, made(1), made(2), made(3))
		if got := text(t, path); cutRuns.ReplaceAllString(got, ",r1\n") != all {
			t.Fatalf("%d bytes: became\n%s", n, got)
		}
	}
}

var cutRuns = regexp.MustCompile(`,r?1?(\n|$)`)

// Some editors and spreadsheets write no line end behind the last line: what stands there is not lost.
func TestALastLineWithoutItsEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	kept(t, path, made(1), made(2))
	whole := text(t, path)
	if err := os.WriteFile(path, []byte(strings.TrimSuffix(whole, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	kept(t, path, made(2), made(3))
	if got := text(t, path); !strings.HasPrefix(got, whole) || strings.Count(got, "\n") != 4 {
		t.Error(got)
	}
}

// A number that goes to somebody else in the end stands in the file under the new name, too.
func TestANumberThatGoesToSomebodyElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	kept(t, path, made(1))
	before := text(t, path)
	other := made(1)
	other.PhoneFullName = "Carl Cole"
	kept(t, path, other)
	kept(t, path, other)
	if got := text(t, path); got != before+strings.Replace(strings.SplitAfter(before, "\n")[1], "Ann Lee", "Carl Cole", 1) {
		t.Error(got)
	}
}

func TestOtherFilesAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	header := strings.Join(credentialColumns, ",") + "\n"
	for name, content := range map[string]string{
		"a list": "extension,phone_pass\n2001,x\n", "semicolons": strings.ReplaceAll(header, ",", ";"), "one line": "hello", "a damaged line": header + "a,b\n",
		"an open quote": header + "\"a,b,c,d,e,f,g,h\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := OpenCredentials(path)
		var unfit *CredentialsError
		if !errors.As(err, &unfit) || unfit.Remedy == "" || text(t, path) != content {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, put := range map[string]func(path string) error{
		"a folder":       func(path string) error { return os.Mkdir(path, 0o700) },
		"a link":         func(path string) error { return os.Symlink(filepath.Join(dir, "a list"), path) },
		"open to others": func(path string) error { return os.WriteFile(path, []byte(header), 0o644) },
	} {
		path := filepath.Join(dir, name)
		if err := put(path); err != nil {
			t.Skip(err)
		}
		var unfit *CredentialsError
		if _, err := OpenCredentials(path); runtime.GOOS != "windows" && !errors.As(err, &unfit) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASpreadsheetMayHaveSavedThem(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	kept(t, path, made(1))
	saved := "\xef\xbb\xbf" + strings.ReplaceAll(text(t, path), "\n", "\r\n")
	if err := os.WriteFile(path, []byte(saved), 0o600); err != nil {
		t.Fatal(err)
	}
	kept(t, path, made(1), made(2))
	c, err := OpenCredentials(path)
	if err != nil {
		t.Fatal(err)
	}
	if pass, _ := c.Find(made(2).Dialer, "2002"); pass != made(2).PhonePass || !strings.HasPrefix(text(t, path), saved) {
		t.Error(text(t, path))
	}
}

func TestNothingInItIsAFormula(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	c := made(1)
	c.PhoneFullName, c.PhoneLogin, c.Extension = "=cmd()\tx", "a;=cmd()", "＝1"
	kept(t, path, c)
	if got := text(t, path); !strings.Contains(got, ",'＝1,a;'=cmd(),'=cmd() x,") {
		t.Error(got)
	}
	before := text(t, path)
	kept(t, path, c) // it is the same once more
	if got := text(t, path); got != before {
		t.Error(got)
	}
}

func FuzzCredentials(f *testing.F) {
	header := strings.Join(credentialColumns, ",") + "\n"
	for _, seed := range []string{"", header, header + "d,s,2001,l,n,p,r,1\n", header + "d,s,\"2001", "\xef\xbb\xbf" + header, "dialer,ser"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) { // no disk, which makes fuzzing slow
		c := &Credentials{known: make(map[owner]*passwords)}
		if err := c.read(content); err != nil {
			return
		}
		if c.end > int64(len(content)) || c.end < 0 {
			t.Fatalf("%d of %d bytes are whole", c.end, len(content))
		}
		more := content[:c.end:c.end]
		switch {
		case c.end == 0:
			more = []byte(header)
		case !c.ended:
			more = append(more, '\n')
		}
		again := &Credentials{known: make(map[owner]*passwords)}
		if err := again.read(append(more, "d,s,2001,l,n,p,r,1\n"...)); err != nil {
			t.Fatalf("after adding: %v", err)
		}
		if pass, _ := again.Find("d", "2001"); pass == "" {
			t.Error("what was added is not found")
		}
	})
}
