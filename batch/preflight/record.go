package preflight

import "phonebatch/apiclient"

// A record is one record of a list by the names of its columns. Its fields are those of apiclient.Phone, so that
// one converts into the other; the compiler sees to it that they stay so.
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
