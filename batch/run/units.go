package run

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// singles makes a unit of each object.
func singles(items []*item) [][]*item {
	units := make([][]*item, len(items))
	for i := range items {
		units[i] = items[i : i+1]
	}
	return units
}

// byLogin puts objects into one unit if the dialer would store them with the same login or as the same phone. Two
// requests for one login must never be under way together: the dialer's check and its INSERT are not one transaction
// (contract/API.md, check 8).
func (e *Engine) byLogin(items []*item) [][]*item {
	at := make(map[string]int, 2*len(items)) // the index of the unit, by login and by phone
	units := make([][]*item, 0, len(items))
	for _, it := range items {
		login, phone := "login "+e.login(it), e.phoneKey(it)
		i, sameLogin := at[login]
		j, samePhone := at[phone]
		switch {
		case !sameLogin && !samePhone:
			i = len(units)
			units = append(units, nil)
		case !sameLogin:
			i = j
		case samePhone && i != j: // two units become one
			for _, other := range units[j] {
				at["login "+e.login(other)], at[e.phoneKey(other)] = i, i
			}
			units[i] = append(units[i], units[j]...)
			units[j] = nil
		}
		at[login], at[phone] = i, i
		units[i] = append(units[i], it)
	}
	return slices.DeleteFunc(units, func(u []*item) bool { return len(u) == 0 })
}

// login returns the login that the dialer would store for an object, folded; of an alias, its id.
func (e *Engine) login(it *item) string {
	if it.object.Kind == object.Alias {
		return e.line.dialect.Fold(it.object.Name)
	}
	return e.storedLogin(it.object.Phone.PhoneLogin)
}

// storedLogin returns a login as the dialer stores it, folded.
func (e *Engine) storedLogin(login string) string {
	spec, _ := e.line.dialect.Spec(apiclient.AddPhone, apiclient.PhoneLogin.String())
	return e.line.dialect.Fold(spec.Stored(login))
}

// phoneKey returns a text that is equal for two objects if they are the same phone or alias for the dialer.
func (e *Engine) phoneKey(it *item) string {
	if it.object.Kind == object.Alias {
		return "alias " + it.object.Folded().Name
	}
	spec, _ := e.line.dialect.Spec(apiclient.AddPhone, apiclient.Extension.String())
	return "phone " + it.object.Phone.ServerIP + " " + e.line.dialect.Fold(spec.Stored(it.object.Phone.Extension))
}

// twin reports whether an earlier object of the list is the same phone for the dialer; --ignore duplicate_extension
// allows such rows. The phone of a twin may have been stored for the other row, so its presence proves nothing about
// the twin. An object that pre-flight refused is no twin and has none.
func (e *Engine) twin(it *item) bool {
	if e.twins == nil {
		e.twins = make(map[*item]bool)
		seen := make(map[string]bool, len(e.items))
		for i := range e.items {
			it := &e.items[i]
			if it.refused {
				continue
			}
			key := e.phoneKey(it)
			if seen[key] {
				e.twins[it] = true
			}
			seen[key] = true
		}
	}
	return e.twins[it]
}
