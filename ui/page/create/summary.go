package create

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

const summaryText float32 = 230

// summary is who is created, and what will be done.
type summary struct {
	p        *Page
	name     *widget.Paragraph
	username *widget.Paragraph
	state    *widget.Paragraph
	steps    *fyne.Container
	said     []string
	preview  *widget.Link
	content  *fyne.Container
}

func newSummary(p *Page) *summary {
	s := &summary{p: p, steps: page.Column(page.Near)}
	s.name = widget.NewParagraphIn("", summaryText, widget.TextLook{Colour: theme.ColorNameInk, Size: theme.SizeNameTableTitle, Bold: true})
	s.username = widget.NewParagraph("", summaryText)
	s.state = widget.NewParagraphIn("", summaryText, widget.TextLook{Colour: theme.ColorNameMuted, Size: theme.SizeNameSmall})
	s.preview = widget.NewLink("Show the exact requests", func() { p.begin(false) })
	s.content = page.Scrolled(page.Column(page.Gap,
		s.name,
		page.Column(page.Tight, widget.NewSmall("Username"), s.username, s.state),
		page.Column(page.Near, widget.NewSmall("What will be done"), s.steps),
		page.Row(0, s.preview),
	))
	return s
}

func (s *summary) draw() {
	draft := s.p.draft
	s.name.SetText(draft.name())
	s.username.SetText(orText(draft.username(), "–"))
	colour := theme.ColorNameMuted
	text := s.p.usernameHint()
	if fault := s.p.fault(change.Username); fault != "" {
		text, colour = fault, theme.ColorNameDanger
	}
	s.state.SetText(text)
	s.state.SetColour(colour)
	s.state.Hidden = text == ""
	s.drawSteps(s.p.toDo())
	s.preview.Hidden = s.p.lacking() != ""
	page.Lay(s.content)
}

func (s *summary) drawSteps(said []string) {
	if slices.Equal(s.said, said) {
		return
	}
	s.said, s.steps.Objects = said, nil
	for i, text := range said {
		s.steps.Objects = append(s.steps.Objects,
			page.RowTop(page.Near, widget.NewMuted(strconv.Itoa(i+1)), page.Fill(widget.NewParagraph(text, summaryText-20))))
	}
}

// toDo are the steps in words, in the order in which they are done.
func (p *Page) toDo() []string {
	steps := []string{"Create the user"}
	if p.draft.manager.DisplayName != "" {
		steps = append(steps, "Set the manager: "+p.draft.manager.DisplayName)
	}
	for _, tab := range []struct{ id, verb string }{{tabLicenses, "Assign "}, {tabGroups, "Add to "}, {tabRoles, "Give the role "}} {
		var names []string
		for _, write := range p.draft.chosen[tab.id] {
			names = append(names, write.Name)
		}
		if len(names) > 0 {
			steps = append(steps, tab.verb+strings.Join(names, ", "))
		}
	}
	return steps
}
