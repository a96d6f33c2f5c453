package create

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/newuser"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

func (p *Page) templateButton() fyne.CanvasObject {
	return widget.NewMenuButton(widget.Secondary, "Start from a template", "", p.templateItems)
}

func (p *Page) readTemplates() {
	p.o.Work.Do(func(ctx context.Context) func() {
		found, err := p.o.Templates.Templates(ctx)
		return func() {
			if err != nil {
				p.o.Host.Fail(err)
				return
			}
			p.templates = found
		}
	})
}

// templateItems are the templates for the tenant, and what can be done with all of them.
func (p *Page) templateItems() []widget.MenuItem {
	var items []widget.MenuItem
	for _, one := range p.templates {
		if one.For(p.draft.tenant.ID) {
			items = append(items, widget.MenuItem{Label: one.Name, Note: p.scopeOf(one), Off: p.offForTemplates(), Do: func() { p.apply(one) }})
		}
	}
	if len(items) == 0 {
		items = append(items, widget.MenuItem{Label: "No templates", Off: "Fill in a user, then save it as a template"})
	}
	items = append(items, widget.MenuItem{Separator: true}, widget.MenuItem{Label: "Import templates…", Do: p.importTemplates})
	if len(p.templates) > 0 {
		items = append(items, widget.MenuItem{Label: "Export templates…", Do: p.exportTemplates})
		for _, one := range p.templates {
			if one.For(p.draft.tenant.ID) {
				items = append(items, widget.MenuItem{Label: "Delete " + one.Name + "…", Danger: true, Do: func() { p.deleteTemplate(one) }})
			}
		}
	}
	return items
}

func (p *Page) offForTemplates() string {
	if p.known.id == "" {
		return "Choose the tenant first"
	}
	return ""
}

func (p *Page) scopeOf(one newuser.Preset) string {
	if one.Tenant == "" {
		return "All tenants"
	}
	return p.draft.tenant.Name
}

// apply takes over a template. What the person wrote in other fields stays.
func (p *Page) apply(one newuser.Preset) {
	d := p.draft
	for name, value := range one.Fields {
		d.values[name], d.touched[name] = value, true
	}
	d.pattern = one.Username
	if slices.ContainsFunc(p.known.domains, func(domain string) bool { return strings.EqualFold(domain, one.Domain) }) {
		d.domain = one.Domain
	}
	d.password.Passphrase, d.password.MustChange, d.password.Length = one.Passphrase, !one.KeepsPassword, 0
	for _, license := range one.Licenses {
		d.set(tabLicenses, change.Write{Kind: change.AddLicense, Subject: license.ID, Name: license.Name}, true)
	}
	if one.Origin == d.tenant.ID {
		p.applyOwn(one)
	} else {
		p.findGroups(one)
	}
	p.propose()
	p.fill()
}

// applyOwn takes over what has its id in this tenant.
func (p *Page) applyOwn(one newuser.Preset) {
	for _, group := range one.Groups {
		p.draft.set(tabGroups, change.Write{Kind: change.AddGroup, Subject: group.ID, Name: group.Name}, true)
	}
	for _, role := range one.Roles {
		p.draft.set(tabRoles, roleWrite(role.ID, role.Name), true)
	}
}

func roleWrite(id, name string) change.Write {
	return change.Write{Kind: change.AddRole, Subject: id, Name: name, Detail: map[string]string{change.DetailScope: wholeTenant}}
}

// findGroups looks for the groups of a template of another tenant by their names, and says which are not here. Its roles are
// those of every tenant.
func (p *Page) findGroups(one newuser.Preset) {
	for _, role := range one.Roles {
		p.draft.set(tabRoles, roleWrite(role.ID, role.Name), true)
	}
	if len(one.Groups) == 0 {
		return
	}
	tenant := p.known.id
	p.o.Work.Do(func(ctx context.Context) func() {
		var found []m365.Group
		var missing []string
		for _, wanted := range one.Groups {
			named, err := p.o.Directory.FindGroups(ctx, tenant, wanted.Name)
			at := slices.IndexFunc(named, func(group m365.Group) bool {
				return table.Fold(group.Name) == table.Fold(wanted.Name) && group.Fixed() == ""
			})
			if err != nil || at < 0 {
				missing = append(missing, wanted.Name)
				continue
			}
			found = append(found, named[at])
		}
		return func() {
			if tenant == p.known.id {
				p.groupsFound(found, missing)
			}
		}
	})
}

