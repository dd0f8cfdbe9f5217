package apiclient

import (
	"context"
	"crypto/rand"
	"strings"
)

// The functions of the API, one method each. Their answers and limits are in contract/API.md.

// AddPhone adds a phone. An unambiguous success is CodeAdded; even that is no proof that the phone is stored
// (contract/API.md, "Transport").
func (c *Client) AddPhone(ctx context.Context, p Phone) Reply {
	return c.call(ctx, c.options.Source, AddPhone, phoneFields(p), nil)
}

// ProbePhone asks what AddPhone would say to a phone, and stores nothing: the time zone is impossible, and every
// other check comes before it (contract/API.md, "A probe that stores nothing"). The answer CodeTimezone means
// that the phone would be taken, its template apart; CodePhoneExists, that some phone has that extension on that
// server. No password of the phone is sent. What p leaves empty is filled with values that nobody uses, so that
// a phone can be asked for by its extension and server alone.
//
// Should CodeAdded ever come back, the reply is CodeProbeAccepted: something was stored, and everything must stop.
func (c *Client) ProbePhone(ctx context.Context, p Phone) Reply {
	probe := impossible
	probe.Extension, probe.ServerIP = p.Extension, p.ServerIP
	probe.PhonePass, probe.RegistrationPassword = Secret(rand.Text()), Secret(rand.Text()) // should one ever be stored
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

// impossible holds what a probe sends in place of a real phone's values.
var impossible = Phone{
	DialplanNumber: "00", VoicemailID: "0", PhoneLogin: "phonebatchprobe", Protocol: "SIP",
	PhoneFullName: "phonebatch probe", LocalGMT: "99.99", OutboundCID: "0000000000",
}

// UpdatePhone changes the values given of the phone that p's extension and server name; empty ones are left alone.
func (c *Client) UpdatePhone(ctx context.Context, p Phone) Reply {
	return c.call(ctx, c.options.Source, UpdatePhone, phoneFields(p), nil)
}

// DeletePhone deletes a phone. CodeMayNotDelete means that nothing was deleted.
func (c *Client) DeletePhone(ctx context.Context, extension, serverIP string) Reply {
	return c.Call(ctx, UpdatePhone, map[string]string{"extension": extension, "server_ip": serverIP, "delete_phone": "Y"})
}

// AddPhoneAlias adds one login name for several phones. Its members must exist.
func (c *Client) AddPhoneAlias(ctx context.Context, id, name string, members []string) Reply {
	return c.Call(ctx, AddPhoneAlias, map[string]string{"alias_id": id, "alias_name": name, "phone_logins": strings.Join(members, ",")})
}

// UpdatePhoneAlias replaces an alias's members.
func (c *Client) UpdatePhoneAlias(ctx context.Context, id string, members []string) Reply {
	return c.Call(ctx, UpdatePhoneAlias, map[string]string{"alias_id": id, "phone_logins": strings.Join(members, ",")})
}

// DeletePhoneAlias deletes an alias. CodeMayNotDelete means that nothing was deleted.
func (c *Client) DeletePhoneAlias(ctx context.Context, id string) Reply {
	return c.Call(ctx, UpdatePhoneAlias, map[string]string{"alias_id": id, "delete_alias": "Y"})
}

// ServerRefresh has every server rebuild its telephony configuration: felt by all calls, so only on request.
func (c *Client) ServerRefresh(ctx context.Context) Reply {
	return c.Call(ctx, ServerRefresh, map[string]string{"stage": "REFRESH"})
}

// Version asks for the build, which needs no login. Only after a gate has passed does it say that a login is good.
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
