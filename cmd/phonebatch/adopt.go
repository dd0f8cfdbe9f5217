package main

import "phonebatch/batch/register"

// adopt records in the register that the dialer of the configuration file answers at its URLs: earlier runs may have
// used one of them. Without such a dialer, adopt does nothing. The error is that of register.Adopt.
func (d *dialing) adopt(r *register.Register) error {
	entry := d.flags.named.entry()
	if entry == nil || d.flags.sandbox {
		return nil
	}
	urls := make([]string, len(entry.URLs))
	for i, e := range entry.URLs {
		urls[i] = e.String()
	}
	adopted, err := r.Adopt(entry.Name, urls, register.Me("phonebatch, about the dialer "+entry.Name))
	for _, other := range adopted {
		d.say("earlier runs called the dialer %s %s: its phones are known", entry.Name, other)
	}
	return err
}
