package shell

import (
	"context"
	"runtime"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// tableKeys are the keys that every table hears while it has the focus.
func tableKeys() []keyLine {
	return []keyLine{
		{"Move between rows", "Up, Down, Page Up, Page Down, Home, End"},
		{"Scroll sideways", "Left, Right"},
		{"Tick the row", "Space"},
		{"Tick all rows up to here", "Shift+Space"},
		{"Tick the rows of the page", keyText(primary(fyne.KeyA))},
		{"Copy the ticked rows", keyText(primary(fyne.KeyC))},
		{"Open the row", "Enter"},
	}
}

// windowKeys are the keys that work everywhere.
var windowKeys = []keyLine{
	{"Go to the next control, or the one before", "Tab, Shift+Tab"},
	{"Press the control", "Enter, Space"},
	{"Press what is red or cannot be undone", "Space"},
	{"Open the menu", "F10"},
	{"Close a menu, a filter or a dialog", "Esc"},
}

// The groups of shortcuts that are not in the menu.
const (
	keysOfTables   = "Tables"
	keysEverywhere = "Everywhere"
)

// keyLine is a line of the list of shortcuts.
type keyLine struct{ does, keys string }

// keyGroups lists every shortcut, made from the commands themselves.
func (s *Shell) keyGroups() (names []string, lines map[string][]keyLine) {
	lines = make(map[string][]keyLine)
	for _, c := range s.commands {
		if c.shortcut == nil {
			continue
		}
		if lines[c.menu] == nil {
			names = append(names, c.menu)
		}
		keys := keyText(c.shortcut)
		if c.menu == menuHelp {
			keys = "F1, " + keys
		}
		lines[c.menu] = append(lines[c.menu], keyLine{c.label, keys})
	}
	lines[keysOfTables], lines[keysEverywhere] = tableKeys(), windowKeys
	return append(names, keysOfTables, keysEverywhere), lines
}

// shortcutsWidth is how wide the list of shortcuts is.
const shortcutsWidth = 940

// ShowShortcuts lists the keyboard's shortcuts: those of the menu at the left, the others at the right.
func (s *Shell) ShowShortcuts() {
	names, groups := s.keyGroups()
	left, right := page.Column(page.Tight), page.Column(page.Tight)
	for _, name := range names {
		column := left
		if name == keysOfTables || name == keysEverywhere {
			column = right
		}
		if len(column.Objects) > 0 {
			column.Add(page.AtLeast(0, page.Near, page.Column(0)))
		}
		column.Add(widget.NewSmall(name))
		for _, line := range groups[name] {
			column.Add(drawKeyLine(line))
		}
	}
	keys := page.Fields(340, 2, fyne.NewSize(2*page.Margin, page.Near), left, right)
	keys.Resize(fyne.NewSize(widget.DialogRoom(s.Canvas(), shortcutsWidth), 0)) // as many columns as it has decide its height
	s.ShowSheet(page.Sheet{
		Title: "Keyboard shortcuts",
		Body:  page.AtLeast(0, keys.MinSize().Height, page.Scrolled(keys)),
		Width: shortcutsWidth,
	})
}

func drawKeyLine(line keyLine) fyne.CanvasObject {
	return page.Row(page.Gap, widget.NewText(line.does), page.Space(), widget.NewMuted(line.keys))
}

// ShowAbout says what this is.
func (s *Shell) ShowAbout() {
	name := page.Row(page.Gap, widget.NewIconOf(icons.Mark(40), theme.ColorNameAccent, 40),
		page.Column(page.Tight, widget.NewHeading(appName), widget.NewMuted("Version "+s.options.Version)))
	s.ShowSheet(page.Sheet{
		Title: "About " + appName,
		Body: page.Column(page.Gap, name,
			widget.NewParagraph("One sign-in, every client's Microsoft 365: for technicians of managed service providers.", page.DialogText),
			widget.NewMuted(runtime.GOOS+"/"+runtime.GOARCH+", "+runtime.Version()),
		),
	})
}

// startOver is what puts the demo back to its beginning; nil outside the demo.
func (s *Shell) startOver() func() {
	if !s.options.Demo || s.options.StartOver == nil {
		return nil
	}
	return func() {
		s.Ask(page.Question{
			Title:  "Start over",
			Text:   "The demo goes back to its beginning: no connection, no synced tenants, and every change undone.",
			More:   []string{"Real tenants are not touched. The demo keeps its data apart."},
			Verb:   "Start over",
			Danger: true,
			Do:     s.doStartOver,
		})
	}
}

func (s *Shell) doStartOver() {
	s.connector.Cancel()
	s.work.Do(func(ctx context.Context) func() {
		err := s.options.StartOver(ctx)
		return func() {
			if err != nil {
				s.Fail(err)
				return
			}
			s.connector.Reset()
			s.history = history{}
			s.loader.Load()
			s.Toast(page.Toast{Mood: page.Done, Text: "The demo is at its beginning again."})
		}
	})
}
