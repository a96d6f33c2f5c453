package create

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// copiedFields are those that somebody beside the new user shares with them.
var copiedFields = []string{
	"jobTitle", "department", "companyName", "officeLocation", "employeeType", "streetAddress", "city", "state", "postalCode", "country",
	"businessPhones", change.UsageLocation,
}

const (
	copyWidth  float32 = 520
	copyHeight float32 = 380
)

// model is a user whom another is created after.
type model struct {
	user     m365.Details
	licenses []m365.HeldLicense
	groups   []m365.Group
	// lacks is why a part could not be read.
	lacks []error
}

// copied is something of a model that can be taken over.
type copied struct {
	section, label string
	// off says why it cannot be; empty where it can.
	off  string
	on   bool
	take func()
}

// chooseModel asks for the user to copy from.
func (p *Page) chooseModel() {
	if p.known.id == "" {
		return
	}
	p.o.Actions.PickPerson(p.o.Work, p.known.id, "", p.copyFrom, func(person m365.Person) { p.readModel(person) })
}

func (p *Page) readModel(person m365.Person) {
	tenant := p.known.id
	p.o.Work.Do(func(ctx context.Context) func() {
		read, err := p.model(ctx, person.Key)
		return func() {
			switch {
			case tenant != p.known.id:
			case err != nil:
				p.o.Host.Fail(err)
			default:
				p.askCopy(read)
			}
		}
	})
}

// model reads a user with licenses and groups. Without the fields there is nothing to copy.
func (p *Page) model(ctx context.Context, key m365.UserKey) (read model, err error) {
	if read.user, err = p.o.Directory.User(ctx, key); err != nil {
		return read, err
	}
	if read.licenses, err = p.o.Directory.UserLicenses(ctx, key); err != nil {
		read.lacks = append(read.lacks, err)
	}
	if read.groups, err = p.o.Directory.UserGroups(ctx, key); err != nil {
		read.lacks = append(read.lacks, err)
	}
	return read, ctx.Err()
}

// askCopy lets the person choose what is taken over, one by one.
func (p *Page) askCopy(from model) {
	all := p.copies(from)
	body := page.Column(page.Near)
	for _, lack := range from.lacks {
		body.Add(widget.NewBanner(table.Caution, p.o.Host.Explain(lack).Sentence()))
	}
	section := ""
	for i := range all {
		one := &all[i]
		if one.section != section {
			section = one.section
			body.Add(widget.NewStrong(section))
		}
		if one.off != "" {
			body.Add(page.Inset(0, 0, 0, noteIndent, widget.NewMutedParagraph(one.label+": "+one.off, copyWidth-60)))
			continue
		}
		body.Add(page.Row(0, widget.NewCheck(one.label, one.on, func(on bool) { one.on = on })))
	}
	p.o.Host.Ask(page.Question{
		Title: "Copy from a user", Text: "What the new user gets of " + from.user.DisplayName + " in " + p.draft.tenant.FullName() + ".",
		Body: page.AtLeast(copyWidth-2*page.Margin, copyHeight, page.Scrolled(body)), Verb: "Copy", Do: func() { p.take(all) },
	})
}

func (p *Page) take(all []copied) {
	for _, one := range all {
		if one.on && one.off == "" {
			one.take()
		}
	}
	p.fill()
}

// copies are what can be taken over from a user.
func (p *Page) copies(from model) []copied {
	var all []copied
	for _, name := range copiedFields {
		field, _ := change.FieldOf(name)
		if value := field.Of(from.user.User); value != "" {
			all = append(all, copied{section: "Fields", label: field.Label + ": " + value, on: true, take: func() {
				p.draft.values[name], p.draft.touched[name] = value, true
			}})
		}
	}
	if boss := from.user.Manager; boss != nil && boss.Key.ID != "" {
		all = append(all, copied{section: "Fields", label: "Manager: " + boss.DisplayName, on: true, take: func() { p.draft.manager = *boss }})
	}
	for _, license := range from.licenses {
		write := change.Write{Kind: change.AddLicense, Subject: license.SKU, Name: orText(license.Name, license.PartNumber)}
		one := copied{section: "Licenses", label: write.Name, on: true, take: func() { p.draft.set(tabLicenses, write, true) }}
		if !license.Direct {
			one.off = "comes through a group"
		}
		all = append(all, one)
	}
	for _, group := range from.groups {
		write := change.Write{Kind: change.AddGroup, Subject: group.ID, Name: group.Name}
		all = append(all, copied{section: "Groups", label: write.Name, on: true, off: group.Fixed(), take: func() { p.draft.set(tabGroups, write, true) }})
	}
	return slices.Clip(all)
}

// copyButton opens the choice of a user to copy from.
func (p *Page) copyButton() fyne.CanvasObject {
	p.copyFrom = widget.NewButton(widget.Secondary, "Copy from a user…", "", p.chooseModel)
	return p.copyFrom
}
