package shell

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
)

// command is something the menu and the keyboard can do.
type command struct {
	menu, label string
	shortcut    *desktop.CustomShortcut
	run         func()
	// can says whether it can be done now; nil is always.
	can func() bool
	// cannot is the reason where it cannot.
	cannot string
	// checked says whether the menu ticks it; nil is never.
	checked func() bool
	// group begins a new group in the menu.
	group bool
	// child puts it into a menu of that name inside the menu.
	child string
	// words are others by which the search finds it.
	words string
}

// The menus, in their order.
const (
	menuFile = "File"
	menuView = "View"
	menuGo   = "Go"
	menuHelp = "Help"
)

// searchLabel is the command that opens the palette, which does not find itself.
const searchLabel = "Search…"

// makeCommands is the one list of what the menu offers, the keyboard does and the list of shortcuts shows.
func (s *Shell) makeCommands() []command {
	open := func(name page.Name) func() { return func() { s.Open(page.Route{Page: name}) } }
	commands := []command{
		{menu: menuFile, label: "Create User…", shortcut: primary(fyne.KeyN), run: open(page.Create)},
		{menu: menuFile, label: "Create Users from a File…", run: open(page.CreateMany)},
		{
			menu: menuFile, label: "Export CSV…", shortcut: primary(fyne.KeyE), run: s.exportPage,
			can: s.canExport, cannot: "This page has no table.",
		},
		{menu: menuFile, label: "Quit", shortcut: primary(fyne.KeyQ), run: func() { s.leave(s.options.Quit) }, group: true},

		{
			menu: menuView, label: "Back", shortcut: backKey(), run: s.Back,
			can: func() bool { return s.history.canGo(-1) }, cannot: "There is no page before this one.",
		},
		{
			menu: menuView, label: "Forward", shortcut: forwardKey(), run: s.Forward,
			can: func() bool { return s.history.canGo(1) }, cannot: "There is no page after this one.",
		},
		{menu: menuView, label: searchLabel, shortcut: primary(fyne.KeyK), run: s.Search, group: true},
		{
			menu: menuView, label: "Find on This Page", shortcut: primary(fyne.KeyF), run: s.findHere,
			can: s.canFindHere, cannot: "This page has nothing to find.",
		},
		{
			menu: menuView, label: "Go to the Filter", shortcut: primaryShift(fyne.KeyF), run: s.openFilter,
			can: s.canFilter, cannot: "This page has no filter.",
		},
		{
			menu: menuView, label: "Next Tab", shortcut: tabKey(0), run: func() { s.turnTab(1) },
			can: s.hasTabs, cannot: "This page has no tabs.", group: true,
		},
		{
			menu: menuView, label: "Previous Tab", shortcut: tabKey(fyne.KeyModifierShift), run: func() { s.turnTab(-1) },
			can: s.hasTabs, cannot: "This page has no tabs.",
		},
		{
			menu: menuView, label: "Refresh", shortcut: primary(fyne.KeyR), run: s.refreshPage,
			can: s.canRefresh, cannot: "This page has nothing to refresh.", group: true,
		},
		{menu: menuView, label: "Refresh Status", shortcut: primaryShift(fyne.KeyR), run: s.ShowRefreshStatus},
		{menu: menuView, label: "Messages", shortcut: primaryShift(fyne.KeyM), run: s.ShowMessages},
		{
			menu: menuView, label: "Relaxed Rows", shortcut: primary(fyne.KeyD), run: s.ToggleDensity,
			checked: func() bool { return s.preferences.Relaxed }, group: true,
		},
		{
			menu: menuView, label: "Collapse Navigation", shortcut: primary(fyne.KeyB), run: s.ToggleNavigation,
			checked: func() bool { return s.collapsed },
		},
	}
	commands = append(commands, command{
		menu: menuView, label: "Own Portals…", run: s.ShowOwnPortals, words: "portal catalogue settings",
	})
	for _, mode := range modes {
		commands = append(commands, command{
			menu: menuView, child: "Theme", label: modeNames[mode], words: "settings colours appearance",
			run: func() { s.SetTheme(mode) }, checked: func() bool { return s.preferences.Mode == mode },
		})
	}
	commands = append(commands,
		command{menu: menuGo, label: "All Tenants", shortcut: primary(fyne.Key1), run: open(page.Tenants)},
		command{menu: menuGo, label: "All Users", shortcut: primary(fyne.Key2), run: open(page.Users)},
		command{menu: menuGo, label: "Deleted Users", run: open(page.Deleted)},
		command{menu: menuGo, label: "Activity", shortcut: primary(fyne.Key3), run: open(page.Activity)},
		command{menu: menuGo, label: "Offboardings…", run: s.actions.ShowOffboardings},
		command{menu: menuGo, label: "Integrations", shortcut: primary(fyne.Key4), run: open(page.Setup), words: "setup"},
		command{menu: menuGo, label: "My Settings", shortcut: primary(fyne.KeyComma), run: open(page.Settings)},
		command{menu: menuHelp, label: "Keyboard Shortcuts", shortcut: primary(fyne.KeySlash), run: s.ShowShortcuts},
	)
	commands = append(commands, s.updateCommands()...)
	return append(commands, command{menu: menuHelp, label: "About " + appName, run: s.ShowAbout, group: true})
}

