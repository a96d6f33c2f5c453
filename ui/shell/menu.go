package shell

import (
	"runtime"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// systemHasMenu says that the system draws the menu, and hears its shortcuts.
const systemHasMenu = runtime.GOOS == "darwin"

// menuItems is the menu that the window draws itself: a column for each of the menus.
func (s *Shell) menuItems() []widget.MenuItem {
	var items []widget.MenuItem
	menu, child := "", ""
	for i := range s.commands {
		c := &s.commands[i]
		switch {
		case c.menu != menu:
			items = append(items, widget.MenuItem{Label: c.menu, Heading: true})
		case c.group, c.child != child:
			items = append(items, widget.MenuItem{Separator: true})
		}
		menu, child = c.menu, c.child
		items = append(items, s.menuLine(c))
	}
	return items
}

func (s *Shell) menuLine(c *command) widget.MenuItem {
	item := widget.MenuItem{Label: c.label, Do: func() { s.do(c) }}
	if c.child != "" {
		item.Label = c.child + ": " + c.label
	}
	if c.shortcut != nil {
		item.Note = keyText(c.shortcut)
	}
	if c.can != nil && !c.can() {
		item.Off = c.cannot
	}
	if c.checked != nil && c.checked() {
		item.Icon = icons.Check
	}
	return item
}

// hearShortcuts makes the window hear the shortcuts of the menu that it draws itself. What has the keyboard hands them on
// (widget.PassOnShortcut).
func (s *Shell) hearShortcuts() {
	for i := range s.commands {
		if c := &s.commands[i]; c.shortcut != nil {
			s.window.Canvas().AddShortcut(c.shortcut, func(fyne.Shortcut) { s.do(c) })
		}
	}
}

// systemMenu is the menu that the system draws.
func (s *Shell) systemMenu() *fyne.MainMenu {
	menu := &fyne.MainMenu{}
	children := make(map[string]*fyne.Menu)
	for i := range s.commands {
		c := &s.commands[i]
		top := menuNamed(menu, c.menu)
		if c.group {
			top.Items = append(top.Items, fyne.NewMenuItemSeparator())
		}
		if c.child != "" {
			child := children[c.child]
			if child == nil {
				child = fyne.NewMenu(c.child)
				children[c.child] = child
				top.Items = append(top.Items, &fyne.MenuItem{Label: c.child, ChildMenu: child})
			}
			top = child
		}
		top.Items = append(top.Items, s.systemLine(c))
	}
	return menu
}

func menuNamed(menu *fyne.MainMenu, name string) *fyne.Menu {
	for _, m := range menu.Items {
		if m.Label == name {
			return m
		}
	}
	m := fyne.NewMenu(name)
	menu.Items = append(menu.Items, m)
	return m
}

func (s *Shell) systemLine(c *command) *fyne.MenuItem {
	item := fyne.NewMenuItem(c.label, func() { s.do(c) })
	if c.shortcut != nil {
		item.Shortcut = c.shortcut
	}
	item.IsQuit = c.label == "Quit"
	item.Disabled = c.can != nil && !c.can()
	item.Checked = c.checked != nil && c.checked()
	return item
}

// refreshMenu brings the ticks and the disabled entries of the system's menu up to date, where one changed. The window's own
// is made when it opens.
func (s *Shell) refreshMenu() {
	if !systemHasMenu {
		return
	}
	fresh := s.systemMenu()
	if s.menu != nil && sameState(s.menu.Items, fresh.Items) {
		return
	}
	s.menu = fresh
	s.window.SetMainMenu(fresh)
}

func sameState(a, b []*fyne.Menu) bool {
	for i := range a {
		for j, item := range a[i].Items {
			other := b[i].Items[j]
			if item.Disabled != other.Disabled || item.Checked != other.Checked {
				return false
			}
			if item.ChildMenu != nil && !sameState([]*fyne.Menu{item.ChildMenu}, []*fyne.Menu{other.ChildMenu}) {
				return false
			}
		}
	}
	return true
}
