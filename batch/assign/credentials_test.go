package assign

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
	"phonebatch/batch/object"
)

func TestCredentialsAreFoundAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hr.credentials.csv")
	half := made(2)
	half.RegistrationPassword = ""
	addLines(t, path, made(1), half)
	before := text(t, path)
	other := made(1)
	other.ServerIP = "10.0.9.9"
	rest := made(2)
	rest.PhonePass = ""
	addLines(t, path, made(1), half, other, rest)
	after := text(t, path)
	if !strings.HasPrefix(after, before) || strings.Count(after, "\n") != 5 || !strings.HasPrefix(before, strings.Join(credentialColumns, ",")+"\n") {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	addLines(t, path, made(1), other, rest)
	if again := text(t, path); again != after {
		t.Errorf("nothing new, and it became\n%s", again)
	}
	c, err := OpenCredentials(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		dialer, server, extension string
		pass, secret              apiclient.Secret
	}{
		{dialerName, "10.0.9.8", "2001", "Pass2001", "Register2001"},
		{dialerName, "10.0.9.9", "2001", "Pass2001", "Register2001"},
		{dialerName, "10.0.9.8", "2002", "Pass2002", "Register2002"}, // of two lines
		{dialerName, "10.0.9.7", "2001", "", ""},
		{dialerName, "10.0.9.8", "2003", "", ""},
		{"https://other.example", "10.0.9.8", "2001", "", ""},
	} {
		l, found := c.At(tt.dialer, phoneAt(tt.server, tt.extension))
		if l.PhonePass != tt.pass || l.RegistrationPassword != tt.secret || found != (tt.pass != "") {
			t.Errorf("%s at %s: %q and %q", tt.extension, tt.dialer, l.PhonePass.Reveal(), l.RegistrationPassword.Reveal())
		}
	}
	for n, want := range map[int]int{1: 2, 2: 2, 3: 0} {
		lines := c.Of(dialerName, made(n).Person)
		if len(lines) != want || len(c.Of("https://other.example", made(n).Person)) > 0 {
			t.Errorf("person %d has %d lines", n, len(lines))
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
	addLines(t, path, c)
	again, err := OpenCredentials(path)
	if err != nil {
		t.Fatal(err)
	}
	if l, _ := again.At(c.Dialer, phoneAt(c.ServerIP, "dESK7")); l.PhonePass != c.PhonePass {
		t.Errorf("got %q", l.PhonePass.Reveal())
	}
}

func TestCredentialsAreOnesOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	addLines(t, path, made(1))
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A file that was cut off at any byte can be read, and lines can be added to it. A line with all its cells counts,
// even if the id of the run is cut off.
func TestCredentialsThatWereCutOff(t *testing.T) {
	dir := t.TempDir()
	whole := filepath.Join(dir, "whole.csv")
	addLines(t, whole, made(1))
	first := len(text(t, whole))
	addLines(t, whole, made(2), made(3))
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
		if _, found := c.At(dialerName, phoneAt("10.0.9.8", "2001")); found != (n >= first-len("r1\n")) {
			t.Fatalf("%d bytes: found %v", n, found)
		}
		addLines(t, path, made(1), made(2), made(3))
		if got := text(t, path); cutRuns.ReplaceAllString(got, ",r1\n") != all {
			t.Fatalf("%d bytes: became\n%s", n, got)
		}
	}
}

var cutRuns = regexp.MustCompile(`,r?1?(\n|$)`)

// Some editors and spreadsheets write no line end after the last line. That line is not lost.
func TestALastLineWithoutItsEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	addLines(t, path, made(1), made(2))
	whole := text(t, path)
	if err := os.WriteFile(path, []byte(strings.TrimSuffix(whole, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	addLines(t, path, made(2), made(3))
	if got := text(t, path); !strings.HasPrefix(got, whole) || strings.Count(got, "\n") != 4 {
		t.Error(got)
	}
}

// A number that another person gets in the end stands in the file under the new name as well.
func TestANumberThatGoesToSomebodyElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	addLines(t, path, made(1))
	before := text(t, path)
	other := made(1)
	other.FullName = "Carl Cole"
	addLines(t, path, other)
	addLines(t, path, other)
	if got := text(t, path); got != before+strings.Replace(strings.SplitAfter(before, "\n")[1], "Ann Lee", "Carl Cole", 1) {
		t.Error(got)
	}
}

func TestOtherFilesAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	header := strings.Join(credentialColumns, ",") + "\n"
	for name, content := range map[string]string{
		"a list": "extension,phone_pass\n2001,x\n", "semicolons": strings.ReplaceAll(header, ",", ";"), "one line": "hello", "a damaged line": header + "a,b\n",
		"an open quote": header + "\"a,b,c,d,e,f,g,h,i,j\n",
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
	addLines(t, path, made(1))
	saved := "\xef\xbb\xbf" + strings.ReplaceAll(text(t, path), "\n", "\r\n")
	if err := os.WriteFile(path, []byte(saved), 0o600); err != nil {
		t.Fatal(err)
	}
	addLines(t, path, made(1), made(2))
	c, err := OpenCredentials(path)
	if err != nil {
		t.Fatal(err)
	}
	if l, _ := c.At(dialerName, phoneAt("10.0.9.8", "2002")); l.PhonePass != made(2).PhonePass || !strings.HasPrefix(text(t, path), saved) {
		t.Error(text(t, path))
	}
}

func TestNothingInItIsAFormula(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	c := made(1)
	c.FullName, c.PhoneLogin, c.Extension = "=cmd()\tx", "a;=cmd()", "＝1"
	addLines(t, path, c)
	if got := text(t, path); !strings.Contains(got, ",'＝1,a;'=cmd(),'=cmd() x,") {
		t.Error(got)
	}
	before := text(t, path)
	addLines(t, path, c) // the file stays the same
	if got := text(t, path); got != before {
		t.Error(got)
	}
}

// Passwords do not pass from a leaver to the new owner of a number.
func TestPasswordsBelongToOnePerson(t *testing.T) {
	for _, tt := range []struct {
		kind     object.KeyKind
		was, now string
		same     bool
	}{
		{object.ByExtension, "ann keller", "ann keller", true},
		{object.ByExtension, "ann keller", "ann moss", false},
		{object.ByNumber, "ann keller", "ann moss", true},
		{object.ByNumber, "ann keller", "moss-keller, a.", true},
		{object.ByNumber, "ann keller", "bo li", false},
		{object.ByNumber, "agent 7", "seat 7", false},
		{object.ByNumber, "", "bo li", true},
		{object.ByNumber, "ann keller", "", true},
		{object.ByName, "ann keller", "ann keller", true},
	} {
		if same := samePerson(object.Person{Kind: tt.kind, Key: "7", Name: tt.now}, tt.was); same != tt.same {
			t.Errorf("%s: %q and %q: %t", tt.kind, tt.was, tt.now, same)
		}
	}
}

// A phone that got new passwords has a further line, which counts. A phone that got its earlier ones back has a third.
func TestTheNewestLineOfAPhoneCounts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.csv")
	first, second := made(1), made(1)
	second.PhonePass, second.Run = "Newer2001", "r2"
	for i, l := range []Credential{first, second, second, first} {
		addLines(t, path, l)
		if lines := strings.Count(text(t, path), "\n"); lines != []int{2, 3, 3, 4}[i] {
			t.Errorf("%d lines after %d", lines, i)
		}
		c, err := OpenCredentials(path)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := c.At(dialerName, phoneAt("10.0.9.8", "2001")); got.PhonePass != l.PhonePass {
			t.Errorf("%d: %s counts", i, got.PhonePass.Reveal())
		}
		if got := c.Of(dialerName, first.Person); got[0].PhonePass != l.PhonePass {
			t.Errorf("%d: %s is the first", i, got[0].PhonePass.Reveal())
		}
		if got, found := c.OfRun(dialerName, phoneAt("10.0.9.8", "2001"), "r2"); found != (i > 0) || found && got.PhonePass != "Newer2001" {
			t.Errorf("%d: %v, %s in run r2", i, found, got.PhonePass.Reveal())
		}
	}
}
