package columns

import (
	"slices"
	"strings"
	"time"

	"phonebatch/batch/values"
)

// This file is the only place that knows the columns by which lists mark people as not wanted, and the meaning of their
// values. A phone has no field for them.

// A standing is a kind of column that says who is wanted.
type standing uint8

const (
	noStanding standing = iota
	wanted              // yes takes a row, no holds it back: active, enabled
	unwanted            // yes holds a row back: disabled, deleted, skip; so does a date in the past
	until               // a date in the past holds a row back: end date
	state               // words: status
	place               // words, but the column may also hold a part of a country: state
	action              // what to do with the row: add, delete
)

// standings maps normal names of such columns to their kind, in the languages of call centers' lists.
var standings = func() map[string]standing {
	m := make(map[string]standing)
	for kind, names := range map[standing][]string{
		wanted: {
			"Active", "Is Active", "Active Flag", "Enabled", "Is Enabled", "Account Enabled", "User Enabled",
			"Employed", "Currently Employed", "Current Employee",
			"Live", "In Use", "Include", "Import", "Create Phone", "Needs Phone", "Aktiv", "Ist aktiv", "Aktiviert",
			"Activo", "Activa", "Habilitado", "Vigente", "Actif", "Active ?",
			"Activé", "Attivo", "Attiva", "Abilitato", "Ativo", "Ativa", "Actief", "Ingeschakeld", "Aktywny",
			"Włączony", "Активен", "Активный", "Включен", "Aktif", "有効", "启用", "在职", "在籍",
		},
		unwanted: {
			"Inactive", "Is Inactive", "Disabled", "Is Disabled", "Account Disabled", "Deleted", "Is Deleted",
			"Terminated", "Is Terminated", "Suspended", "Is Suspended", "Locked", "Locked Out",
			"Archived", "Is Archived", "Removed", "Deactivated", "Closed", "Blocked", "Banned", "Left", "Leaver",
			"Has Left", "Former", "Former Employee", "Ex Employee", "Resigned", "Retired", "Quit", "Fired",
			"Skip", "Skipped", "Ignore", "Exclude", "Excluded", "Do Not Import", "Dont Import", "Don't Import",
			"Do Not Add", "Do Not Create", "No Phone", "To Delete", "To Be Deleted", "Delete", "Remove",
			"Cancelled", "Canceled", "Void", "Obsolete", "Expired", "On Leave", "On Hold", "Hold",
			"Inaktiv", "Gesperrt", "Deaktiviert", "Gelöscht", "Löschen", "Ausgeschieden", "Ausgetreten", "Gekündigt",
			"Überspringen", "Ignorieren", "Nicht importieren",
			"Inactivo", "Deshabilitado", "Desactivado", "Eliminado", "Borrado", "Baja", "De baja", "Suspendido",
			"Cesado", "Omitir", "Bloqueado", "Eliminar",
			"Inactif", "Désactivé", "Supprimé", "Suspendu", "Parti", "Sorti", "Ignorer", "Bloqué", "Supprimer",
			"Inattivo", "Disattivato", "Disabilitato", "Eliminato", "Cancellato", "Cessato", "Sospeso", "Licenziato",
			"Ignora",
			"Inativo", "Desativado", "Excluído", "Demitido", "Desligado", "Suspenso", "Ignorar",
			"Inactief", "Uitgeschakeld", "Verwijderd", "Uit dienst", "Geblokkeerd", "Overslaan", "Nieaktywny",
			"Usunięty", "Zwolniony", "Zablokowany", "Pomiń",
			"Неактивен", "Уволен", "Удален", "Заблокирован", "Отключен", "Пропустить", "停用", "离职", "削除", "退職", "無効",
		},
		until: {
			"End Date", "Date Ended", "Ended On", "Termination Date", "Date Terminated", "Terminated On",
			"Terminated At", "Term Date", "Leave Date", "Leaving Date", "Date Left", "Left On", "Date of Leaving",
			"Last Day",
			"Last Day Worked", "Last Working Day", "Last Day of Work", "Exit Date", "Separation Date",
			"Resignation Date", "Release Date", "Offboarding Date", "Contract End", "Contract End Date",
			"End of Contract", "Employment End Date",
			"Valid Until", "Valid To", "Expiry Date", "Expiration Date", "Expires", "Expires On", "Account Expires",
			"Deactivation Date", "Deletion Date", "Deleted At", "Disabled At", "Deactivated At", "Suspended At",
			"Archived At", "Removed At", "Deleted On",
			"Austritt", "Austrittsdatum", "Enddatum", "Vertragsende", "Kündigungsdatum", "Letzter Arbeitstag",
			"Gültig bis", "Ausgeschieden am", "Befristet bis",
			"Fecha de baja", "Fecha baja", "Fecha fin", "Fecha de fin", "Fecha de salida", "Fecha de término",
			"Fecha de egreso", "Fecha de cese",
			"Date de sortie", "Date de fin", "Date de départ", "Fin de contrat", "Date de fin de contrat",
			"Data fine", "Data di fine", "Data cessazione", "Data di cessazione", "Fine contratto",
			"Data de saída", "Data de demissão", "Data de desligamento", "Data de término", "Datum uit dienst",
			"Einddatum", "Data zwolnienia", "Data zakończenia", "Дата увольнения", "Дата окончания", "离职日期", "退職日",
		},
		state: {
			"Status", "Employment Status", "Employee Status", "Emp Status", "Account Status", "User Status",
			"Agent Status", "Staff Status", "Phone Status", "HR Status", "Work Status", "Worker Status",
			"Current Status", "Status Code", "Record Status",
			"Anstellungsstatus", "Mitarbeiterstatus", "Beschäftigungsstatus", "Estatus", "Situación",
			"Situación laboral", "Statut", "Statut employé", "Situação", "Статус", "状态", "ステータス", "Durum",
			"Condizione", "Lifecycle State", "Employment State",
		},
		place:  {"State", "Estado", "État", "Stato", "Zustand", "Состояние"},
		action: {"Action", "Change Type", "Operation", "Request", "Request Type", "Type of Request", "Type of Change", "Add or Remove", "Add/Remove", "Aktion", "Acción", "Azione", "Ação", "Actie", "Действие", "操作"},
	} {
		for _, name := range names {
			m[normal(name)] = kind
		}
	}
	return m
}()

