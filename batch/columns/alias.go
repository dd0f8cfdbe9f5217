package columns

// An Aliasing says how rows get an alias when they have no cell for it. The zero Aliasing gives none. An Aliasing is a
// plain value.
type Aliasing struct{ id, name fill }

// ParseAliasing reads --alias and --alias-name, which are written like the values of --default. The error is a
// *FillError.
func ParseAliasing(id, name string) (a Aliasing, err error) {
	if a.id, err = parseTemplate(byAlias, id); err == nil {
		a.name, err = parseTemplate(byAliasName, name)
	}
	if err == nil && len(a.id.parts) > 0 && !a.id.refers() {
		err = a.id.fail(`all people would have the same alias; a column in braces makes them different: "{extension}x"`)
	}
	return a, err
}

// parseTemplate reads a text that may name columns in braces.
func parseTemplate(w Way, text string) (fill, error) {
	f := fill{way: w, text: text}
	return f, f.parseParts(text)
}

// each calls do for both templates, as long as there is no error.
func (a *Aliasing) each(do func(*fill) error) error {
	for _, f := range []*fill{&a.id, &a.name} {
		if err := do(f); err != nil {
			return err
		}
	}
	return nil
}
