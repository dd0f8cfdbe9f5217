package columns

import "phonebatch/apiclient"

// fields returns the fields that the filling can fill. A usual default counts as ifUnclaimed: it fills a field only if
// no column with an unclear name could hold the field. The usual local_gmt counts only if the dialer's local_gmt is
// known.
func (d Filling) fields() certainties {
	m := make(certainties)
	for _, f := range d.list {
		switch {
		case f.way != byUsualDefaults:
			m[f.field] = certain
		case f.field != apiclient.LocalGMT || d.zone != "":
			m[f.field] = ifUnclaimed
		}
	}
	return m
}

// certainties holds how certain each field is to be filled. A field without an entry is not filled.
type certainties map[apiclient.Field]uint8

const (
	ifUnclaimed uint8 = iota + 1 // filled unless a column with an unclear name could hold the field
	certain
)
