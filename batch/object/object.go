package object

import "phonebatch/apiclient"

// A Key is what a dialer knows an object by, as the dialer stores it. An object's position in a list is no part of its key:
// anybody may sort a list.
type Key struct {
	Kind     Kind
	ServerIP string
	Name     string // of a phone: its extension
}

// KeyOf returns the key of a phone. Letters beyond ASCII, which only a dialer in non-latin mode stores, stay: any other
// dialer drops them from a question and a deletion as it did from the phone (contract/API.md, "Cleaning").
func KeyOf(p *apiclient.Phone) Key {
	stored := func(f apiclient.Field) string {
		spec, _ := apiclient.Dialect{NonLatin: true}.Spec(apiclient.AddPhone, f.String())
		return spec.Stored(p.Value(f))
	}
	return Key{Kind: Phone, ServerIP: stored(apiclient.ServerIP), Name: stored(apiclient.Extension)}
}

// Folded returns the key by which a dialer compares: case and, beyond ASCII, accents do not tell objects apart
// (contract/API.md, "add_phone: the checks"; domain rule R-04).
func (k Key) Folded() Key {
	k.Name = apiclient.Dialect{NonLatin: true}.Fold(k.Name)
	return k
}

// A KeyKind says what a person is known by.
type KeyKind string

// The kinds of keys, from the surest on.
const (
	ByNumber    KeyKind = "number"    // a number of their own, such as a staff number, or what --key names
	ByExtension KeyKind = "extension" // the extension that the list gives them
	ByName      KeyKind = "name"      // their name alone
)

// A Person is who an object is for. Key and Name are folded: case, spaces and accents do not tell people apart.
type Person struct {
	Kind KeyKind // empty where nobody is known
	Key  string  // tells the people of a dialer apart, whatever list names them
	Name string  // the full name; it may change while the person stays
}

// An Object is one thing that a row of a list asks for on a dialer.
type Object struct {
	Key
	Line   int              // of the list, where the row begins
	Phone  *apiclient.Phone // of kind Phone: what add_phone sends
	Shown  string           // server_ip as it may be shown: *** where the cell may hold a password
	Person Person
	Needs  []Key // objects that must stand on the dialer before this one
}

// ForPhone returns the object that a row's phone is.
func ForPhone(line int, p *apiclient.Phone) *Object {
	return &Object{Key: KeyOf(p), Line: line, Phone: p, Shown: p.ServerIP}
}