func primary(key fyne.KeyName) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

func primaryShift(key fyne.KeyName) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

// tabKey is Ctrl+Tab on every system, as in browsers.
func tabKey(more fyne.KeyModifier) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: fyne.KeyTab, Modifier: fyne.KeyModifierControl | more}
}

func (s *Shell) canFindHere() bool {
	_, can := s.open.(page.Searchable)
	return can || s.canFilter()
}

// findHere goes to the search field of the page, or to its filter where it has none.
func (s *Shell) findHere() {
	if searchable, can := s.open.(page.Searchable); can {
		s.bringAwaited()
		searchable.GoToSearch()
		return
	}
	s.openFilter()
}

func (s *Shell) canFilter() bool {
	_, can := s.open.(page.Filterable)
	return can
}

func (s *Shell) openFilter() {
	if filterable, can := s.open.(page.Filterable); can {
		s.bringAwaited()
		filterable.OpenFilter()
	}
}

func (s *Shell) hasTabs() bool {
	_, has := s.open.(page.Tabbed)
	return has
}

func (s *Shell) turnTab(by int) {
	if tabbed, has := s.open.(page.Tabbed); has {
		s.bringAwaited()
		tabbed.NextTab(by)
	}
}

func backKey() *desktop.CustomShortcut {
	if runtime.GOOS == "darwin" {
		return primary(fyne.KeyLeftBracket)
	}
	return &desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierAlt}
}

func forwardKey() *desktop.CustomShortcut {
	if runtime.GOOS == "darwin" {
		return primary(fyne.KeyRightBracket)
	}
	return &desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierAlt}
}

// do carries a command out, unless a dialog or a menu is open: shortcuts are heard above those too, and where a command can
// do nothing.
func (s *Shell) do(c *command) {
	if s.window.Canvas().Overlays().Top() != nil || (c.can != nil && !c.can()) {
		return
	}
	uithread.Guarded(c.run)
}

// typedKey hears keys while nothing has the focus: a click beside a field takes it away. What is open on top hears them
// then. F1 and F10 have no modifier, so they are no shortcuts for Fyne.
func (s *Shell) typedKey(event *fyne.KeyEvent) {
	if top, ok := s.window.Canvas().Overlays().Top().(fyne.Focusable); ok {
		top.TypedKey(event)
		return
	}
	switch event.Name {
	case fyne.KeyF1:
		s.ShowShortcuts()
	case fyne.KeyF10:
		s.nav.brand.open()
	}
}

func (s *Shell) canExport() bool {
	_, ok := s.open.(page.Exporter)
	return ok
}

func (s *Shell) exportPage() {
	if exporter, ok := s.open.(page.Exporter); ok {
		exporter.Export()
	}
}

func (s *Shell) canRefresh() bool {
	_, ok := s.open.(page.Refresher)
	return ok
}

func (s *Shell) refreshPage() {
	if refresher, ok := s.open.(page.Refresher); ok {
		refresher.Refresh()
	}
}

// keyText is a shortcut as a person reads it: "Ctrl+Shift+R".
func keyText(shortcut *desktop.CustomShortcut) string {
	var parts []string
	for _, modifier := range []struct {
		key  fyne.KeyModifier
		name string
	}{
		{fyne.KeyModifierControl, "Ctrl"},
		{fyne.KeyModifierAlt, "Alt"},
		{fyne.KeyModifierShift, "Shift"},
		{fyne.KeyModifierSuper, "Cmd"},
	} {
		if shortcut.Modifier&modifier.key != 0 {
			parts = append(parts, modifier.name)
		}
	}
	return strings.Join(append(parts, string(shortcut.KeyName)), "+")
}
