package preflight

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// sharedVoicemail is R-06. People are told apart by their extensions: one agent's phones on several servers share a
// mailbox rightly, and so does everybody where the mailbox is a dummy.
func (t *traces) sharedVoicemail(keys *keyset) []remark {
	groups := slices.DeleteFunc(t.groups(keys, codes.SharedVoicemail, voicemailKey), func(rows []uint32) bool {
		return !t.differentPeople(rows) || t.dummy(rows)
	})
	return t.shared(codes.SharedVoicemail, apiclient.VoicemailID, groups, "somebody else has the same mailbox: ")
}

// sharedPassword is the last part of R-11.
func (t *traces) sharedPassword(keys *keyset) []remark {
	groups := slices.DeleteFunc(t.groups(keys, codes.SharedPassword, secretKey), func(rows []uint32) bool {
		return !t.differentPeople(rows)
	})
	return t.shared(codes.SharedPassword, apiclient.RegistrationPassword, groups, "somebody else has the same password: ")
}

// dialplanOnServers finds numbers that ring different people's phones on different servers: a call between the servers
// rings one of them alone.
func (t *traces) dialplanOnServers(keys *keyset) []remark {
	groups := slices.DeleteFunc(t.groups(keys, codes.DialplanServers, dialplanKey), func(rows []uint32) bool {
		return !t.differentPeople(rows) || !t.differentServers(rows)
	})
	return t.shared(codes.DialplanServers, apiclient.DialplanNumber, groups, "somebody else has the same number on another server: ")
}

func (t *traces) differentServers(rows []uint32) bool {
	server := func(row uint32) uint16 { b, i := t.at(row); return b.servers[i] }
	return slices.ContainsFunc(rows, func(row uint32) bool { return server(row) != server(rows[0]) })
}

func (t *traces) differentPeople(rows []uint32) bool {
	return slices.ContainsFunc(rows, func(row uint32) bool { return t.person(row) != t.person(rows[0]) })
}

func (t *traces) person(row uint32) uint32 {
	b, i := t.at(row)
	return b.people[i]
}

// dummy says of a mailbox that it is there because the field must be filled: nine rows of ten have it, and three at least.
func (t *traces) dummy(rows []uint32) bool { return len(rows) >= 3 && 10*len(rows) >= 9*t.n }

// shared makes one remark of all groups of rows that share something.
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

// finder finds the group that a row belongs to. Each row is in one at most.
func (t *traces) finder(groups [][]uint32) func(row uint32) []uint32 {
	of := make(map[uint32]int)
	if t.judge.options.Strict {
		for i, rows := range groups {
			for _, row := range rows {
				of[row] = i
			}
		}
	}
	return func(row uint32) []uint32 { return groups[of[row]] } // the first row of all is in the first group
}
