package create

import (
	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// picker is a button that opens a choice, with a label over it and what is wrong below.
type picker struct {
	button  *widget.Button
	below   *widget.Paragraph
	content *fyne.Container
}

func newPicker(label string, open func()) *picker {
	c := &picker{button: widget.NewMenuButton(widget.Secondary, "", "", nil)}
	c.button.SetOnTapped(open)
	c.below = widget.NewParagraphIn("", leastField, widget.TextLook{Colour: theme.ColorNameDanger, Size: theme.SizeNameSmall})
	c.below.Hide()
	c.content = page.Column(page.Tight, widget.NewSmall(label), page.Row(0, c.button), c.below)
	return c
}

func (c *picker) shows(text string) {
	c.button.SetName(text, leastField)
	page.Lay(c.content)
}

func (c *picker) off(is bool, why string) {
	if is {
		c.button.DisableBecause(why)
		return
	}
	c.button.Enable()
}

func (c *picker) fault(sentence string) {
	c.below.SetText(sentence)
	c.below.Hidden = sentence == ""
	page.Lay(c.content)
}
