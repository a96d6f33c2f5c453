package user

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	faceSide   = 48
	rolesShown = 3
	fieldWidth = 230
	// nothing stands where a field is not set.
	nothing = "–"
)

// draw shows the user as a whole.
func (p *Page) draw() {
	tabs := widget.NewTabs([]widget.Tab{{ID: "details", Title: "Details", Count: widget.NoCount}}, nil)
	body := page.Column(page.Gap, p.header(), tabs, page.AtLeast(0, 2, page.Column(0)), p.details())
	p.content.Objects = []fyne.CanvasObject{page.Scrolled(page.Inset(page.Apart, page.Margin, page.Apart, page.Margin, body))}
	p.content.Refresh()
}

// header says who it is, in which tenant, and how it stands.
func (p *Page) header() fyne.CanvasObject {
	title := page.Flow(fyne.NewSize(page.Near, page.Tight), widget.NewTitle(p.name()))
	for _, pill := range p.pills() {
		title.Add(pill)
	}
	return page.Row(page.Gap+2, widget.NewAvatar(p.name(), faceSide), page.Fill(page.Column(page.Tight, title, p.facts())))
}

func (p *Page) pills() []fyne.CanvasObject {
	pills := []fyne.CanvasObject{}
	switch p.user.SignIn {
	case m365.Allowed:
		pills = append(pills, widget.NewPill(string(m365.Allowed), table.Good))
	case m365.Blocked:
		pills = append(pills, widget.NewPill(string(m365.Blocked), table.Danger))
	}
	if typeOf(p.user) == m365.Guest {
		pills = append(pills, widget.NewPill(string(m365.Guest), table.Neutral))
	}
	for i, role := range p.user.Roles {
		if i == rolesShown {
			more := table.Thousands(int64(len(p.user.Roles)-rolesShown)) + " more roles"
			return append(pills, widget.NewPill(more, table.Neutral))
		}
		pills = append(pills, widget.NewPill(role, table.Neutral))
	}
	return pills
}

// facts is the line under the name.
func (p *Page) facts() fyne.CanvasObject {
	username := page.Row(2, widget.NewMuted(p.user.UserPrincipalName), p.copyButton("Copy username", p.user.UserPrincipalName))
	parts := []fyne.CanvasObject{username, widget.NewLink(p.tenant.Name, p.viewTenant)}
	for _, text := range []string{
		p.tenant.DefaultDomain, p.lastSignIn(), p.lastPasswordChange(), p.usageLocation(),
	} {
		if text != "" {
			parts = append(parts, widget.NewMuted(text))
		}
	}
	line := page.Flow(fyne.NewSize(6, 2))
	for i, part := range parts {
		if i > 0 {
			line.Add(page.Row(6, widget.NewMuted("·"), part))
			continue
		}
		line.Add(part)
	}
	return line
}

func (p *Page) lastSignIn() string {
	switch {
	case !p.user.LastSignIn.IsZero():
		return "last sign-in " + p.when(p.user.LastSignIn)
	case p.tenant.SignInActivity == m365.NeedsPremium:
		return "last sign-in needs Entra ID P1"
	case p.tenant.SignInActivity == m365.NoPermission:
		return "last sign-in may not be read"
	}
	return "no sign-in recorded"
}

func (p *Page) lastPasswordChange() string {
	if p.user.LastPasswordReset.IsZero() {
		return ""
	}
	return "password changed " + p.when(p.user.LastPasswordReset)
}

func (p *Page) usageLocation() string {
	if p.user.UsageLocation == "" {
		return "no usage location"
	}
	return "usage location " + location(p.user.UsageLocation)
}

func (p *Page) when(t time.Time) string {
	return sentenceCase(p.o.Host.Printer().Text(table.Time, table.Cell{Time: t}))
}

// details are the fields of the tab Details.
func (p *Page) details() fyne.CanvasObject {
	cells := []fyne.CanvasObject{}
	for _, f := range fieldsOf(p.user) {
		cells = append(cells, p.drawField(f))
	}
	return widget.NewCard(page.Fields(fieldWidth, 3, fyne.NewSize(32, 8), cells...))
}

func (p *Page) drawField(f field) fyne.CanvasObject {
	value := page.Row(page.Tight)
	switch {
	case f.absent != "":
		value.Add(widget.NewMuted(f.absent))
	case strings.TrimSpace(f.value) == "":
		value.Add(widget.NewMuted(nothing))
	default:
		value.Add(page.Fill(p.drawValue(f)))
	}
	return page.Column(1, widget.NewSmall(f.label), page.AtLeast(0, 24, value), page.Line(theme.ColorNameFaintLine))
}

func (p *Page) drawValue(f field) fyne.CanvasObject {
	text := widget.NewCutText(f.value, widget.TextLook{Colour: theme.ColorNameInk, Size: fynetheme.SizeNameText})
	if !f.copies {
		return text
	}
	return page.Snug(text, widget.Size(fynetheme.SizeNameText), p.copyButton("Copy "+f.label, f.value))
}

func (p *Page) copyButton(label, value string) fyne.CanvasObject {
	return widget.NewQuietButton(icons.Copy, label, func() { p.o.Host.Copy(value) })
}
