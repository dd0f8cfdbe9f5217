package preflight

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// sharedVoicemail is domain rule R-06. Different extensions are different people. One agent's phones on several servers
// may share a mailbox, and so may all phones if the mailbox is a dummy.
func (t *traces) sharedVoicemail(keys *sorter) []remark {
	groups := slices.DeleteFunc(t.groups(keys, codes.SharedVoicemail, voicemailKey), func(rows []uint32) bool {
		return !t.differentPeople(rows) || t.isDummyMailbox(rows)
	})
	return t.shared(codes.SharedVoicemail, apiclient.VoicemailID, groups, "somebody else has the same mailbox: ")
}

// sharedPassword is the last part of domain rule R-11.
func (t *traces) sharedPassword(keys *sorter) []remark {
	groups := slices.DeleteFunc(t.groups(keys, codes.SharedPassword, secretKey), func(rows []uint32) bool {
		return !t.differentPeople(rows)
	})
	return t.shared(codes.SharedPassword, apiclient.RegistrationPassword, groups, "somebody else has the same password: ")
}

// dialplanOnServers finds numbers that different people have on different servers: a call between the servers rings
// only one of their phones.
func (t *traces) dialplanOnServers(keys *sorter) []remark {
	groups := slices.DeleteFunc(t.groups(keys, codes.DialplanServers, dialplanKey), func(rows []uint32) bool {
		return !t.differentPeople(rows) || !t.differentServers(rows)
	})
	return t.shared(codes.DialplanServers, apiclient.DialplanNumber, groups, "somebody else has the same number on another server: ")
}

// differentServers reports whether the rows name more than one server.
func (t *traces) differentServers(rows []uint32) bool {
	server := func(row uint32) uint16 { b, i := t.at(row); return b.servers[i] }
	return slices.ContainsFunc(rows, func(row uint32) bool { return server(row) != server(rows[0]) })
}

// differentPeople reports whether the rows have more than one extension.
func (t *traces) differentPeople(rows []uint32) bool {
	return slices.ContainsFunc(rows, func(row uint32) bool { return t.person(row) != t.person(rows[0]) })
}

func (t *traces) person(row uint32) uint32 {
	b, i := t.at(row)
	return b.people[i]
}

// isDummyMailbox reports whether a mailbox is there only because the field must be filled: at least three rows and nine
// rows of ten have it.
func (t *traces) isDummyMailbox(rows []uint32) bool { return len(rows) >= 3 && 10*len(rows) >= 9*t.n }

// shared returns one remark for all groups of rows that share a value, or nil if there are none.
func (t *traces) shared(code apiclient.Code, f apiclient.Field, groups [][]uint32, message string) []remark {
	if len(groups) == 0 {
		return nil
	}
	rows := slices.Concat(groups...)
	slices.Sort(rows)
	group := t.finder(groups)
	return []remark{{
		code: code, field: f, rows: rows,
		value: func(row uint32) string {
			if f.Secret() {
				return "***"
			}
			return t.value(row, f)
		},
		message: func(row uint32, of int) string {
			_, text := t.others(row, group(row))
			return inRows(of) + message + text
		},
		others: func(row uint32) []int { lines, _ := t.others(row, group(row)); return lines },
	}}
}

// finder returns a function that returns the group of a row. A row belongs to one group at most.
func (t *traces) finder(groups [][]uint32) func(row uint32) []uint32 {
	of := make(map[uint32]int)
	if t.judge.options.Strict {
		for i, rows := range groups {
			for _, row := range rows {
				of[row] = i
			}
		}
	}
	// Without Options.Strict, only the first row of all is asked for, and that row is in groups[0].
	return func(row uint32) []uint32 { return groups[of[row]] }
}
