package ledger

// A Choice is what a run has chosen for a record of its list: an extension, or a server, or both. It tells the phone's other
// key as well, so that it can be seen what became of the phone.
type Choice struct {
	// Record is the keyed hash of the record's cells. Records that are alike have the same: their choices are told apart by
	// their order alone.
	Record string `json:"record,omitempty"`
	Identity
}

// A chosen line tells a choice.
type chosen struct {
	Kind kind `json:"kind"`
	Choice
}

// Chosen records what was chosen. Sync before anything is added.
func (j *Journal) Chosen(list []Choice) error {
	lines := make([]any, len(list))
	for i, c := range list {
		lines[i] = chosen{kindChosen, c}
	}
	return j.append(lines...)
}

// Choices lists what was chosen for records of a keyed hash, in the order of the list. Without those that are done it lists
// what failed rows of the run get again: a phone that was added is not among them.
func (h *History) Choices(record string, withDone bool) (list []Choice) {
	for _, c := range h.choices[record] {
		if o := h.Object(c.Identity); withDone || o == nil || !o.Added() {
			list = append(list, c)
		}
	}
	return list
}

// Chosen is for how many records something was chosen.
func (h *History) Chosen() (n int) {
	for _, list := range h.choices {
		n += len(list)
	}
	return n
}

// choose takes in a choice.
func (h *History) choose(c Choice) bool {
	if c.Record == "" || c.Identity.Extension == "" && c.ServerIP == "" {
		return false
	}
	if h.choices == nil {
		h.choices = make(map[string][]Choice)
	}
	h.choices[c.Record] = append(h.choices[c.Record], c)
	return true
}
