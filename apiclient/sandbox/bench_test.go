package sandbox

import (
	"fmt"
	"testing"

	"phonebatch/apiclient"
)

func BenchmarkAddPhone(b *testing.B) {
	for _, nonLatin := range []bool{false, true} {
		b.Run(fmt.Sprintf("nonlatin=%v", nonLatin), func(b *testing.B) {
			f := Default()
			f.NonLatin = nonLatin
			s := New(f)
			n := 0
			for b.Loop() {
				n++
				s.Call(phoneFields(fmt.Sprintf("%d", 10000+n)))
			}
			if len(s.Phones()) != n {
				b.Fatalf("%d phones of %d", len(s.Phones()), n)
			}
		})
	}
}

func BenchmarkClientAddPhone(b *testing.B) {
	s := New(Default())
	endpoint, _ := apiclient.ParseEndpoint("http://sandbox")
	c, err := apiclient.New(apiclient.Options{Endpoint: endpoint, User: "6666", Pass: "1234", Source: "test", Timeout: 1 << 40, Transport: s})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		extension := fmt.Sprintf("%d", 10000+n)
		r := c.AddPhone(b.Context(), apiclient.Phone{
			Extension: extension, DialplanNumber: extension, VoicemailID: extension,
			PhoneLogin: extension, PhonePass: "test", ServerIP: "10.0.9.8", Protocol: "SIP", RegistrationPassword: "test",
			PhoneFullName: "x", LocalGMT: "-5.00", OutboundCID: "1",
		})
		if r.Code != apiclient.CodeAdded {
			b.Fatal(r.Code)
		}
	}
}
