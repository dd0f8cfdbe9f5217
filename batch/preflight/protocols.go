package preflight

import (
	"slices"
	"strings"
)

// pjsip is a protocol that the dialer's tables know and no API up to build 250720 takes (contract/API.md, check 5).
const pjsip = "PJSIP"

// protocolWords are the words that people write for a protocol, in capitals. A dialer takes only some of them.
var protocolWords = []string{"SIP", "IAX", "IAX2", "ZAP", "DAHDI", "EXTERNAL", "PJSIP", "WEBRTC", "LOCAL", "SCCP", "H323", "UDP", "TCP", "TLS", "WS", "WSS"}

// isProtocolWord reports whether a value is one of the words, in any case.
func isProtocolWord(v string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return len(word) == len(v) && strings.EqualFold(word, v) })
}