// standingOf returns the kind of column that a name stands for, or noStanding.
func standingOf(name string) standing { return standings[plainName(name)] }

// wantedWords are the words by which a column of kind state marks a person as wanted, in small letters and without
// signs.
var wantedWords = set(
	"Active", "Aktiv", "Activo", "Activa", "Actif", "Attivo", "Attiva", "Ativo", "Ativa", "Actief", "Aktywny",
	"Активен", "Активный", "Работает", "Aktif", "在职", "在籍", "有効", "启用",
	"A", "Y", "Yes", "1", "True", "OK", "Enabled", "Current", "Employed", "Live", "In Service", "In Use", "Ready",
	"Confirmed", "Approved", "Working", "Hired", "New", "New Hire", "New Starter", "Starter", "Joiner", "Onboarding",
	"Full Time", "Fulltime", "FT", "Part Time", "Parttime", "PT", "Permanent", "Perm", "Temporary", "Temp",
	"Contract", "Contractor", "Probation", "Trainee", "Training", "In Training", "Regular", "FTE", "Intern",
	"Seasonal",
	"Exempt", "Non Exempt", "Hourly", "Salaried", "Salary", "Casual", "Fixed Term", "Freelance", "Freelancer",
	"Consultant", "Apprentice", "Student", "Working Student", "Probationary", "On Probation", "Remote", "Hybrid",
	"In Office", "On Site", "Tenured",
	"Festangestellt", "Festangestellter", "Festangestellte", "Angestellter", "Angestellte", "Aktiver Mitarbeiter",
	"Werkstudent", "Werkstudentin", "Azubi", "Auszubildender", "Auszubildende", "Minijob", "Minijobber", "Praktikant",
	"Praktikantin", "Aushilfe", "Freiberufler", "In Probezeit",
	"Titulaire", "Stagiaire", "Intérimaire", "Alternant", "Cadre", "Non Cadre", "ETAM", "Temps plein",
	"Temps partiel", "Fijo", "Indefinido", "Temporal", "Eventual", "Becario", "Tiempo completo", "Medio tiempo",
	"Efetivo", "Estagiário", "Aprendiz", "Indeterminato", "Determinato", "Tempo pieno", "Part Time", "Vast",
	"Tijdelijk",
	"Vollzeit", "Teilzeit", "Angestellt", "Befristet", "Unbefristet", "Probezeit", "Neu", "Ja", "Oui", "Sí", "Sì",
	"Sim", "Alta", "De alta", "Vigente", "En activo", "En poste", "In servizio", "In dienst", "CDI", "CDD",
)

