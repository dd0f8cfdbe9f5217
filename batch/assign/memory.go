package assign

import (
	"errors"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// A Memory knows the phones that earlier runs requested on a dialer.
type Memory interface {
	// Past returns the phones that were requested for a person, or for a person of the same name, the newest first. If
	// the entries of further phones are damaged, the error wraps ErrUnclear; the returned phones are valid then, too.
	Past(p object.Person) ([]Past, error)
}

// ErrUnclear is wrapped by the error of a Memory if some entries of a person are damaged.
var ErrUnclear = errors.New("what earlier runs did for a person cannot be told any more")

// A Past is one phone that an earlier run requested.
type Past struct {
	object.Key
	Kind    object.KeyKind // the kind of key that identified the person
	SameKey bool           // the person had the same key as now
	Stands  bool           // the phone was added or may have been added, and this program has not deleted it
	// Differs returns the fields in which the phone, as it was last stored, has other values than p. It is nil if that
	// is not known for sure.
	Differs func(p *apiclient.Phone) []apiclient.Field
}

// own returns the phones of past that were requested for this person, and not for another person of the same name.
//
// The key decides. If no earlier run knew the key, the name decides: a list may have staff numbers today that it did
// not have last week. But a phone with another staff number belongs to another person. If two staff numbers have one
// name, the name decides nothing.
func own(p object.Person, past []Past) (list []Past) {
	for _, was := range past {
		if was.SameKey && was.Kind == p.Kind {
			list = append(list, was)
		}
	}
	if len(list) > 0 || p.Kind == object.ByExtension || p.Name == "" {
		return list
	}
	foreign := make(map[string]bool) // extensions of people with other staff numbers
	for _, was := range past {
		if was.Kind == object.ByNumber && p.Kind == object.ByNumber {
			foreign[was.Name] = true
		}
	}
	extensions := make(map[string]bool)
	for _, was := range past {
		if !foreign[was.Name] {
			list = append(list, was)
			extensions[was.Name] = true
		}
	}
	if len(extensions) > 1 && p.Kind == object.ByName && differentPeople(list) {
		return nil
	}
	return list
}

// differentPeople says whether the phones belong to several people with staff numbers.
func differentPeople(past []Past) bool {
	numbered := make(map[string]bool)
	for _, was := range past {
		if was.Kind == object.ByNumber {
			numbered[was.Name] = true
		}
	}
	return len(numbered) > 1
}

// Has says whether earlier runs requested a phone for this person.
func Has(p object.Person, past []Past) bool { return len(own(p, past)) > 0 }
