package columns

import (
	"slices"

	"phonebatch/apiclient"
)

// This file is the only place that knows the names of columns in real lists, in addition to add_phone's own names.
// Case, accents, spaces and signs do not matter (normal), so each name is here in one spelling only.

// synonyms are names that mean one field and nothing else. They come from the labels of VICIdial's own pages, from the
// columns of its database, and from other telephone systems and spreadsheets. A name that could mean two things belongs
// into uncertain.
var synonyms = map[apiclient.Field][]string{
	apiclient.Extension: {
		"Ext", "Exten", "Extn", "Extensions", "Extension Number", "Extension No", "Ext Number", "Ext Num", "Ext No",
		"Extension ID",
		"Phone Extension", "Phone Ext", "Agent Extension", "SIP Extension", "SIP Ext", "Nebenstelle", "Durchwahl",
		"Anexo", "Ramal",
	},
	apiclient.DialplanNumber: {"Dial Number", "Dial Plan No", "Dial Plan Num", "Dialplan Extension"},
	apiclient.VoicemailID: {
		"Voicemail", "Voicemail Box", "Voicemail Number", "Voicemail No", "Voicemail Mailbox", "Mailbox",
		"Mailbox ID", "Mailbox Number",
		"VM", "VM ID", "VM Box", "VM Number",
	},
	apiclient.PhoneLogin: {"Phone Login ID", "Phone Login Name", "Agent Screen Login", "Agent Phone Login"},
	apiclient.PhonePass: {
		"Phone Password", "Phone PW", "Phone Login Password", "Phone Login Pass", "Agent Screen Password",
		"Agent Phone Password",
	},
	apiclient.ServerIP: {
		"Server", "Server Address", "Server IP Address", "Telephony Server", "Telephony Server IP", "Asterisk Server",
		"Asterisk IP", "Asterisk Server IP",
	},
	apiclient.Protocol: {"Client Protocol", "Phone Protocol", "Tech", "Technology", "Channel Type", "Channel Technology"},
	apiclient.RegistrationPassword: {
		"Registration Pass", "Registration Secret", "Registration PW", "Reg Password", "Reg Pass", "SIP Password",
		"SIP Pass", "SIP PW", "SIP Secret", "Secret",
		"Conf Secret", "Phone Secret", "Register Password", "Register Secret", "Extension Secret",
		"Extension Password", "Ext Password", "Ext Secret",
		"Softphone Password", "IAX Password", "IAX Secret",
	},
	apiclient.PhoneFullName: {"Full Name", "Agent Name", "Agent Full Name", "Employee Name", "Employee Full Name", "Display Name", "User Full Name"},
	apiclient.LocalGMT:      {"Time Zone", "TZ", "GMT", "GMT Offset", "UTC Offset", "Local GMT Offset", "Local Time Zone", "Time Zone Offset"},
	apiclient.OutboundCID: {
		"Caller ID", "Caller ID Number", "CID", "CID Number", "Outbound Caller ID", "Outbound Caller ID Number",
		"Outbound CID Number", "Outgoing Caller ID", "CLID",
	},
	apiclient.PhoneContext:        {"Context", "SIP Context", "Dialplan Context"},
	apiclient.Email:               {"Email Address", "Agent Email", "Agent Email Address", "Voicemail Email", "VM Email"},
	apiclient.AdminUserGroup:      {"Admin Group", "Administrator Group"},
	apiclient.IsWebphone:          {"Webphone", "Set As Webphone", "Use Webphone", "Webphone Enabled"},
	apiclient.WebphoneAutoAnswer:  {"Auto Answer Webphone"},
	apiclient.UseExternalServerIP: {"Use External IP", "Use External Server Address"},
	apiclient.TemplateID:          {"Template", "Conf Template", "Conf Template ID", "Configuration Template"},
	apiclient.OnHookAgent:         {"On Hook"},
}

// Uncertain holds names that could mean more than one thing: several fields of a phone, or a field and something that a
// phone does not have, such as the agent's own login.
type Uncertain struct {
	Names  []string
	Fields []apiclient.Field // in the order of a phone's fields
}

