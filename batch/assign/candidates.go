package assign

import (
	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// Candidates returns the persons that a row of a list may stand for, the surest first: by the columns of --key alone,
// if the user passes --key; otherwise by each number of the person, by the extension, and by the full name. A register
// knows one of them at most.
func Candidates(row *preflight.Row, n Identity) (list []object.Person) {
	if !row.Readable {
		return nil
	}
	name := ""
	if len(n.Names) > 0 {
		name = Fold(row.Name)
	}
	enter := func(kind object.KeyKind, key string) {
		if key != "" {
			list = append(list, object.Person{Kind: kind, Key: key, Name: name})
		}
	}
	if len(n.Key) > 0 {
		enter(object.ByNumber, joined(row.Cells))
		return list
	}
	for _, cell := range row.Cells {
		enter(object.ByNumber, foldNumber(cell))
	}
	enter(object.ByExtension, apiclient.Dialect{NonLatin: true}.Fold(row.Phone.Extension))
	enter(object.ByName, name)
	return list
}
