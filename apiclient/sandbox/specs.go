package sandbox

import "phonebatch/apiclient"

// specs is the field table of one function for this dialer.
type specs struct {
	list   []apiclient.Spec
	byName map[string]*apiclient.Spec // the fields of list, and user, pass and source
}

// plainWord cleans function, stage and header, the fields whose letters are A-Z in non-latin mode too.
var plainWord = mustSpec(apiclient.Dialect{}, apiclient.ServerRefresh, "stage")

func specTables(d apiclient.Dialect) map[apiclient.Function]*specs {
	tables := make(map[apiclient.Function]*specs)
	for _, fn := range []apiclient.Function{
		apiclient.AddPhone, apiclient.UpdatePhone, apiclient.AddPhoneAlias, apiclient.UpdatePhoneAlias,
		apiclient.AddUser, apiclient.UpdateUser, apiclient.CopyUser, apiclient.UserDetails, apiclient.VMList,
		apiclient.ServerRefresh,
	} {
		t := &specs{list: d.Specs(fn), byName: make(map[string]*apiclient.Spec)}
		for i := range t.list {
			t.byName[t.list[i].Name] = &t.list[i]
		}
		for _, name := range []string{"user", "pass", "source"} {
			own := mustSpec(d, fn, name)
			t.byName[name] = &own
		}
		tables[fn] = t
	}
	return tables
}

// mustSpec returns one line of apiclient's field table, and panics if there is none.
func mustSpec(d apiclient.Dialect, fn apiclient.Function, name string) apiclient.Spec {
	spec, known := d.Spec(fn, name)
	if !known {
		panic("sandbox: apiclient's field table does not know " + name)
	}
	return spec
}