var uncertain = []Uncertain{
	{
		[]string{
			"Login", "Login ID", "Login Name", "User", "Username", "User ID", "User Login", "SIP User",
			"SIP Username", "SIP Login", "SIP Account",
			"Account", "Phone User", "Phone Username", "Phone ID",
		},
		[]apiclient.Field{apiclient.Extension, apiclient.PhoneLogin},
	},
	{
		[]string{"ID", "Agent", "Agent ID", "Agent Login", "Agent User", "Agent Number"},
		[]apiclient.Field{apiclient.Extension, apiclient.PhoneLogin, apiclient.PhoneFullName},
	},
	{
		[]string{
			"Password", "Pass", "Passwd", "PW", "Pwd", "PIN", "Passcode", "Login Password", "Login Pass",
			"User Password", "Agent Password", "Agent Pass",
			"Passwort", "Kennwort", "Mot de passe", "Contraseña", "Senha",
		},
		[]apiclient.Field{apiclient.PhonePass, apiclient.RegistrationPassword},
	},
	{[]string{"Name", "Phone Name", "Employee", "Nom", "Nombre", "Nome"}, []apiclient.Field{apiclient.Extension, apiclient.PhoneFullName}},
	{
		[]string{
			"Phone", "Phone Number", "Phone No", "Phone Num", "Number", "Telephone", "Telephone Number",
			"Telephone No", "Tel", "Telefon", "Teléfono",
		},
		[]apiclient.Field{apiclient.Extension, apiclient.DialplanNumber, apiclient.PhoneLogin, apiclient.OutboundCID},
	},
	{[]string{"Dial Plan"}, []apiclient.Field{apiclient.DialplanNumber, apiclient.PhoneContext}},
	{[]string{"DID", "DID Number", "DDI", "CLI", "Outbound Number"}, []apiclient.Field{apiclient.DialplanNumber, apiclient.OutboundCID}},
	{
		[]string{
			"Host", "Hostname", "IP", "IP Address", "Server Name", "SIP Server", "SIP Host", "SIP Domain", "Domain",
			"Registrar", "Proxy",
			"External Server IP", "Dialer", "PBX",
		},
		[]apiclient.Field{apiclient.ServerIP},
	},
	{[]string{"Type", "Phone Type", "Device Type", "Channel"}, []apiclient.Field{apiclient.Protocol}},
	{[]string{"Zone", "Offset", "UTC"}, []apiclient.Field{apiclient.LocalGMT}},
	{[]string{"Group", "User Group", "Agent Group"}, []apiclient.Field{apiclient.AdminUserGroup}},
	{[]string{"Mail"}, []apiclient.Field{apiclient.Email}},
	{[]string{"WebRTC"}, []apiclient.Field{apiclient.IsWebphone}},
	{[]string{"Auto Answer"}, []apiclient.Field{apiclient.WebphoneAutoAnswer}},
}

// familiar are names of columns that are not fields of a phone and that only a header has. They tell a list of people
// from a list without a header.
var familiar = set(
	"First Name", "Given Name", "Forename", "Last Name", "Surname", "Family Name", "Middle Name", "Department",
	"Dept", "Cost Center",
	"Start Date", "Hire Date", "Date Hired", "End Date", "Date of Birth", "Employee ID", "Employee Number",
	"Employee No", "Staff ID",
	"Personnel Number", "Badge", "Badge Number", "Job Title", "Supervisor", "Team Leader",
	"Vorname", "Nachname", "Abteilung", "Eintrittsdatum", "Prénom", "Nom de famille", "Apellido", "Apellidos",
	"Cognome", "Sobrenome",
)

// The names of the columns that make up a full name.
var (
	firstNames = set("First Name", "Given Name", "Forename", "Vorname", "Prénom")
	lastNames  = set("Last Name", "Surname", "Family Name", "Nachname", "Nom de famille", "Apellido", "Apellidos", "Cognome", "Sobrenome")
)

// synonymOf maps a normal name to its field.
var synonymOf = func() map[string]apiclient.Field {
	m := make(map[string]apiclient.Field)
	for f, names := range synonyms {
		for _, name := range names {
			m[normal(name)] = f
		}
	}
	return m
}()

// couldMean maps a normal name to the fields that it could mean.
var couldMean = func() map[string][]apiclient.Field {
	m := make(map[string][]apiclient.Field)
	for _, u := range uncertain {
		for _, name := range u.Names {
			m[normal(name)] = u.Fields
		}
	}
	return m
}()

// Synonyms returns the other names of a field.
func Synonyms(f apiclient.Field) []string { return slices.Clone(synonyms[f]) }

// UncertainNames returns the names that could mean more than one thing, with the fields that they could mean.
func UncertainNames() []Uncertain { return slices.Clone(uncertain) }
