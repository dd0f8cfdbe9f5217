// Package sandbox is a stand-in for a dialer. It answers non_agent_api.php byte for byte as a real VICIdial was
// recorded to do (contract/API.md), shows its admin pages (contract/PAGES.md), and holds all rows in memory.
//
// In come a Fixture, which is the state of the dialer at its start, and calls: over HTTP (Server.ServeHTTP), in process
// without a network (Server.RoundTrip), or directly (Server.Call). Out come the dialer's answers, and the stored rows
// with passwords (Server.Phones, Aliases, Users).
//
// A Server owns its rows (database.go). All methods may be called concurrently; one lock covers each call.
//
// Server.Inject makes requests fail in the ways of real networks and dialers (Fault), and Server.Capacity makes the
// dialer slow under load. Server.Intercept puts a test's own handler in front of the API. Guarded and NewHTTP protect a
// stand-in that listens on a network address.
//
// The characters that a dialer keeps, the widths of its columns and the rules of comparison come from the field table
// of package apiclient. The tests replay the recordings of apiclient/testdata.
//
// The admin pages (PagesPath) show the stored rows to package apiclient/pages: pages.go decides who sees which page,
// page_lists.go prints the lists and page_form.go the form of one phone, in the sandbox's own words around the rows and
// fields of contract/PAGES.md.
//
// Begin reading at server.go, then decide.go, call.go and add.go; injector.go draws the faults, and strike.go carries
// them out.
package sandbox
