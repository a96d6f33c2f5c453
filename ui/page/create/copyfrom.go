package create

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
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
	p.o.Actions.PickPerson(p.o.Work, p.known.id, "", p.copyFrom, p.copyFromPerson)
}

// copying is the dialog that takes over what a user has. It is there before the user is read: one that came later would take the
// keyboard from a field.
type copying struct {
	p      *Page
	person m365.Person
	work   *uithread.Work
	dialog *widget.Dialog
	cancel *widget.Button
}

func (p *Page) copyFromPerson(person m365.Person) {
	c := &copying{p: p, person: person, work: p.o.Work.Child()}
	c.cancel = widget.NewButton(widget.Secondary, "Cancel", "", func() { c.dialog.Close() })
	verb := widget.NewButton(widget.Primary, "Copy", "", nil)
	verb.DisableBecause("The user is being read")
	c.dialog = widget.ShowDialog(p.o.Host.Canvas(), c.asking(page.Column(0, widget.NewMuted("Reading the user")), verb))
	c.read()
}

func (c *copying) read() {
	c.work.Do(func(ctx context.Context) func() {
		read, err := c.p.model(ctx, c.person.Key)
		return func() {
			if err != nil {
				c.dialog.Close()
				c.p.o.Host.Fail(err)
				return
			}
			c.choose(read)
		}
	})
}

func (c *copying) asking(body fyne.CanvasObject, verb *widget.Button) widget.DialogOptions {
	about := "What the new user gets of " + c.person.DisplayName + " in " + c.p.draft.tenant.FullName() + "."
	choice := page.AtLeast(copyWidth-2*page.Margin, copyHeight, page.Scrolled(body))
	return widget.DialogOptions{
		Title: "Copy from a user", Content: widget.Tall(page.Column(page.Gap, widget.NewParagraph(about, page.DialogText), choice)),
		Buttons: []*widget.Button{c.cancel, verb}, Enter: verb, OnClose: c.work.Cancel,
	}
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

// choose lets the person choose what is taken over, one by one.
func (c *copying) choose(from model) {
	all := c.p.copies(from)
	body := page.Column(page.Near)
	for _, lack := range from.lacks {
		body.Add(widget.NewBanner(table.Caution, c.p.o.Host.Explain(lack).Sentence()))
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
	c.dialog.Replace(c.asking(body, widget.NewButton(widget.Primary, "Copy", "", func() {
		c.dialog.Close()
		c.p.take(all)
	})))
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
