package config

import "slices"

func (r *reader) profile(n node) Profile {
	p := Profile{Name: n.key, Line: n.line}
	for _, key := range r.once(n.table) {
		flag := r.rules.flag(name(key.key))
		if ofDialer := slices.Contains(dialerKeys, name(key.key)) || flag != nil && flag.OfDialer; ofDialer {
			r.note(key, "this belongs to a dialer, and not to a profile", "write the key below [dialers.NAME]")
			continue
		}
		if s, good := r.setting(key, nil); good {
			p.Settings = append(p.Settings, s)
		}
	}
	return p
}
