package pages

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A form holds the values of the fields of a form by name, as the dialer printed them.
type form map[string]string

// readForm returns the fields of the form that sends a number. wanted says which fields are returned; each must stand
// in the form at most once. Fields of other names are skipped: they hold passwords of other systems.
//
// The dialer does not escape values. A value with a quote or with markup breaks its field, so the field, or what stands
// behind it, is not as expected and the form is refused.
func readForm(body []byte, number string, wanted func(name string) bool) (form, error) {
	s := newScanner(body)
	for s.next() {
		if !s.opens("form") {
			continue
		}
		fields := make(form)
		if err := fields.read(s, wanted); err != nil {
			return nil, err
		}
		if fields["ADD"] == number {
			return fields, nil
		}
	}
	return nil, unexpected("the page has no form of a phone")
}

// read reads the fields up to the end of the form's table. The scanner stands at <form>.
func (f form) read(s *scanner, wanted func(name string) bool) error {
	printed := make(helps)
	for s.next() {
		if s.closes("table") {
			return nil
		}
		if err := printed.note(s); err != nil {
			return err
		}
		if s.opens("textarea") {
			if !s.skipTo("textarea") {
				return unexpected("the form does not end")
			}
			continue
		}
		name := s.attribute("name")
		if !wanted(name) || !s.opens("input") && !s.opens("select") {
			continue
		}
		value, err := readField(s, name, printed)
		if err != nil {
			return err
		}
		if _, twice := f[name]; twice {
			return unexpected("the form holds the field %s twice", name)
		}
		f[name] = value
	}
	return unexpected("the form does not end")
}

// readField returns the value of the field that the scanner stands at.
func readField(s *scanner, name string, printed helps) (string, error) {
	if s.opens("select") {
		return chosen(s, name)
	}
	value, err := inputValue(s, name)
	if err == nil && !slices.Contains(hiddenFields, name) {
		err = printed.behind(s, name)
	}
	return value, err
}

// beforeValue holds the attributes of the dialer's input elements. No attribute follows value, except in the field
// secretField, where one always does.
var beforeValue = []string{"type", "id", "name", "size", "maxlength"}

// secretField is the field with a check of the password's strength in the attribute onkeyup.
const secretField = "conf_secret"

// inputValue returns the value of an input element. The attributes must be those of the dialer's forms: a value with a
// quote would add others.
func inputValue(s *scanner, name string) (string, error) {
	var value string
	var seen []string
	for _, a := range s.attributes() {
		behind := slices.Contains(seen, "value")
		known := !behind && (a.name == "value" || slices.Contains(beforeValue, a.name)) ||
			behind && a.name == "onkeyup" && name == secretField
		if !known || slices.Contains(seen, a.name) {
			return "", unexpected("the field %s is not as in the dialer's forms", name)
		}
		if seen = append(seen, a.name); a.name == "value" {
			value = a.value
		}
	}
	if !slices.Contains(seen, "value") {
		return "", unexpected("the field %s has no value", name)
	}
	return value, nil
}

// chosen returns the value of a select element: of its last option, which the dialer adds for the stored value and
// which must be selected. An option without a value stands for its text. The scanner stands at <select>.
func chosen(s *scanner, name string) (string, error) {
	var value string
	var selected, plain bool // of the last option; plain: the option has no value of its own
	for s.next() {
		switch {
		case s.closes("select"):
			if !selected {
				return "", unexpected("the field %s shows no stored value", name)
			}
			return value, nil
		case s.opens("option"):
			value, selected, plain = "", false, true
			for _, a := range s.attributes() {
				switch a.name {
				case "value":
					value, plain = a.value, false
				case "selected":
					selected = true
				default:
					return "", unexpected("the field %s is not as in the dialer's forms", name)
				}
			}
		case s.kind == html.TextToken && plain && selected:
			value += strings.Trim(string(s.raw), "\n")
		case s.closes("option"):
			plain = false
		case s.kind != html.TextToken:
			return "", unexpected("the field %s is not as in the dialer's forms", name)
		}
	}
	return "", unexpected("the field %s does not end", name)
}