// Words for yes and no that count, in addition to values.Flags, in columns of yes and no alone. In other columns a
// letter may mean anything.
var (
	yesWords = set("Y", "J", "O", "S", "D", "T", "Tak", "Da", "Да", "Sim", "Ja", "Jo", "Ano", "Áno", "Igen", "Evet", "Kyllä", "Ναι", "はい", "是", "Ok")
	noWords  = set("N", "Nee", "Nej", "Nie", "Não", "Nu", "Ne", "Nem", "Ei", "Hayır", "Нет", "Не", "Ні", "Όχι", "いいえ", "否")
)

// unwantedWords are the words by which a column of kind place marks a person as not wanted.
var unwantedWords = set(
	"Inactive", "Inaktiv", "Inactivo", "Inactif", "Inattivo", "Inativo", "Suspended", "Closed", "Terminated", "Left",
	"Leaver", "Resigned", "Retired", "Quit", "Fired", "Dismissed", "Laid off", "Disabled", "Deleted", "Removed",
	"Cancelled", "Canceled",
	"Pending", "Archived", "Locked", "Blocked", "On Leave", "Leave", "Deceased", "Former", "Expired", "N", "No", "0",
	"False", "Offboarded", "Not Active", "Hold", "On Hold", "Gesperrt", "Gelöscht", "Ausgeschieden", "Gekündigt",
	"Baja", "De baja",
	"Eliminado", "Suspendu", "Désactivé", "Supprimé", "Parti", "Sospeso", "Cessato", "Suspenso", "Demitido",
	"Desligado", "Uit dienst", "Уволен", "Неактивен", "Заблокирован", "Удален",
)

// additionWords are the words by which a column of kind action asks to add a person.
var additionWords = set(
	"Add", "A", "Create", "New", "Insert", "Import", "Add Phone", "Hire", "New Hire", "Onboard", "Setup", "Set up",
	"Neu", "Hinzufügen", "Anlegen", "Alta", "Nuevo", "Agregar", "Añadir", "Ajouter", "Créer", "Nouveau", "Aggiungi",
	"Nuovo", "Crea",
	"Adicionar", "Novo", "Criar", "Toevoegen", "Nieuw", "Dodaj", "Добавить", "Создать", "追加", "新增",
)

// noEndWords are words in a column of kind until for no end.
var noEndWords = set("never", "unlimited", "open", "open ended", "indefinite", "permanent", "unbefristet", "nie", "nunca", "jamais", "mai", "indefinido", "illimité", "0", "no", "false", "n",
	"present", "to present", "current", "ongoing", "to date", "till date", "permanent", "active", "aktuell",
	"laufend", "heute", "offen", "presente", "actual", "vigente", "en cours", "in corso", "lopend", "null",
	"0000-00-00", "0000-00-00 00:00:00", "9223372036854775807")

// holdsBack reports whether a value of such a column holds a row back: certainly, or because its meaning is not known.
// For an empty value, the answer counts only if other rows of the column have values.
func (k standing) holdsBack(v string, today time.Time) bool {
	key := normal(v)
	none := v == "" || values.Nothing.Has(v)
	switch yes := values.Flags[strings.ToLower(v)]; k {
	case wanted:
		return none || yes != "Y" && !wantedWords[key] && !yesWords[key]
	case unwanted:
		past, known := isPast(v, today)
		return !none && yes != "N" && !noEndWords[key] && !noWords[key] && (!known || past)
	case until:
		past, known := isPast(v, today)
		return !none && !noEndWords[key] && (!known || past)
	case state:
		return none || !wantedWords[key] && !allWanted(v)
	case place:
		return unwantedWords[key]
	case action:
		return none || !additionWords[key]
	}
	return false
}