func (p *Page) groupsFound(found []m365.Group, missing []string) {
	for _, group := range found {
		p.draft.set(tabGroups, change.Write{Kind: change.AddGroup, Subject: group.ID, Name: group.Name}, true)
	}
	if len(missing) > 0 {
		p.o.Host.Toast(page.Toast{Mood: page.Trouble, Text: "These groups of the template are not in " + p.draft.tenant.FullName() + ", or cannot be joined here: " + strings.Join(missing, ", ") + "."})
	}
	p.draw()
}

// saveTemplate asks for a name, and for whom the template is.
func (p *Page) saveTemplate() {
	name := widget.NewField("Name", "", "")
	everywhere := false
	var here, all *widget.Check
	choose := func(on bool) {
		everywhere = on
		here.SetChecked(!on)
		all.SetChecked(on)
	}
	here = widget.NewRadio("For "+orText(p.draft.tenant.Name, "this tenant"), true, func() { choose(false) })
	all = widget.NewRadio("For all tenants", false, func() { choose(true) })
	body := page.Column(page.Gap, name, page.Row(0, here), page.Row(0, all))
	if p.known.id == "" {
		choose(true)
		body = page.Column(page.Gap, name)
	}
	p.o.Host.Ask(page.Question{
		Title: "Save as template", Text: "Fields that users share, the way of the username, domain, roles, licenses and groups are kept. Names, phones and passwords are not.",
		Body: body, Verb: "Save template", Do: func() {
			if strings.TrimSpace(name.Text()) == "" {
				p.o.Host.Toast(page.Toast{Mood: page.Trouble, Text: "The template was not saved: it has no name."})
				return
			}
			p.keep(p.preset(strings.TrimSpace(name.Text()), everywhere))
		},
	})
}

// preset is the draft as a template.
func (p *Page) preset(name string, everywhere bool) newuser.Preset {
	d := p.draft
	one := newuser.Preset{
		ID: uuid.NewString(), Name: name, Tenant: d.tenant.ID, Origin: d.tenant.ID, Domain: d.domain, Fields: newuser.Shared(d.values),
		Username:   orText(newuser.PatternLike(d.values[change.Username], d.values["givenName"], d.values["surname"]), d.pattern),
		Licenses:   named(d.chosen[tabLicenses]),
		Groups:     named(d.chosen[tabGroups]),
		Roles:      named(d.chosen[tabRoles]),
		Passphrase: d.password.Passphrase, KeepsPassword: !d.password.MustChange,
	}
	if everywhere {
		one.Tenant, one.Domain = "", ""
	}
	return one
}

func named(writes []change.Write) []newuser.Named {
	names := make([]newuser.Named, len(writes))
	for i, write := range writes {
		names[i] = newuser.Named{ID: write.Subject, Name: write.Name}
	}
	return names
}

// keep keeps templates, and says so.
func (p *Page) keep(all ...newuser.Preset) {
	p.o.Work.Do(func(ctx context.Context) func() {
		var err error
		for _, one := range all {
			err = errors.Join(err, p.o.Templates.SaveTemplate(ctx, one))
		}
		return func() {
			p.o.Host.Fail(err)
			if err == nil {
				p.o.Host.Toast(page.Toast{Mood: page.Done, Text: table.Counted(len(all), "template", "templates") + " saved."})
			}
			p.readTemplates()
		}
	})
}

func (p *Page) exportTemplates() {
	content, err := newuser.WritePresets(p.templates)
	if err != nil {
		p.o.Host.Fail(err)
		return
	}
	p.o.Host.WriteFile("user-templates.json", content, func() {})
}

func (p *Page) importTemplates() {
	p.o.Host.ReadFile(func(name string, content []byte) {
		read, err := newuser.ReadPresets(content)
		var wrong *newuser.FileError
		switch {
		case errors.As(err, &wrong):
			p.o.Host.Toast(page.Toast{Mood: page.Trouble, Text: "Nothing was imported from " + name + ". " + wrong.What, Detail: wrong.Do})
		case err != nil:
			p.o.Host.Fail(err)
		default:
			p.keep(read...)
		}
	})
}

func (p *Page) deleteTemplate(one newuser.Preset) {
	p.o.Host.Ask(page.Question{
		Title: "Delete a template", Text: "The template " + one.Name + " is deleted. Users who were created from it stay as they are.", Verb: "Delete", Danger: true,
		Do: func() {
			p.o.Work.Do(func(ctx context.Context) func() {
				err := p.o.Templates.DeleteTemplate(ctx, one.ID)
				return func() {
					p.o.Host.Fail(err)
					p.readTemplates()
				}
			})
		},
	})
}
