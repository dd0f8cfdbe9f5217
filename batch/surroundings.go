package batch

import (
	"context"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/codes"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// judgeSurroundings compares the rows that would be added with what the dialer's pages show around them: servers,
// templates and mailboxes. Rows of servers that the dialer does not know are refused. The others get warnings, as the
// dialer may store them. The caller has read the view, and has asked the dialer or called See. The error is
// ErrListHasErrors if warnings are errors, or that of the engine's AskServers.
func (w *work) judgeSurroundings(ctx context.Context, view run.View) error {
	var fresh []preflight.Problem
	for _, judge := range []func(context.Context) ([]preflight.Problem, error){
		w.judgeServers, w.judgeTemplates,
		func(context.Context) ([]preflight.Problem, error) { return w.judgeMailboxes(view), nil },
	} {
		found, err := judge(ctx)
		if err != nil {
			return err
		}
		fresh = append(fresh, found...)
	}
	w.refuseInvalid()
	if len(fresh) > 0 && w.job.Compared != nil {
		w.job.Compared(fresh)
	}
	return w.fit()
}

// judgeServers asks about each server that the dialer's list of servers does not show, and warns about servers that are
// not active: they accept phones all the same, and build no configuration (contract/API.md, "add_phone: the checks").
// The list hides servers of user groups that the API user may not view, so only the dialer's answer proves that there
// is no such server.
func (w *work) judgeServers(ctx context.Context) ([]preflight.Problem, error) {
	if !w.engine.Unsettled() {
		return nil, nil
	}
	servers, ok, err := rowsOf(ctx, w.job, w.engine, w.client, w.job.Lists.Servers)
	if !ok {
		return nil, err
	}
	shown := make(map[string]bool, len(servers))
	for _, s := range servers {
		shown[s.ServerIP] = true
	}
	if err := w.engine.AskServers(ctx, func(ip string) bool { return !shown[ip] }); err != nil {
		return nil, err
	}
	inactive := inactiveServers(servers)
	return w.warn(codes.ServerInactive, apiclient.ServerIP, "the dialer takes phones for this server, which is not active",
		func(ip string) bool { return inactive[ip] }), nil
}

// inactiveServers returns the server_ip of each server that is not active. The dialer translates Y and N, so a list
// with any other word is not judged: in another language N may begin the word for yes. An address that stands in the
// list twice is active if one of its servers is.
func inactiveServers(servers []pages.Server) map[string]bool {
	inactive := make(map[string]bool)
	for _, s := range servers {
		for _, word := range []string{s.Active, s.Agent} {
			if word != "Y" && word != "N" && word != "" {
				return nil
			}
		}
		inactive[s.ServerIP] = s.Active == "N"
	}
	for _, s := range servers {
		if s.Active != "N" {
			inactive[s.ServerIP] = false
		}
	}
	return inactive
}

// judgeTemplates warns about templates that the dialer's list of templates does not show. That is no proof: the list
// hides templates of user groups that the API user may not view, and no question tells, as the dialer checks the
// template last (contract/API.md, "add_phone: the checks"). The list is read if a row has a template.
func (w *work) judgeTemplates(ctx context.Context) ([]preflight.Problem, error) {
	d := w.client.Dialect()
	d.Build = w.out.Build
	spec, known := d.Spec(apiclient.AddPhone, apiclient.TemplateID.String())
	names := func(value string) bool {
		stored := spec.Stored(value)
		return stored != "" && stored != noTemplate
	}
	if !known || len(w.openRows(apiclient.TemplateID, names)) == 0 {
		return nil, nil
	}
	templates, ok, err := rowsOf(ctx, w.job, w.engine, w.client, w.job.Lists.Templates)
	if !ok {
		return nil, err
	}
	shown := make(map[string]bool, len(templates))
	for _, t := range templates {
		shown[d.Fold(t.ID)] = true
	}
	return w.warn(codes.TemplateNotShown, apiclient.TemplateID,
		"the dialer's list of templates does not show it: it does not exist, or is hidden from the API user",
		func(value string) bool { return names(value) && !shown[d.Fold(spec.Stored(value))] }), nil
}

// noTemplate is the template_id that asks for no template (contract/API.md, "Cleaning").
const noTemplate = "--BLANK--"

// warn warns about the open rows whose value of a field is bad, once for each value.
func (w *work) warn(
	code apiclient.Code, f apiclient.Field, message string, bad func(string) bool,
) (fresh []preflight.Problem) {
	rows, of := make(map[string][]int), []string(nil)
	for _, i := range w.openRows(f, bad) {
		value := w.objects[i].Phone.Value(f)
		if rows[value] == nil {
			of = append(of, value)
		}
		rows[value] = append(rows[value], i)
	}
	for _, value := range of {
		fresh = append(fresh, w.out.List.Warn(code, f, rows[value], func(int) string { return message })...)
	}
	return fresh
}

// openRows returns the rows without a result whose value of a field is as asked for.
func (w *work) openRows(f apiclient.Field, is func(string) bool) (rows []int) {
	for i, o := range w.objects {
		if w.engine.Open(i) && is(o.Phone.Value(f)) {
			rows = append(rows, i)
		}
	}
	return rows
}
