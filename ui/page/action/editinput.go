package action

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// editInput is a field of the form: what it began with, what is in it now, and what is wrong with that.
type editInput struct {
	// field is its name in Graph, label what a person reads.
	field, label string
	// began is the value that the person saw first, beganID that of a manager's id.
	began, beganID string
	cells          []fyne.CanvasObject

	value func() string
	id    func() string
	put   func(value, id string)
	say   func(sentence string)
	lock  func(why string)
	// unlock takes a lock away again.
	unlock func()
	wrong  func(text string) string
	links  *fyne.Container
}

// begin puts in what Microsoft shows.
func (i *editInput) begin(value, id string) {
	i.began, i.beganID = value, id
	i.put(value, id)
}

func (i *editInput) edited() bool {
	if i.id != nil {
		return i.id() != i.beganID || i.value() != i.began
	}
	return i.value() != i.began
}

func (i *editInput) write() change.Write {
	write := change.Write{Kind: change.SetField, Subject: i.field, Before: i.began, After: i.value()}
	if i.id != nil {
		write.Kind = change.SetManager
		write.Detail = map[string]string{change.DetailFrom: i.beganID, change.DetailTo: i.id()}
	}
	return write
}

// fault says what is wrong; an empty sentence takes it away.
func (i *editInput) fault(sentence string) {
	i.say(sentence)
	i.links.Hide()
}

// conflict lets the person choose between their value and that of somebody else.
func (i *editInput) conflict(now change.Objection, chosen func()) {
	i.links.Objects = []fyne.CanvasObject{
		widget.NewPlainLink("Keep theirs", func() {
			i.begin(now.Now, now.NowID)
			chosen()
		}),
		widget.NewPlainLink("Use mine", func() {
			i.began, i.beganID = now.Now, now.NowID
			chosen()
		}),
	}
	i.links.Show()
	i.links.Refresh()
}

// over stands the links of a conflict under a cell.
func (i *editInput) over(cell fyne.CanvasObject) fyne.CanvasObject {
	i.links = page.Row(page.Gap)
	i.links.Hide()
	return page.Column(page.Tight, cell, i.links)
}

func textInput(label, hint string, changed func(*editInput)) *editInput {
	field := widget.NewField(label, "", hint)
	return fieldInput(field, field, hint, changed)
}

// fieldInput is what is typed into a field, which stands in a cell.
func fieldInput(field *widget.Field, cell fyne.CanvasObject, hint string, changed func(*editInput)) *editInput {
	i := &editInput{
		value: func() string { return trimmed(field.Text()) },
		put:   func(value, _ string) { field.SetText(value) },
		say:   field.SetError,
	}
	i.lock = func(why string) {
		field.SetHint(why)
		field.Disable()
	}
	i.unlock = func() {
		field.SetHint(hint)
		field.Enable()
	}
	i.cells = []fyne.CanvasObject{i.over(cell)}
	field.Entry.OnChanged = func(string) { changed(i) }
	return i
}

// chooser is a button with a label over it and a sentence below, as a Field is for what is typed.
type chooser struct {
	button  *widget.Button
	below   *widget.Paragraph
	content *fyne.Container
}

func newChooser(label string) *chooser {
	c := &chooser{button: widget.NewMenuButton(widget.Secondary, "", "", nil)}
	c.below = widget.NewParagraphIn("", editCell, widget.TextLook{Colour: theme.ColorNameMuted, Size: theme.SizeNameSmall})
	c.below.Hide()
	c.content = page.Column(page.Tight, widget.NewSmall(label), page.Row(0, c.button), c.below)
	return c
}

func (c *chooser) say(sentence string, colour fyne.ThemeColorName) {
	c.below.SetText(sentence)
	c.below.SetColour(colour)
	c.below.Hidden = sentence == ""
	c.content.Refresh()
}

func (c *chooser) fault(sentence string) { c.say(sentence, theme.ColorNameDanger) }

func (c *chooser) lock(why string) {
	c.say(why, theme.ColorNameMuted)
	c.button.DisableBecause(why)
}

func (c *chooser) unlock() {
	c.say("", theme.ColorNameMuted)
	c.button.Enable()
}

func (c *chooser) shows(text string) {
	c.button.SetName(text, editCell)
	c.content.Refresh()
}

// chosenInput is an input whose value is chosen; words says what the button reads for it.
func chosenInput(c *chooser, words func(value string) string) (i *editInput, set func(value string)) {
	held := ""
	set = func(value string) {
		held = value
		c.shows(words(value))
	}
	i = &editInput{
		value: func() string { return held },
		put:   func(value, _ string) { set(value) },
		say:   c.fault, lock: c.lock, unlock: c.unlock,
	}
	i.cells = []fyne.CanvasObject{i.over(c.content)}
	return i, set
}

func choiceInput(label string, values []string, changed func(*editInput)) *editInput {
	c := newChooser(label)
	i, set := chosenInput(c, func(value string) string { return value })
	c.button.SetOnTapped(func() {
		widget.ShowMenu(c.button, func() []widget.MenuItem {
			items := make([]widget.MenuItem, len(values))
			for at, value := range values {
				items[at] = widget.MenuItem{Label: value, Do: func() {
					set(value)
					changed(i)
				}}
			}
			return items
		})
	})
	return i
}

func countryInput(canvas fyne.Canvas, label string, changed func(*editInput)) *editInput {
	c := newChooser(label)
	i, set := chosenInput(c, PlaceName)
	c.button.SetOnTapped(func() {
		ShowPlaces(canvas, c.button, append([]string{""}, Countries()...), func(code string) {
			set(code)
			changed(i)
		})
	})
	return i
}

// usernameInput takes the name and the domain apart: only verified domains can be chosen.
func usernameInput(label, username string, domains []string, changed func(*editInput)) *editInput {
	domain := m365.DomainOf(username)
	if !slices.ContainsFunc(domains, func(one string) bool { return strings.EqualFold(one, domain) }) {
		domains = append(slices.Clone(domains), domain)
	}
	var i *editInput
	heard := func(*editInput) { changed(i) }
	chosen, name := choiceInput("Domain", domains, heard), textInput(label, "", heard)
	i = &editInput{
		value: func() string { return name.value() + "@" + chosen.value() },
		put: func(value, _ string) {
			local, domain, _ := strings.Cut(value, "@")
			name.put(local, "")
			chosen.put(domain, "")
		},
		say: name.say, links: name.links,
	}
	i.lock = func(why string) {
		name.lock(why)
		chosen.lock("")
	}
	i.cells = slices.Concat(name.cells, chosen.cells)
	return i
}
