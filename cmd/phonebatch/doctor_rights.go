package main

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// The checks of what the dialer lets us do. All judge the answer to the first request.

// turnedAway are the answers to a login that is not let in, and the checks that tell them. Each hides the others.
var turnedAway = map[apiclient.Code]string{
	apiclient.CodeLogin: "login", apiclient.CodeLocked: "lock", apiclient.CodeAddress: "ip-list", apiclient.CodeTwoFactor: "two-factor",
}

// admitted judges one of them.
func (e *examination) admitted(unless apiclient.Code, good string) finding {
	by := turnedAway[e.answer.Code]
	switch {
	case e.answer.Code == unless:
		return e.refused()
	case by != "":
		return finding{Verdict: verdictSkipped, Found: "not known, as " + by + " failed", cause: by}
	}
	return passed("%s", good)
}

func (e *examination) login() finding {
	return e.admitted(apiclient.CodeLogin, e.options.User+" is active, of level 7 or more, and has that password")
}

func (e *examination) lock() finding {
	return e.admitted(apiclient.CodeLocked, "the user is not locked")
}

func (e *examination) ipList() finding {
	return e.admitted(apiclient.CodeAddress, "the dialer takes this machine's address")
}

func (e *examination) twoFactor() finding {
	return e.admitted(apiclient.CodeTwoFactor, "no second factor is asked for")
}

func (e *examination) source() finding {
	if e.answer.Code == apiclient.CodeSource {
		return e.refused()
	}
	return passed("%s is taken", e.options.ProbeSource)
}

func (e *examination) function() finding {
	if code := e.answer.Code; code == apiclient.CodeFunction || code == apiclient.CodeNoFunction {
		return e.refused()
	}
	return passed("add_phone is among the API Allowed Functions")
}

func (e *examination) permission() finding {
	switch code := e.answer.Code; {
	case code.Refuses():
		return e.refused()
	case code == apiclient.CodeProbeAccepted:
		return failed("the dialer stored a mere question, a phone named phonebatch probe", codes.Hint(code))
	case code == apiclient.CodeServer || code == apiclient.CodePhoneExists || code == apiclient.CodeLoginExists || code == apiclient.CodeTimezone:
		return passed("the user may add phones") // nobody else gets these answers
	}
	return failed("the dialer's answer to a question is not understood: "+e.answer.Message(), "is something between this machine and the dialer, a proxy or a cache?")
}

func (e *examination) serverNamed() bool { return e.server != "" }

func (e *examination) knownServer() finding {
	if e.answer.Code == apiclient.CodeServer {
		return failed("the dialer does not know "+e.server, codes.Hint(e.answer.Code))
	}
	return passed("the dialer knows %s", e.server)
}
