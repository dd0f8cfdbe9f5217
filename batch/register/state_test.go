package register

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// told records short words about one phone: absent, there, sent:CID, chosen, and statuses. A bar stands for a Sync.
func told(t *testing.T, rec *Recording, words string) *object.Object {
	t.Helper()
	o := phone(1)
	for word := range strings.FieldsSeq(words) {
		switch what, cid, _ := strings.Cut(word, ":"); what {
		case "absent", "there", "unseen":
			check(t, rec.Asked(o, map[string]object.Presence{"absent": object.Absent, "there": object.There, "unseen": object.Unseen}[what]))
		case "chosen":
			check(t, rec.Assigned([]*object.Object{o}))
		case "sent":
			o.Phone.OutboundCID = cid
			check(t, rec.Claim([]*object.Object{o}))
		case "edited":
			r := result(object.Refused)
			r.Code = codes.Edited
			check(t, rec.Settled(o, r))
		case "|":
			check(t, rec.Sync())
		default:
			check(t, rec.Settled(o, result(object.Status(what))))
		}
	}
	return o
}

// standsWith names what is known of an object, in the words of told.
func standsWith(o *Object) string {
	if o == nil {
		return ""
	}
	var got []string
	for _, word := range []struct {
		text string
		is   bool
	}{{"claimed", o.Claimed}, {"absent", o.Was == object.Absent}, {"there", o.Was == object.There}, {"unseen", o.Was == object.Unseen}} {
		if word.is {
			got = append(got, word.text)
		}
	}
	if o.Outcome != nil {
		got = append(got, string(o.Outcome.Status))
	}
	for _, cid := range []string{"11", "22"} {
		p := phone(1).Phone
		p.OutboundCID = cid
		if o.row.sums != nil && len(o.Differs(p)) == 0 {
			got = append(got, cid)
		}
	}
	return strings.Join(got, " ")
}

// meanings say what is known of an object once several things have happened to it.
var meanings = map[string]string{
	"absent":                                    "absent",
	"there":                                     "there",
	"chosen":                                    "",
	"chosen absent":                             "absent",
	"absent sent:11":                            "claimed absent 11",
	"chosen sent:11":                            "claimed 11",
	"sent:11":                                   "claimed 11",
	"sent:11 absent":                            "claimed absent 11", // absent while in doubt: whatever comes later is ours
	"absent sent:11 there":                      "claimed absent 11",
	"absent sent:11 added":                      "claimed absent added 11",
	"absent sent:11 unconfirmed":                "claimed absent unconfirmed 11",
	"absent sent:11 unconfirmed sent:22":        "claimed absent 22",
	"absent sent:11 added unconfirmed":          "claimed absent unconfirmed 11", // SUCCESS, and not there
	"absent sent:11 refused":                    "refused 11",
	"absent sent:11 not_sent":                   "not_sent 11",
	"absent sent:11 exists":                     "exists 11",
	"absent sent:11 invalid":                    "invalid 11",
	"absent sent:11 not_sent there":             "there not_sent 11",
	"absent sent:11 not_sent absent sent:22":    "claimed absent 22",
	"absent sent:11 added sent:22 exists":       "claimed absent added 11", // another row that means the same phone
	"absent sent:11 added chosen":               "claimed absent added 11",
	"absent sent:11 edited":                     "claimed absent added 11",
	"absent sent:11 sent:22 edited":             "claimed absent added 11", // the first request came through late
	"absent sent:11 unconfirmed sent:22 edited": "claimed absent added 11",
	"absent sent:11 sent:22 added":              "claimed absent added 22",
	"absent sent:11 deleted":                    "claimed absent deleted 11",
	"unseen":                                    "unseen",
	"unseen sent:11":                            "claimed unseen 11",
	"unseen sent:11 added":                      "claimed unseen added 11",
	"unseen sent:11 not_sent":                   "not_sent 11",
	"unseen sent:11 absent":                     "claimed absent 11",
	"sent:11 unseen":                            "claimed 11",
	"absent sent:11 unseen":                     "claimed absent 11",
}

