package tenants

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Labels keeps what a person calls tenants by.
type Labels interface {
	SetLabels(ctx context.Context, id m365.TenantID, labels m365.Labels) error
}

// labelsWidth is how wide the form is; labelsText the text in it.
const (
	labelsWidth = 460
	labelsText  = 420
)

// labelsForm asks for the own name and the tags of a tenant.
type labelsForm struct {
	page        *Page
	tenant      m365.Tenant
	alias, tags *widget.Field
	saves       *widget.Button
	dialog      *widget.Dialog
}

// editLabels opens the form.
func (p *Page) editLabels(key string) {
	f := &labelsForm{page: p, tenant: p.byID[key]}
	f.alias = widget.NewField("Own name", "", "It stands beside the name that Microsoft has, and is searched.")
	f.tags = widget.NewField("Tags", "gold, north", "Words with commas between them. The column Tags filters by them.")
	f.alias.SetText(f.tenant.Alias)
	f.tags.SetText(strings.Join(f.tenant.Tags, ", "))
	about := widget.NewMutedParagraph(f.tenant.NameAndDomain()+". Kept on this computer alone; Microsoft does not see it.", labelsText)
	body := page.Column(page.Gap, about, f.alias, f.tags)
	if used := p.usedTags(); len(used) > 0 {
		links := page.Flow(fyne.NewSize(page.Near, page.Tight), widget.NewMuted("In use:"))
		for _, tag := range used {
			links.Add(widget.NewLink(tag, func() { f.toggle(tag) }))
		}
		body.Add(links)
	}
	f.saves = widget.NewButton(widget.Primary, "Save", "", f.save)
	cancel := widget.NewButton(widget.Secondary, "Cancel", "", func() { f.dialog.Close() })
	f.alias.Entry.OnSubmitted = func(string) { f.save() }
	f.tags.Entry.OnSubmitted = func(string) { f.save() }
	f.dialog = widget.ShowDialog(p.o.Host.Canvas(), widget.DialogOptions{
		Title: "Name and Tags", Content: body, Width: labelsWidth, Buttons: []*widget.Button{cancel, f.saves}, Enter: f.saves,
		Focus: f.alias.Entry, OnEscape: f.stays,
	})
}

// stays says whether the form stays open with Escape.
func (f *labelsForm) stays() bool {
	filled := f.alias.Text() != f.tenant.Alias || f.tags.Text() != strings.Join(f.tenant.Tags, ", ")
	return page.AskDrop(f.page.o.Host.Canvas(), filled, f.dialog.Close)
}

// usedTags are the tags of all tenants.
func (p *Page) usedTags() []string {
	var used []string
	for _, tenant := range p.byID {
		used = append(used, tenant.Tags...)
	}
	slices.Sort(used)
	return slices.Compact(used)
}

// toggle adds a tag that is in use, or takes it away.
func (f *labelsForm) toggle(tag string) {
	labels, _ := m365.ParseLabels("", f.tags.Text()) // Save says what is wrong
	if at := slices.Index(labels.Tags, tag); at >= 0 {
		labels.Tags = slices.Delete(labels.Tags, at, at+1)
	} else {
		labels.Tags = append(labels.Tags, tag)
	}
	f.tags.SetText(strings.Join(labels.Tags, ", "))
}

// save keeps what is written. The form stays until that is done: what could not be kept is not typed again.
func (f *labelsForm) save() {
	if f.saves.Disabled() {
		return
	}
	labels, err := m365.ParseLabels(f.alias.Text(), f.tags.Text())
	var wrong *m365.LabelError
	if errors.As(err, &wrong) {
		f.alias.SetError(wrong.Alias)
		f.tags.SetError(wrong.Tags)
		f.dialog.Refresh()
		return
	}
	f.saves.DisableBecause("It is being saved")
	o := f.page.o
	o.Work.Do(func(ctx context.Context) func() {
		err := o.Labels.SetLabels(ctx, f.tenant.ID, labels)
		return func() { f.saved(err) }
	})
}

func (f *labelsForm) saved(err error) {
	f.saves.Enable()
	switch {
	case err == nil:
		f.dialog.Close()
	case f.dialog.Shown():
		f.alias.SetError("")
		f.tags.SetError(f.page.o.Host.Explain(err).Sentence())
		f.dialog.Refresh()
	default:
		f.page.o.Host.Fail(err)
	}
}
