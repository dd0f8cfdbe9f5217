package preflight

// AliasRows is an alias of a list, with the rows of its members: the phone_login of each row is a member.
type AliasRows struct {
	Alias       // ID and Name of the first row
	Rows  []int // indexes in List.Rows, in the list's order
}

// Aliases returns the aliases of the kept rows, in the order of their first rows. Rows whose alias ids the dialer
// stores as one form one alias, and rows without an alias id belong to none. Invalid rows are included.
func (l *List) Aliases() []AliasRows {
	var list []AliasRows
	places := make(map[string]int) // by the alias id as the dialer compares it
	for i, row := range l.Rows {
		key := aliasKey(l.options.Dialect, row.Alias.ID)
		if key == "" {
			continue
		}
		place, known := places[key]
		if !known {
			place = len(list)
			places[key] = place
			list = append(list, AliasRows{Alias: row.Alias})
		}
		list[place].Rows = append(list[place].Rows, i)
	}
	return list
}
