// Package apiclient calls one API, VICIdial's non_agent_api.php, and fetches the admin pages that stand beside the API.
//
// In come the address of a dialer and an API user (Options), and phones, aliases and users as add_phone, update_phone
// and the other functions take them. Out come replies: a Reply holds a stable Code and a message without passwords.
// Every call is one POST that is sent at most once; retries, pace and order belong to the callers.
//
// The pieces, and where each begins:
//
//   - client.go and calls.go: the Client and one method for each function of the API.
//   - fields.go: the field table, which says for each function, field and build what a dialer keeps of a value. spec.go
//     holds one line of the table, charset.go the sets of characters, dialect.go the settings of one dialer.
//     dialect_fields.go applies the table to one dialer.
//   - parse.go: ParseReply turns an answer into a Reply (reply.go). answers.go lists the known texts, match.go checks
//     that an answer belongs to its request (request.go), body.go finds the line that is the answer, and barrier.go
//     recognizes the answers of other servers.
//   - callerror.go: the reasons why a call got no answer. tls.go, proxy.go and peer.go: the way to the dialer.
//   - page.go: the GET of one admin page, and pageerror.go the reasons why none came. Package pages reads the pages.
//   - secret.go: the type of every password. A Secret prints as ***.
//
// A Client may be used by any number of goroutines. A Client owns its connections; Close closes the idle ones.
//
// The files of testdata hold recorded exchanges with a real dialer. The tests compare the field table and the replies
// with these recordings. Rules come from contract/API.md.
//
// Begin reading at client.go, then reply.go and parse.go.
package apiclient
