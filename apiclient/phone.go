package apiclient

import "fmt"

// A Field names one value of a phone.
type Field uint8

// The fields of add_phone, in the order of the documentation: the required ones first.
const (
	Extension Field = iota
	DialplanNumber
	VoicemailID
	PhoneLogin
	PhonePass
	ServerIP
	Protocol
	RegistrationPassword
	PhoneFullName
	LocalGMT
	OutboundCID
	PhoneContext
	Email
	AdminUserGroup
	IsWebphone
	WebphoneAutoAnswer
	UseExternalServerIP
	TemplateID
	OnHookAgent
	numFields
)

var fieldNames = [numFields]string{
	"extension", "dialplan_number", "voicemail_id", "phone_login", "phone_pass", "server_ip", "protocol",
	"registration_password", "phone_full_name", "local_gmt", "outbound_cid", "phone_context", "email",
	"admin_user_group", "is_webphone", "webphone_auto_answer", "use_external_server_ip", "template_id", "on_hook_agent",
}

// Fields returns all fields of a phone in order.
func Fields() []Field {
	all := make([]Field, numFields)
	for i := range all {
		all[i] = Field(i)
	}
	return all
}

// Names returns the names of fields, in their order.
func Names(fields []Field) (names []string) {
	for _, f := range fields {
		names = append(names, f.String())
	}
	return names
}

// String returns the name of the field in add_phone and update_phone, which is also the column of a list.
func (f Field) String() string {
	if f < numFields {
		return fieldNames[f]
	}
	return fmt.Sprintf("field %d", uint8(f))
}

// Required reports whether add_phone refuses a phone without the field.
func (f Field) Required() bool { return f <= OutboundCID }

// Secret reports whether the value is a password.
func (f Field) Secret() bool { return f == PhonePass || f == RegistrationPassword }

// A Phone holds the fields of add_phone for one phone. An empty field is not sent, so the dialer's default applies
// (domain rule R-13).
type Phone struct {
	Extension            string
	DialplanNumber       string
	VoicemailID          string
	PhoneLogin           string
	PhonePass            Secret
	ServerIP             string
	Protocol             string
	RegistrationPassword Secret
	PhoneFullName        string
	LocalGMT             string
	OutboundCID          string
	PhoneContext         string
	Email                string
	AdminUserGroup       string
	IsWebphone           string
	WebphoneAutoAnswer   string
	UseExternalServerIP  string
	TemplateID           string
	OnHookAgent          string
}

// Value returns one value of the phone for a request or a rule. Passwords are returned in clear: check f.Secret()
// before the value is shown to a person.
func (p *Phone) Value(f Field) string {
	if s := p.secret(f); s != nil {
		return s.Reveal()
	}
	return *p.plain(f)
}

// Set changes one value of the phone.
func (p *Phone) Set(f Field, value string) {
	if s := p.secret(f); s != nil {
		*s = Secret(value)
		return
	}
	*p.plain(f) = value
}

// secret returns the password of a field, or nil if the field is not a password.
func (p *Phone) secret(f Field) *Secret {
	switch f {
	case PhonePass:
		return &p.PhonePass
	case RegistrationPassword:
		return &p.RegistrationPassword
	}
	return nil
}

func (p *Phone) plain(f Field) *string {
	switch f {
	case Extension:
		return &p.Extension
	case DialplanNumber:
		return &p.DialplanNumber
	case VoicemailID:
		return &p.VoicemailID
	case PhoneLogin:
		return &p.PhoneLogin
	case ServerIP:
		return &p.ServerIP
	case Protocol:
		return &p.Protocol
	case PhoneFullName:
		return &p.PhoneFullName
	case LocalGMT:
		return &p.LocalGMT
	case OutboundCID:
		return &p.OutboundCID
	case PhoneContext:
		return &p.PhoneContext
	case Email:
		return &p.Email
	case AdminUserGroup:
		return &p.AdminUserGroup
	case IsWebphone:
		return &p.IsWebphone
	case WebphoneAutoAnswer:
		return &p.WebphoneAutoAnswer
	case UseExternalServerIP:
		return &p.UseExternalServerIP
	case TemplateID:
		return &p.TemplateID
	case OnHookAgent:
		return &p.OnHookAgent
	}
	panic("apiclient: no such field: " + f.String())
}
