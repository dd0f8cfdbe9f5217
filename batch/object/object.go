package object

import "phonebatch/apiclient"

// A Key identifies an object on a dialer. The texts are those that the dialer stores. The position of the object in a
// list is no part of the key: anybody may sort a list.
type Key struct {
	Kind     Kind
	ServerIP string // empty for an alias: an alias is on no server
	Name     string // of a phone the extension, of an alias the alias_id
}

// KeyOf returns the key of a phone. Letters beyond ASCII stay in the key, although only a dialer in non-latin mode
// stores them: any other dialer drops them from a phone, a question and a deletion alike (contract/API.md, "Cleaning").
func KeyOf(p *apiclient.Phone) Key {
	stored := func(f apiclient.Field) string {
		spec, _ := apiclient.Dialect{NonLatin: true}.Spec(apiclient.AddPhone, f.String())
		return spec.Stored(p.Value(f))
	}
	return Key{Kind: Phone, ServerIP: stored(apiclient.ServerIP), Name: stored(apiclient.Extension)}
}

// KeyOfAlias returns the key of the alias with an id, as KeyOf does for a phone.
func KeyOfAlias(id string) Key {
	spec, _ := apiclient.Dialect{NonLatin: true}.Spec(apiclient.AddPhoneAlias, "alias_id")
	return Key{Kind: Alias, Name: spec.Stored(id)}
}

// Folded returns the form of the key by which a dialer compares: case does not count, nor do accents beyond ASCII
// (contract/API.md, "add_phone: the checks"; domain rule R-04).
func (k Key) Folded() Key {
	k.Name = apiclient.Dialect{NonLatin: true}.Fold(k.Name)
	return k
}

// A KeyKind says how a person is identified.
type KeyKind string

// The kinds of keys, the most reliable first.
const (
	ByNumber    KeyKind = "number"    // a number of the person, such as a staff number, or the column of --key
	ByExtension KeyKind = "extension" // the extension that the list gives the person
	ByName      KeyKind = "name"      // the name alone
)

// A Person is the human for whom an object is meant. Key and Name are folded: case, spaces and accents do not count.
type Person struct {
	Kind KeyKind // empty if the person is unknown
	Key  string  // identifies the person on one dialer, in whichever list the person stands
	Name string  // the full name; it may change while the person stays the same
}

// An Object is one thing that a row of a list asks for on a dialer: a phone, or an alias.
type Object struct {
	Key
	Line   int              // the line of the list at which the row begins; of an alias, that of the first member's row
	Phone  *apiclient.Phone // of kind Phone: the values for add_phone
	Alias  *apiclient.Alias // of kind Alias: the values for add_phone_alias
	Shown  string           // server_ip for display: *** if the cell may hold a password
	Person Person
}

// ForPhone returns the object for the phone of a row that begins at the line. The object keeps p.
func ForPhone(line int, p *apiclient.Phone) *Object {
	return &Object{Key: KeyOf(p), Line: line, Phone: p, Shown: p.ServerIP}
}

// ForAlias returns the object for an alias whose first member's row begins at the line. The object keeps a.
func ForAlias(line int, a *apiclient.Alias) *Object {
	return &Object{Key: KeyOfAlias(a.AliasID), Line: line, Alias: a}
}

// Stored returns a copy of an object with the values that the dialer stores. The members of an alias stay as they are:
// pre-flight lets none through that the dialer would store otherwise. For a phone it takes the limits of the
// newest builds whatever the build of d: values that were stored at different times stay comparable.
func (o *Object) Stored(d apiclient.Dialect) *Object {
	if o.Phone == nil {
		c := *o
		return &c
	}
	d.Build = 0
	stored, c := d.Stores(*o.Phone), *o
	c.Phone = &stored
	return &c
}
