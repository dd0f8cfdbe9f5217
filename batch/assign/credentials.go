package assign

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// A Credential is a line of a credentials file: everything that a person needs to use a phone whose passwords the
// program made. The passwords print as ***.
type Credential struct {
	Dialer, ServerIP, Extension, PhoneLogin string

	FullName                        string // as the list writes it
	PhonePass, RegistrationPassword apiclient.Secret
	Person                          object.Person
	Line                            int // line of the list
	Run                             string
}

// A Credentials is a file of passwords that the program made: CSV, mode 0600, one line for each phone. The program
// adds lines and never removes one, because a line may be the only copy of a phone's passwords. A phone that gets new
// passwords gets a further line, and the newest line of a phone counts. Several processes may
// add to one file. A Credentials is for one goroutine.
type Credentials struct {
	path  string
	lines []Credential
	by    map[string][]int // indexes of lines, by person and by extension
	end   int64            // offset of the end of the last whole line, in bytes
	ended bool             // the last whole line has a line end
}

// A CredentialsError says why a file cannot serve as a credentials file. The file stays unchanged.
type CredentialsError struct {
	Path, Problem, Remedy string
	Line                  int // 0 if the whole file is meant
}

func (e *CredentialsError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("the credentials file %s, line %d: %s", e.Path, e.Line, e.Problem)
	}
	return fmt.Sprintf("the credentials file %s %s", e.Path, e.Problem)
}

// Of returns the lines of a person on a dialer, the newest first: a phone may have got new passwords. Extensions and
// staff numbers pass from a leaver to a new person. If the person is known by an extension, the name must be the same
// as well; if by a number, the names must have a word in common, because names change at weddings.
func (c *Credentials) Of(dialer string, p object.Person) (list []Credential) {
	for _, i := range slices.Backward(c.by[personText(p)]) {
		l := &c.lines[i]
		if l.Dialer == dialer && samePerson(p, Fold(l.FullName)) {
			list = append(list, *l)
		}
	}
	return list
}

// samePerson says whether the person p is the person who had the same key and a folded name.
func samePerson(p object.Person, name string) bool {
	switch {
	case p.Kind == object.ByExtension:
		return name == p.Name
	case p.Kind == object.ByNumber && name != "" && p.Name != "":
		words := strings.FieldsFunc(p.Name, isNoLetter)
		return slices.ContainsFunc(strings.FieldsFunc(name, isNoLetter), func(w string) bool { return slices.Contains(words, w) })
	}
	return true
}

func isNoLetter(r rune) bool { return !unicode.IsLetter(r) }

// At returns the newest line of a phone on a dialer, and whether there is such a line. If a password is not in that
// line, At takes it from the newest line that has it.
func (c *Credentials) At(dialer string, key object.Key) (newest Credential, found bool) {
	for i, l := range c.linesAt(dialer, key) {
		if i == 0 {
			newest, found = l, true
		}
		newest.PhonePass = cmp.Or(newest.PhonePass, l.PhonePass)
		newest.RegistrationPassword = cmp.Or(newest.RegistrationPassword, l.RegistrationPassword)
	}
	return newest, found
}

// OfRun returns the newest line that a run wrote for a phone on a dialer, and whether there is such a line.
func (c *Credentials) OfRun(dialer string, key object.Key, run string) (Credential, bool) {
	for _, l := range c.linesAt(dialer, key) {
		if l.Run == run {
			return l, true
		}
	}
	return Credential{}, false
}

// Before returns the entry that a phone had before a run gave it other passwords: the newest line before the first
// one of that run, or a line without passwords if there is none. ok is false unless the newest line of the phone is
// of that run.
func (c *Credentials) Before(key object.Key, run string) (was Credential, ok bool) {
	lines := c.by[extensionText(key.Name)]
	i := slices.IndexFunc(lines, func(i int) bool { return c.lines[i].Run == run && c.lines[i].ServerIP == key.ServerIP })
	if i < 0 {
		return was, false
	}
	list := c.linesAt(c.lines[lines[i]].Dialer, key)
	if list[0].Run != run {
		return was, false
	}
	slices.Reverse(list)
	if first := slices.IndexFunc(list, func(l Credential) bool { return l.Run == run }); first > 0 {
		return list[first-1], true
	}
	was = list[0]
	was.PhonePass, was.RegistrationPassword, was.Run = "", "", ""
	return was, true
}

// linesAt returns the lines of a phone on a dialer, the newest first.
func (c *Credentials) linesAt(dialer string, key object.Key) (list []Credential) {
	for _, i := range slices.Backward(c.by[extensionText(key.Name)]) {
		if l := c.lines[i]; l.Dialer == dialer && l.ServerIP == key.ServerIP {
			list = append(list, l)
		}
	}
	return list
}

// learn adds a line to the lines in memory.
func (c *Credentials) learn(l Credential) {
	i := len(c.lines)
	c.lines = append(c.lines, l)
	for _, key := range []string{personText(l.Person), extensionText(l.Extension)} {
		c.by[key] = append(c.by[key], i)
	}
}

// has says whether the newest line of the phone has the values of l. The line of the list and the run may differ.
func (c *Credentials) has(l *Credential) bool {
	lines := c.linesAt(l.Dialer, object.Key{Kind: object.Phone, ServerIP: l.ServerIP, Name: l.Extension})
	if len(lines) == 0 {
		return false
	}
	old := lines[0]
	if old.Person.Kind != l.Person.Kind || old.Person.Key != l.Person.Key || old.FullName != shown(l.FullName) {
		return false
	}
	old.Line, old.Run, old.Person, old.FullName = l.Line, l.Run, l.Person, l.FullName
	return old == *l
}

// extensionText returns the index key of an extension in Credentials.by.
func extensionText(extension string) string {
	return "at " + apiclient.Dialect{NonLatin: true}.Fold(extension)
}

// personText returns a person's key as it stands in the file: the kind of the key, and the key.
func personText(p object.Person) string { return string(p.Kind) + " " + p.Key }

// shown returns a text on one line: it replaces control characters by spaces.
func shown(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, text)
}
