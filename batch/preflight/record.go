package preflight

import (
	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
)

// A record is one record of a list, by the names of its columns. It has the fields of apiclient.Phone so that one type
// converts to the other; the compiler checks that the fields are the same.
type record struct {
	Extension            string           `csv:"extension"`
	DialplanNumber       string           `csv:"dialplan_number"`
	VoicemailID          string           `csv:"voicemail_id"`
	PhoneLogin           string           `csv:"phone_login"`
	PhonePass            apiclient.Secret `csv:"phone_pass"`
	ServerIP             string           `csv:"server_ip"`
	Protocol             string           `csv:"protocol"`
	RegistrationPassword apiclient.Secret `csv:"registration_password"`
	PhoneFullName        string           `csv:"phone_full_name"`
	LocalGMT             string           `csv:"local_gmt"`
	OutboundCID          string           `csv:"outbound_cid"`
	PhoneContext         string           `csv:"phone_context"`
	Email                string           `csv:"email"`
	AdminUserGroup       string           `csv:"admin_user_group"`
	IsWebphone           string           `csv:"is_webphone"`
	WebphoneAutoAnswer   string           `csv:"webphone_auto_answer"`
	UseExternalServerIP  string           `csv:"use_external_server_ip"`
	TemplateID           string           `csv:"template_id"`
	OnHookAgent          string           `csv:"on_hook_agent"`
}

func (r *record) phone() apiclient.Phone { return apiclient.Phone(*r) }

// An entry is one record as read, or the reason why it cannot be read.
type entry struct {
	sheet.Record
	row   *record
	bad   *sheet.RecordError
	cells []string // all cells, if few of them are filled or the row begins like a total

	tidy        bool            // tidying would change nothing
	shifted     bool            // the cells of the row have moved
	shiftedFrom apiclient.Field // the first field with a value that does not fit, if shifted
}
