package columns

import "slices"

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
