package apiclient

import "slices"

// Specs returns the field table of one function for this dialer, without the fields that its build ignores. For
// AddPhone the order is the order of Field: if no field is left out, the index of a spec is its Field.
func (d Dialect) Specs(fn Function) []Spec {
	specs := make([]Spec, 0, len(tables[fn]))
	for _, s := range tables[fn] {
		if s, known := s.resolved(d); known {
			specs = append(specs, s)
		}
	}
	return specs
}

// Spec returns the line of the field table for one field of one function. The second result is false if the function,
// or this dialer's build, does not know the field.
func (d Dialect) Spec(fn Function, name string) (Spec, bool) {
	if s := lookUp(fn, name); s != nil {
		return s.resolved(d)
	}
	return Spec{}, false
}

// UnknownTo returns the fields of a phone that a build silently ignores.
func UnknownTo(b Build) (fields []Field) {
	for f := range numFields {
		if _, known := addPhone[f].resolved(Dialect{Build: b}); !known {
			fields = append(fields, f)
		}
	}
	return fields
}

// An OlderSpec is the spec of a field in the builds before one date.
type OlderSpec struct {
	Spec
	Before Build
}

// Older returns the specs of one field of one function in older builds, the newest first, if they differ from the spec
// in a current build. Builds that ignore the field are left out.
func (d Dialect) Older(fn Function, name string) []OlderSpec {
	s := lookUp(fn, name)
	if s == nil {
		return nil
	}
	var list []OlderSpec
	for _, v := range s.older {
		d.Build = v.before - 1
		if spec, known := s.resolved(d); known {
			list = append(list, OlderSpec{spec, v.before})
		}
	}
	slices.SortFunc(list, func(a, b OlderSpec) int { return int(b.Before - a.Before) })
	return list
}

func lookUp(fn Function, name string) *Spec {
	for _, table := range [...][]Spec{tables[fn], credentials} {
		for i := range table {
			if table[i].Name == name {
				return &table[i]
			}
		}
	}
	return nil
}

// Stores returns the values that add_phone stores if it accepts the phone.
func (d Dialect) Stores(p Phone) Phone {
	for f := range numFields {
		spec, known := addPhone[f].resolved(d)
		if !known {
			p.Set(f, "") // the build ignores the value: the column keeps the default of the schema
			continue
		}
		p.Set(f, spec.Stored(p.Value(f)))
	}
	return p
}
