package apiclient_test

import (
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
)

// TestBrokenAnswersThatRepeatPasswordsAreNotQuoted is needed because the errors of net/http quote the answer.
func TestBrokenAnswersThatRepeatPasswordsAreNotQuoted(t *testing.T) {
	phone := apiclient.Phone{Extension: "5000", ServerIP: "10.0.9.8", PhonePass: "PhoneHush1", RegistrationPassword: "RegHush2"}
	secrets := "ApiHush3 PhoneHush1 RegHush2"
	for name, answer := range map[string]string{
		"no HTTP":         secrets + "\r\n\r\n",
		"status line":     "HTTP/1.1 " + secrets + "\r\n\r\n",
		"header":          "HTTP/1.1 200 OK\r\n" + secrets + "\r\n\r\n",
		"content length":  "HTTP/1.1 200 OK\r\nContent-Length: " + secrets + "\r\n\r\n",
		"encoding":        "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + secrets + "\r\n\r\n",
		"chunk":           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + secrets + "\r\n",
		"redirect's path": "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /ApiHush3/PhoneHush1?x=RegHush2\r\n\r\n",
		"redirect":        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://[" + secrets + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			address, _ := rawServer(t, answer)
			endpoint, err := apiclient.ParseEndpoint("http://" + address)
			if err != nil {
				t.Fatal(err)
			}
			c, err := apiclient.New(apiclient.Options{Endpoint: endpoint, User: "6666", Pass: "ApiHush3", Source: "test", ProbeSource: "probe", Timeout: 5 * time.Second, Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			r := c.AddPhone(t.Context(), phone)
			if !r.Code.Unclear() {
				t.Errorf("code %s", r.Code)
			}
			for _, said := range []string{r.Message(), r.Location} {
				if strings.Contains(said, "Hush") {
					t.Errorf("%s says %q", r.Code, said)
				}
			}
		})
	}
}
