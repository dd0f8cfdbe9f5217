package main

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// The checks of this file find out what the API user may do. They judge the answer to the first request.

// loginRefusals holds the answers that refuse a login, and the check that reports each answer. After such an answer,
// the other checks cannot tell anything.
var loginRefusals = map[apiclient.Code]string{
	apiclient.CodeLogin: "login", apiclient.CodeLocked: "lock", apiclient.CodeAddress: "ip-list", apiclient.CodeTwoFactor: "two-factor",
}

// loginCheck makes the finding of the check that reports the answer refusal. good is the text if the login is accepted.
func (e *examination) loginCheck(refusal apiclient.Code, good string) finding {
	by := loginRefusals[e.answer.Code]
	switch {
	case e.answer.Code == refusal:
		return e.refused()
	case by != "":
		return finding{Verdict: verdictSkipped, Found: "not known, because " + by + " failed", cause: by}
	}
	return passed("%s", good)
}

func (e *examination) login() finding {
	return e.loginCheck(apiclient.CodeLogin, e.options.User+" is active, of level 7 or more, and has that password")
}

func (e *examination) lock() finding {
	return e.loginCheck(apiclient.CodeLocked, "the user is not locked")
}

func (e *examination) ipList() finding {
	return e.loginCheck(apiclient.CodeAddress, "the dialer accepts this machine's address")
}

func (e *examination) twoFactor() finding {
	return e.loginCheck(apiclient.CodeTwoFactor, "no second factor is required")
}

func (e *examination) source() finding {
	if e.answer.Code == apiclient.CodeSource {
		return e.refused()
	}
	return passed("%s is accepted", e.options.ProbeSource)
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
		return failed("the dialer stored a question as a phone named phonebatch probe", codes.Remedy(code))
	case code == apiclient.CodeServer || code == apiclient.CodePhoneExists || code == apiclient.CodeLoginExists || code == apiclient.CodeTimezone:
		return passed("the user may add phones") // only a user who may add phones gets these answers
	}
	return failed("the dialer's answer to a question is not understood: "+e.answer.Message(), codes.Remedies(apiclient.CodeUnclear)...)
}

func (e *examination) serverNamed() bool { return e.server != "" }

func (e *examination) knownServer() finding {
	if e.answer.Code == apiclient.CodeServer {
		return failed("the dialer does not know "+e.server, codes.Remedy(e.answer.Code))
	}
	return passed("the dialer knows %s", e.server)
}
