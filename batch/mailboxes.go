package batch

import (
	"fmt"
	"maps"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// sharedByMany is the number of people who share a mailbox on the dialer from which the mailbox is nobody's own.
const sharedByMany = 3

// A mailbox is who has one voicemail_id on the dialer.
type mailbox struct {
	people map[string]*apiclient.Phone // a phone of each, by folded extension
	rows   int                         // of the list, with this voicemail_id
}

// judgeMailboxes warns, once, about rows whose mailbox somebody else has on the dialer (domain rule R-06). Different
// extensions are different people, as in pre-flight. One dummy box for all is normal: most rows of the list have it, or
// several people share it on the dialer already.
func (w *work) judgeMailboxes(view run.View) []preflight.Problem {
	d := w.client.Dialect()
	spec, _ := d.Spec(apiclient.AddPhone, apiclient.VoicemailID.String())
	fold := func(p *apiclient.Phone) string { return d.Fold(spec.Stored(p.VoicemailID)) }
	boxes := mailboxesOf(view, fold)
	for _, o := range w.objects {
		if box := boxes[fold(o.Phone)]; box != nil {
			box.rows++
		}
	}
	other := make(map[int]*apiclient.Phone)
	var rows []int
	for i, o := range w.objects {
		box := boxes[fold(o.Phone)]
		if box == nil || !w.engine.Open(i) || box.isDummy(len(w.objects)) {
			continue
		}
		if other[i] = box.somebodyElse(o.Folded().Name); other[i] != nil {
			rows = append(rows, i)
		}
	}
	return w.out.List.Warn(codes.SharedVoicemail, apiclient.VoicemailID, rows, func(row int) string {
		const message = "on the dialer somebody else has the same mailbox: extension %s on %s"
		return fmt.Sprintf(message, other[row].Extension, other[row].ServerIP)
	})
}

// mailboxesOf returns the mailboxes of the phones of a view, by folded voicemail_id.
func mailboxesOf(view run.View, fold func(*apiclient.Phone) string) map[string]*mailbox {
	boxes := make(map[string]*mailbox)
	for key, p := range view {
		id := fold(p)
		if id == "" {
			continue
		}
		if boxes[id] == nil {
			boxes[id] = &mailbox{people: make(map[string]*apiclient.Phone)}
		}
		if known := boxes[id].people[key.Name]; known == nil || p.ServerIP < known.ServerIP {
			boxes[id].people[key.Name] = p
		}
	}
	return boxes
}

// isDummy says whether a mailbox is there only because the field must be filled. Of the list's rows, total in all, at
// least three and nine of ten must have it, as in pre-flight.
func (b *mailbox) isDummy(total int) bool {
	return len(b.people) >= sharedByMany || b.rows >= 3 && 10*b.rows >= 9*total
}

// somebodyElse returns a phone of the first person, by extension, who is not the given one; nil if there is none.
func (b *mailbox) somebodyElse(person string) *apiclient.Phone {
	for _, name := range slices.Sorted(maps.Keys(b.people)) {
		if name != person {
			return b.people[name]
		}
	}
	return nil
}
