package config

// A Kind says which TOML values a flag takes.
type Kind int

// The kinds of flags.
const (
	Text   Kind = iota // a text, or a number where the text would be one
	Number             // a whole number
	Yes                // true or false
	List               // a text, or a list of texts
)

// A Flag is a flag of the program, as far as a file is concerned.
type Flag struct {
	Name       string // without dashes
	Kind       Kind
	OfDialer   bool   // the flag belongs to a dialer and not to a profile
	Refused    string // if not empty, a file must not set the flag: the remedy
	Path       bool   // the value is a path: a relative path is relative to the folder of the file
	CheckValue func(values []string) error
}

// Rules say what a file may hold.
type Rules struct {
	Flags  []Flag
	Dir    string                      // the folder of the file
	Getenv func(string) (string, bool) // for paths that begin with ~/ or $CREDENTIALS_DIRECTORY/
}

// flag returns the flag with a name, or nil.
func (r *Rules) flag(name string) *Flag {
	for i := range r.Flags {
		if r.Flags[i].Name == name {
			return &r.Flags[i]
		}
	}
	return nil
}
