package columns

import (
	"slices"

	"phonebatch/apiclient"
)

// personNumbers are the headers of columns that hold a person's own number, which stays the same when the list gets
// another name: first staff numbers, then e-mail addresses, then account names. Case, accents, spaces and signs do not
// matter. The headers of one line are equally good.
var personNumbers = [][]string{
	{
		"Staff No", "Staff Nr", "Staff Number", "Staff ID", "Employee ID", "Employee No", "Employee Nr",
		"Employee Number",
		"Employee Code", "Emp ID", "Emp No", "Emp Number", "EmpID", "Personnel Number", "Personnel No", "Personnel ID",
		"HR ID", "HR Number", "Worker ID", "Worker Number", "Associate ID", "Personalnummer", "Personal-Nr", "Pers-Nr",
		"Mitarbeiternummer", "Mitarbeiter-Nr", "Mitarbeiter-ID", "Matricule", "Numéro de matricule", "Legajo",
		"Número de legajo", "Número de empleado", "No. de empleado", "Núm. empleado", "ID de empleado", "Matrícula",
		"Número de funcionário", "Matricola", "Numero dipendente", "Personeelsnummer", "Medewerkernummer",
		"Numer pracownika", "Табельный номер", "Sicil No", "工号", "社員番号", "従業員番号",
	},
	{"Payroll", "Payroll No", "Payroll Number", "Payroll ID"},
	{"Badge", "Badge No", "Badge Number", "Badge ID"},
	{"Agent ID", "Agent Number", "Agent No"},
	{
		"Work Email", "Company Email", "Business Email", "Corporate Email", "Email", "Email Address", "E-mail Address",
		"Agent Email", "Agent Email Address", "Mail", "Correo", "Correo electrónico", "Courriel", "Adresse e-mail",
	},
	{
		"User Principal Name", "UPN", "sAMAccountName", "AD Username", "AD Login", "Network Login", "Windows Login",
		"Username", "User ID", "User Login", "Login Name", "Login ID", "Login", "User", "Benutzername", "Usuario",
		"Nom d'utilisateur", "Nome utente",
	},
}

// personRank maps a normal header to its line in personNumbers.
var personRank = func() map[string]int {
	m := make(map[string]int)
	for rank, names := range personNumbers {
		for _, name := range names {
			m[normal(name)] = rank
		}
	}
	return m
}()

// PersonNumber returns the indexes of the columns that hold a person's own number, the best first: staff numbers,
// e-mail addresses, account names; columns of one kind in the header's order. It returns nil if there are none.
func PersonNumber(header []string) (candidates []int) {
	rank := func(i int) int {
		if r, is := personRank[normal(header[i])]; is {
			return r
		}
		return personRank[plainName(header[i])]
	}
	for i, name := range header {
		_, exact := personRank[normal(name)]
		if _, plain := personRank[plainName(name)]; exact || plain {
			candidates = append(candidates, i)
		}
	}
	slices.SortStableFunc(candidates, func(a, b int) int { return rank(a) - rank(b) })
	return candidates
}

// NameColumns returns the columns of a header that make up a person's full name: the columns that a --default for
// phone_full_name names, in its order, or else the column of phone_full_name itself. m holds the fields that --map
// gives to columns. The result is empty if the list has none of these columns.
func NameColumns(d Filling, m Mapping, header []string) (columns []string) {
	for _, f := range d.list {
		if f.field != apiclient.PhoneFullName || f.way != ByDefault {
			continue
		}
		for _, p := range f.parts {
			name := columnOf(p, m, header)
			if name != "" && !slices.Contains(columns, name) {
				columns = append(columns, name)
			}
		}
	}
	if len(columns) > 0 {
		return columns
	}
	if name := columnOf(part{field: apiclient.PhoneFullName, known: true}, m, header); name != "" {
		columns = append(columns, name)
	}
	return columns
}

// columnOf returns the column that a part of a default names, by its field or by its name. It returns "" for plain
// text, and for a column that the header does not have.
func columnOf(p part, m Mapping, header []string) string {
	if !p.known {
		return oneColumn(p.column, header)
	}
	best, name := unknown, ""
	meant, _, _ := m.bind(header) // mapColumns reports errors of --map
	for i, r := range readNames(header, meant, originOf(header)) {
		if r.how >= bySynonym && r.how > best && r.field == p.field {
			best, name = r.how, header[i]
		}
	}
	return name
}

// oneColumn returns the column of a header that a name means: the column with exactly this name, or else the first
// column that reads alike. It returns "" if there is none.
func oneColumn(name string, header []string) string {
	if name == "" || slices.Contains(header, name) {
		return name
	}
	if found := sameColumns(name, header); len(found) > 0 {
		return found[0]
	}
	return ""
}
