package action

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// previewHeight is how high the requests stand before they scroll.
const previewHeight float32 = 170

// preview shows the requests of a plan, exactly.
type preview struct {
	content *fyne.Container
	where   *widget.Paragraph
	text    *mono
	copies  *widget.Link
}

func newPreview(copyText func(string)) *preview {
	p := &preview{where: widget.NewMutedParagraph("", textWidth-80), text: newMono("", theme.SizeNameSmall, false, 0)}
	p.copies = widget.NewPlainLink("Copy", func() { copyText(p.text.text) })
	requests := page.Inset(page.Near, page.Gap, page.Near, page.Gap, p.text)
	height := func() fyne.Size {
		// A line that is wider than the form leaves room for the scroll bar under it.
		return fyne.NewSize(0, min(requests.MinSize().Height+page.Near, previewHeight))
	}
	p.content = page.Column(page.Near,
		page.RowTop(page.Gap, page.Fill(p.where), p.copies),
		widget.NewPanel(widget.Sized(height, container.NewScroll(requests))))
	p.content.Hide()
	return p
}

func (p *preview) toggle() { p.content.Hidden = !p.content.Hidden }

func (p *preview) set(plan change.Plan, ready bool) {
	if !ready {
		p.where.SetText("The requests are being prepared.")
		p.text.setText("")
		return
	}
	requests := plan.Requests()
	texts := make([]string, len(requests))
	for i, request := range requests {
		texts[i] = request.Text()
	}
	text := strings.Join(texts, "\n\n")
	where := "To Microsoft Graph, in the tenant " + tenantName(plan.Target) + " (" + string(plan.Target.Key.Tenant) + ")."
	if strings.Contains(text, m365.Hidden) {
		where += " What is secret is shown as " + m365.Hidden + "."
	}
	p.where.SetText(where)
	p.text.setText(text)
}
