package preflight

import "phonebatch/apiclient"

// changeSpecs returns the specs of update_phone by field: nil for the fields that an update never sends.
func changeSpecs(d apiclient.Dialect) []*apiclient.Spec {
	specs := make([]*apiclient.Spec, numFields)
	for _, f := range apiclient.Fields() {
		if f == apiclient.Extension || f == apiclient.ServerIP || f == apiclient.Protocol {
			continue
		}
		if spec, known := d.Spec(apiclient.UpdatePhone, f.String()); known && spec.Min+spec.Max > 0 {
			specs[f] = &spec
		}
	}
	return specs
}
