package pages

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"phonebatch/apiclient"
)

// Values are the values of one phone, as the form of the phone shows them.
type Values struct {
	Phone  apiclient.Phone // the fields of add_phone; Shows tells an empty value from a field that the form lacks
	Active string          // Y or N: the field active of update_phone
	Status string          // the status of the list of phones, which is ACTIVE also if Active is N
	// More holds the further fields of update_phone by name: outbound_alt_cid, phone_ring_timeout and
	// delete_vm_after_email. A field that the form lacks has no entry.
	More map[string]string

	shown map[apiclient.Field]bool
}

// Shows reports whether the form shows a field. The forms of old builds have no user group.
func (v Values) Shows(f apiclient.Field) bool { return v.shown[f] }

// The names of fields that the form sends next to the columns of the phone.
const (
	numberField  = "ADD"
	oldExtension = "old_extension"
	oldServerIP  = "old_server_ip"
	statusField  = "status"
	activeField  = "active"
)

// hiddenFields are the fields without a cell of their own. The form repeats the two that hold values of the phone.
var hiddenFields = []string{numberField, oldExtension, oldServerIP}

// noTemplate is what the form calls a phone without a template.
const noTemplate = "--NONE--"

// formName is the name of the form in errors.
const formName = "the form of the phone"

// Deep asks the dialer for the form of one phone, and reads it. The error is a *apiclient.PageError if no page came, a
// *NotReadableError if the page is not as expected or shows another phone, and wraps ErrNoPhone if there is no such
// phone or if the API user may not see it. Extension and server_ip compare as on the dialer.
func Deep(ctx context.Context, c *apiclient.Client, extension, serverIP string) (Values, error) {
	body, err := c.Page(ctx, url.Values{"ADD": {phoneForm}, "extension": {extension}, "server_ip": {serverIP}})
	if err != nil {
		return Values{}, err
	}
	v, err := ParseDeep(body)
	if err != nil {
		return Values{}, err
	}
	fold := c.Dialect().Fold
	if fold(v.Phone.Extension) != fold(extension) || fold(v.Phone.ServerIP) != fold(serverIP) {
		return Values{}, on(formName, unexpected("it shows %q on %q, another phone", v.Phone.Extension, v.Phone.ServerIP))
	}
	return v, nil
}

// ParseDeep reads the form of one phone. The caller compares extension and server_ip with those that were asked for.
// The error is a *NotReadableError, or wraps ErrNoPhone.
func ParseDeep(body []byte) (Values, error) {
	v, err := parseDeep(body)
	if err != nil {
		return Values{}, on(formName, err)
	}
	return v, nil
}

// columnOf returns the names of the columns that a Values holds: those of update_phone, which are the names of the
// fields of the form too, by the field of update_phone.
func columnOf() map[string]string {
	columns := make(map[string]string)
	for _, spec := range (apiclient.Dialect{}).Specs(apiclient.UpdatePhone) {
		if spec.Column != "" {
			columns[spec.Name] = spec.Column
		}
	}
	return columns
}

func parseDeep(body []byte) (Values, error) {
	if err := checkPage(body, phoneForm); err != nil {
		return Values{}, err
	}
	columns := columnOf()
	wanted := map[string]bool{numberField: true, oldExtension: true, oldServerIP: true, statusField: true}
	for _, column := range columns {
		wanted[column] = true
	}
	fields, err := readForm(body, phoneChange, func(name string) bool { return wanted[name] })
	if err != nil {
		return Values{}, err
	}
	for name, value := range fields {
		decoded, ok := decode(value)
		if !ok {
			return Values{}, unexpected("the field %s is in no known character set", name)
		}
		fields[name] = decoded
	}
	if err := fields.checkPlace(); err != nil {
		return Values{}, err
	}
	return fields.values(columns)
}

// checkPlace compares the two places of the form that name the phone. A form without any of them is that of no phone.
func (f form) checkPlace() error {
	extension, server := f["extension"], f["server_ip"]
	switch {
	case extension != f[oldExtension] || server != f[oldServerIP]:
		return unexpected("it names the phone in two ways: %q on %q, and %q on %q",
			extension, server, f[oldExtension], f[oldServerIP])
	case extension == "" && server == "" && f["login"] == "":
		return fmt.Errorf("%s: %w", formName, ErrNoPhone)
	case extension == "" || server == "":
		return unexpected("it names the phone in part alone")
	}
	return nil
}

// values returns the fields of the form as the values of a phone. columns holds the fields of update_phone and their
// columns.
func (f form) values(columns map[string]string) (Values, error) {
	v := Values{Active: f[activeField], Status: f[statusField]}
	v.More, v.shown = make(map[string]string), make(map[apiclient.Field]bool)
	if v.Active != "Y" && v.Active != "N" {
		return Values{}, unexpected("the field %s is neither Y nor N", activeField)
	}
	for _, field := range apiclient.Fields() {
		column := columns[field.String()]
		value, shown := f[column]
		delete(columns, field.String())
		if !shown {
			if field == apiclient.AdminUserGroup {
				continue
			}
			return Values{}, unexpected("it has no field %s", column)
		}
		spec, _ := apiclient.Dialect{}.Spec(apiclient.AddPhone, field.String())
		if len(spec.Words) > 0 && !slices.Contains(spec.Words, value) {
			return Values{}, unexpected("the field %s holds none of its words", column)
		}
		if field == apiclient.TemplateID && value == noTemplate {
			value = ""
		}
		v.Phone.Set(field, value)
		v.shown[field] = true
	}
	for name, column := range columns {
		if value, shown := f[column]; shown && column != activeField {
			v.More[name] = value
		}
	}
	return v, nil
}
