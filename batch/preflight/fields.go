package preflight

import (
	"phonebatch/apiclient"
)

var numFields = len(apiclient.Fields())

// A fieldSet is a set of fields, one bit each.
type fieldSet uint32

func (s fieldSet) has(f apiclient.Field) bool { return s&(1<<f) != 0 }

func (s *fieldSet) add(f apiclient.Field) { *s |= 1 << f }
