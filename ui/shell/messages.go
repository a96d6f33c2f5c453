package shell

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const (
	// messagesText is how wide the text of a message is.
	messagesText = 360
	// messagesHeight is the room for messages; more of them scroll.
	messagesHeight = 440
)

// bell is the button in the top bar with the count of what went wrong or waits to be seen, and the list behind it.
type bell struct {
	shell   *Shell
	button  *widget.Button
	mark    *widget.CountMark
	content fyne.CanvasObject
	// list is what is open under the button; nil where nothing is.
	list *widget.Popup
	rows *fyne.Container
}

func newBell(s *Shell) *bell {
	b := &bell{shell: s, rows: page.Column(0)}
	b.button = widget.NewIconButton(icons.Bell, "Messages", s.ShowMessages)
	b.mark, b.content = widget.NewCountMark(b.button)
	return b
}

// ShowMessages opens the list of what went wrong or waits to be seen.
func (s *Shell) ShowMessages() {
	b := s.bell
	b.fill()
	b.list = widget.NewPopup(page.Inset(page.Gap, page.Apart, page.Gap, page.Apart, b.rows), s.Canvas())
	b.list.OnClose = func() { b.list = nil }
	b.list.ShowUnder(b.button, true)
}

// show tells the count, and what is in the list where that is open.
func (b *bell) show() {
	count := len(b.shell.toasts.kept((*notice).stays))
	b.mark.Set(count)
	label := "Messages"
	if count > 0 {
		label += " (" + table.Thousands(int64(count)) + ")"
	}
	b.button.SetLabel(label)
	if b.list != nil {
		b.fill()
		b.list.Refresh()
	}
}

func (b *bell) fill() {
	kept := b.shell.toasts.kept((*notice).stays)
	head := page.Row(page.Gap, widget.NewHeading("Messages"), page.Space())
	b.rows.Objects = []fyne.CanvasObject{head}
	if len(kept) == 0 {
		b.rows.Add(page.AtLeast(messagesText, 0, page.Inset(page.Gap, 0, page.Tight, 0, widget.NewMuted("Nothing went wrong."))))
		return
	}
	if slices.ContainsFunc(kept, (*notice).trouble) {
		head.Add(widget.NewLink("Clear", b.clear))
	}
	list := page.Column(page.Gap)
	for _, message := range kept {
		list.Add(page.Line(theme.ColorNameFaintLine))
		list.Add(b.draw(message))
	}
	height := min(messagesHeight, list.MinSize().Height)
	b.rows.Add(page.Inset(page.Gap, 0, 0, 0, page.AtLeast(messagesText+page.Margin, height, page.Scrolled(list))))
}

// draw is a message of the list: when and how often, what, and what can be done.
func (b *bell) draw(n *notice) fyne.CanvasObject {
	said := b.shell.Printer().Text(table.Time, table.Cell{Time: n.at})
	if n.times > 1 {
		said += ", " + table.Counted(n.times, "time", "times")
	}
	message := page.Column(page.Tight, widget.NewMuted(said), widget.NewParagraph(n.toast.Text, messagesText))
	if n.toast.Detail != "" {
		message.Add(widget.NewMutedParagraph(n.toast.Detail, messagesText))
	}
	if len(n.toast.Actions) > 0 {
		links := page.Row(page.Apart)
		for _, action := range n.toast.Actions {
			links.Add(widget.NewLink(action.Label, func() { b.act(n, action) }))
		}
		message.Add(links)
	}
	return message
}

// act does what a message offers, which ends the message unless it is to be kept.
func (b *bell) act(n *notice, action page.Action) {
	if !action.Keep {
		b.list.Close()
		n.Close()
	}
	action.Do()
}

// clear ends the errors of the list. What waits to be seen would be lost.
func (b *bell) clear() {
	b.list.Close()
	for _, trouble := range b.shell.toasts.kept((*notice).trouble) {
		trouble.dismiss()
	}
}