// allWanted reports whether each part of a value marks a person as wanted: Active - Full Time.
func allWanted(v string) bool {
	parts := strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune("-/,;:()|–", r) })
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool { return normal(part) != "" && !wantedWords[normal(part)] })
}

// saysNo reports whether a value certainly marks a person as not wanted.
func (k standing) saysNo(v string, today time.Time) bool {
	key, flag := normal(v), values.Flags[strings.ToLower(v)]
	past, _ := isPast(v, today)
	switch {
	case unwantedWords[key] || values.Nothing.Has(v):
		return true
	case k == wanted:
		return flag == "N" || noWords[key]
	case k == unwanted:
		return flag == "Y" || yesWords[key] || past
	case k == until:
		return past
	}
	return k == action && removalWords[key]
}

// removalWords are the words by which a column of kind action says that a person is removed, or exists already.
var removalWords = set(
	"Del", "Delete", "Remove", "Drop", "D", "R", "Terminate", "Termination", "Disable", "Deactivate", "Suspend",
	"Leaver", "Offboard", "Cancel", "Skip", "Ignore", "None", "Nothing", "Keep", "No Change", "Update", "Change",
	"Modify", "Edit", "Move", "Rename",
	"Löschen", "Entfernen", "Ändern", "Eliminar", "Borrar", "Baja", "Modificar", "Cambiar", "Supprimer", "Modifier",
	"Elimina", "Modifica", "Excluir", "Remover", "Alterar", "Verwijderen", "Wijzigen", "Usuń", "Удалить", "Изменить",
	"削除", "变更", "删除",
)

// The layouts of dates that are read. Layouts with the day first and with the month first are kept apart.
var (
	sureLayouts = []string{
		"2006-1-2", "2006/1/2", "2006.1.2", "20060102", "2.1.2006", "2.1.06", "2-Jan-2006", "2-Jan-06", "2 Jan 2006",
		"2 January 2006", "Jan 2, 2006", "January 2, 2006", "Jan 2 2006", "Mon, 2 Jan 2006",
		"2006-1-2 15:04:05", "2006-1-2 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00",
		"2006-01-02T15:04:05.999Z07:00", "2.1.2006 15:04", "2.1.2006 15:04:05", "2006-01-02 15:04:05.999999",
		"2006-01-02 15:04:05-07", "2006-01-02 15:04:05Z07:00",
	}
	dayFirstLayouts   = []string{"2/1/2006", "2/1/06", "2-1-2006", "2/1/2006 15:04", "2/1/2006 15:04:05", "2-1-06"}
	monthFirstLayouts = []string{"1/2/2006", "1/2/06", "1-2-2006", "1/2/2006 15:04", "1/2/2006 15:04:05", "1/2/2006 3:04:05 PM", "1-2-06"}
)

// isPast reports whether a date is before today. known is false if the value is not a date, or can be read as two dates
// and only one of them is past.
func isPast(v string, today time.Time) (past, known bool) {
	if n := values.Digits(v); n == 5 && v >= "25569" && v <= "73050" { // a spreadsheet's date, 1970 to 2099
		days := 0
		for _, d := range v {
			days = 10*days + int(d-'0')
		}
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days).Before(today), true
	}
	var readings []bool
	for _, layouts := range [][]string{sureLayouts, dayFirstLayouts, monthFirstLayouts} {
		for _, layout := range layouts {
			if t, err := time.Parse(layout, v); err == nil {
				readings = append(readings, t.Before(today))
				break
			}
		}
	}
	if len(readings) == 0 || slices.Contains(readings, true) != !slices.Contains(readings, false) {
		return false, false
	}
	return readings[0], true
}