// TestWhatHappensToAnObject: what is known of a phone decides whether it is sent again, and whose it is. It does not
// matter when it comes to the disk, or whether another process goes on.
func TestWhatHappensToAnObject(t *testing.T) {
	r := own(t)
	for words, want := range meanings {
		for name, way := range map[string]string{"together": " ", "one by one": " | "} {
			id := words + ", " + name
			rec := begin(t, r, id)
			o := told(t, rec, strings.ReplaceAll(words, " ", way))
			check(t, rec.Close())
			if d := cmp.Diff(want, standsWith(objectsOf(t, r, id)[o.Folded()])); d != "" {
				t.Errorf("%s: %s", id, d)
			}
		}
		id := words + ", in several processes"
		check(t, begin(t, r, id).Close())
		for word := range strings.FieldsSeq(words) {
			rec, err := r.Continue(id, Run{})
			check(t, err)
			told(t, rec, word)
			check(t, rec.Close())
		}
		if d := cmp.Diff(want, standsWith(objectsOf(t, r, id)[phone(1).Folded()])); d != "" {
			t.Errorf("%s: %s", id, d)
		}
	}
}

func TestAnOutcomeNeedsAClaim(t *testing.T) {
	r := own(t)
	rec := begin(t, r, "r1")
	check(t, rec.Settled(phone(1), result(object.Added)))
	first := rec.Sync()
	if !errors.Is(first, ErrNotClaimed) {
		t.Fatalf("got %v", first)
	}
	if err := rec.Claim(phones(0, 1)); !errors.Is(err, first) {
		t.Errorf("the first error does not stick: %v", err)
	}
	if err := rec.Close(); !errors.Is(err, first) {
		t.Errorf("Close: %v", err)
	}
	if len(objectsOf(t, r, "r1")) != 0 {
		t.Error("something was recorded")
	}
}

func TestObjectsAreKnownAsADialerKnowsThem(t *testing.T) {
	r := own(t)
	rec := begin(t, r, "r1")
	ann, other := phone(1), phone(2)
	ann.Key.Name = "Ann"
	check(t, rec.Claim([]*object.Object{ann, other}))
	ann.Key.Name = "aNN"
	check(t, rec.Settled(ann, result(object.Added)), rec.Close())
	all := objectsOf(t, r, "r1")
	if o := all[ann.Folded()]; len(all) != 2 || o.Name != "Ann" || !o.Added() || o.Login != "L1001" || o.Line != 2 {
		t.Errorf("got %+v", all)
	}
}

func TestWhatDiffers(t *testing.T) {
	r := own(t)
	rec := begin(t, r, "r1")
	o := phone(1)
	check(t, rec.Claim([]*object.Object{o}), rec.Close())
	known := objectsOf(t, r, "r1")[o.Folded()]
	for name, tt := range map[string]struct {
		change func(*apiclient.Phone)
		want   []apiclient.Field
	}{
		"nothing":           {func(*apiclient.Phone) {}, nil},
		"a password":        {func(p *apiclient.Phone) { p.PhonePass = "other" }, []apiclient.Field{apiclient.PhonePass}},
		"two fields":        {func(p *apiclient.Phone) { p.OutboundCID, p.LocalGMT = "1", "2" }, []apiclient.Field{apiclient.LocalGMT, apiclient.OutboundCID}},
		"empty now":         {func(p *apiclient.Phone) { p.OutboundCID = "" }, nil},
		"not sent then":     {func(p *apiclient.Phone) { p.Email = "a@b" }, nil},
		"values of another": {func(p *apiclient.Phone) { p.PhonePass = apiclient.Secret(p.PhoneLogin) }, []apiclient.Field{apiclient.PhonePass}},
	} {
		p := *o.Phone
		tt.change(&p)
		if got := known.Differs(&p); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
	if !known.PersonIs(o.Person) || known.PersonIs(phone(2).Person) || known.PersonIs(object.Person{}) {
		t.Error("the object is for another person")
	}
	key, name := known.Sums()
	if wantKey, wantName := r.Sums(o.Person); key != wantKey || name != wantName || key == 0 || name == 0 {
		t.Errorf("the sums are %v and %v, not %v and %v", key, name, wantKey, wantName)
	}
}
