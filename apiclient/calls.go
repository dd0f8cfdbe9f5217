package apiclient

import (
	"context"
	"crypto/rand"
	"strings"
)

// The methods of this file call one function of the API each. Answers and limits are in contract/API.md.

// AddPhone adds a phone. If the dialer reports success, the code is CodeAdded. CodeAdded does not prove that the phone
// is stored (contract/API.md, "Transport").
func (c *Client) AddPhone(ctx context.Context, p Phone) Reply {
	return c.call(ctx, c.options.Source, AddPhone, phoneFields(p), nil)
}

// ProbePhone returns the answer that AddPhone would get, and stores nothing: the call has an invalid time zone, and the
// dialer checks the time zone last, apart from the template (contract/API.md, "A probe that stores nothing").
// CodeTimezone means that the dialer would accept the phone if the template exists. CodePhoneExists means that some
// phone has that extension on that server. The phone's passwords are not sent. Empty fields of p are sent with values
// that no phone has, so an extension and a server are enough for a probe.
//
// If the dialer answers that a phone was added, the code is CodeProbeAccepted: the dialer has stored the probe, and the
// caller must stop everything.
func (c *Client) ProbePhone(ctx context.Context, p Phone) Reply {
	probe := impossible
	probe.Extension, probe.ServerIP = p.Extension, p.ServerIP
	probe.PhonePass, probe.RegistrationPassword = Secret(rand.Text()), Secret(rand.Text()) // nobody can guess them if a dialer stores the probe
	for _, f := range []Field{DialplanNumber, VoicemailID, PhoneLogin, Protocol, OutboundCID} {
		if v := p.Value(f); v != "" {
			probe.Set(f, v)
		}
	}
	return c.call(ctx, c.options.ProbeSource, AddPhone, phoneFields(probe), func(r *Reply) {
		if r.Code == CodeAdded || r.Code == CodeAnotherPhone && r.success {
			r.Code = CodeProbeAccepted
		}
	})
}

// impossible holds the values of a probe that do not come from a phone.
var impossible = Phone{
	DialplanNumber: "00", VoicemailID: "0", PhoneLogin: "phonebatchprobe", Protocol: "SIP",
	PhoneFullName: "phonebatch probe", LocalGMT: "99.99", OutboundCID: "0000000000",
}

// An Update is a change of the phone with an extension and a server. Empty fields stay as they are on the dialer. Blank
// empties those of its fields.
type Update struct {
	Phone
	Active string // Y or N; update_phone alone has this field
}

// fields returns the fields with a value by name.
func (u *Update) fields() map[string]string {
	fields := phoneFields(u.Phone)
	if u.Active != "" {
		fields["active"] = u.Active
	}
	return fields
}

// UpdatePhone changes a phone. Two calls with the same Update have the same effect as one.
func (c *Client) UpdatePhone(ctx context.Context, u Update) Reply {
	return c.call(ctx, c.options.Source, UpdatePhone, u.fields(), nil)
}

// RehearseUpdate returns the answer that UpdatePhone would get, and stores nothing: the call has an invalid value in
// the field that the dialer checks last, apart from the template (contract/API.md, "update_phone"). CodeWouldUpdate
// means that the dialer would store the values if the template exists.
//
// If the dialer answers that a phone was updated, the code is CodeProbeAccepted, as for ProbePhone.
func (c *Client) RehearseUpdate(ctx context.Context, u Update) Reply {
	fields := u.fields()
	fields[checkedLast] = "X"
	return c.call(ctx, c.options.ProbeSource, UpdatePhone, fields, func(r *Reply) {
		switch {
		case r.Code == CodeUpdated || r.Code == CodeAnotherPhone && r.success:
			r.Code = CodeProbeAccepted
		case r.Code == CodeField && strings.Contains(r.text, checkedLastText):
			r.Code = CodeWouldUpdate
		}
	})
}

// checkedLast is the field of update_phone that the dialer checks last, apart from the template; checkedLastText begins
// the dialer's text about it.
const (
	checkedLast     = "delete_vm_after_email"
	checkedLastText = "DELETE VOICEMAIL AFTER EMAIL"
)

// Blank tells UpdatePhone to empty a field of Clearable. In other fields the dialer stores the text itself, or empties
// a password (contract/API.md, "update_phone").
const Blank = "--BLANK--"

// Clearable returns whether Blank empties a field. The registration password is left out: an empty one lets everybody
// register.
func (f Field) Clearable() bool {
	return f == PhoneFullName || f == PhoneContext || f == Email || f == TemplateID
}

// DeletePhone deletes a phone. CodeMayNotDelete means that nothing was deleted.
func (c *Client) DeletePhone(ctx context.Context, extension, serverIP string) Reply {
	return c.Call(ctx, UpdatePhone, map[string]string{"extension": extension, "server_ip": serverIP, "delete_phone": "Y"})
}

// ServerRefresh tells every server of the dialer to rebuild its telephony configuration. The rebuild affects running
// calls: call ServerRefresh only if the user asks for it.
func (c *Client) ServerRefresh(ctx context.Context) Reply {
	return c.Call(ctx, ServerRefresh, map[string]string{"stage": "REFRESH"})
}

// Version asks for the build. The dialer answers without a login, and the call sends none; CodeVersion says nothing
// about the API user.
func (c *Client) Version(ctx context.Context) Reply {
	return c.call(ctx, c.options.ProbeSource, Version, nil, nil)
}

func phoneFields(p Phone) map[string]string {
	fields := make(map[string]string, numFields+4)
	for f := range numFields {
		if v := p.Value(f); v != "" {
			fields[f.String()] = v
		}
	}
	return fields
}
