// Package shell is the window: the navigation at the left, the bar above, the page between them, the way back and forward,
// the menu with its shortcuts, and the messages in the corner.
package shell

import (
	"context"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/settings"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// The window's size when it opens, and the least it is made for. Fit makes both smaller on a screen that is.
var (
	DefaultSize = fyne.NewSize(1440, 900)
	LeastSize   = fyne.NewSize(1024, 700)
)

// Shell is the program's window. All methods belong on the goroutine that may touch widgets.
type Shell struct {
	options   Options
	window    fyne.Window
	work      *uithread.Work
	toasts    *toaster
	bell      *bell
	connector *setup.Connector
	signingIn signingIn
	actions   *action.Actions
	// leaving is the question before the window closes, as it lies over the window.
	leaving fyne.CanvasObject

	nav      *nav
	bar      *topBar
	body     *fyne.Container
	frame    *frameLayout
	layers   *fyne.Container
	commands []command
	// menu is the system's; nil where the window draws its own.
	menu *fyne.MainMenu

	history  history
	open     page.Page
	openWork *uithread.Work
	// appearing forgets that the open page is awaited; nil once it stands in the window.
	appearing func()

	// unread is why a setting could not be read.
	unread      error
	keeper      *uithread.Keeper[string, string]
	preferences settings.Preferences
	pageSize    int
	collapsed   bool
	// asking says that the person is asked for a file.
	asking atomic.Bool
	// lastPage is the page to begin with.
	lastPage page.Name

	updates  updates
	snapshot snapshot
	status   *refreshStatus
	loader   *uithread.Loader

	soon, late *gatherer
	deaf       func()
	stopTick   func()
}

// New makes the window's content as the window was left: the settings are read here, before the window system runs, so that
// nothing changes before the person's eyes. (Fyne 2.8.1 ends the program on Windows when the theme changes while a window
// was never shown.) Show opens it.
func New(options Options) *Shell {
	s := &Shell{options: options, window: options.Window, work: uithread.NewWork(context.Background(), options.Run, options.After)}
	s.work.OnBroken(s.Fail)
	s.keeper = uithread.NewKeeper(s.work, s.keepSetting, s.Fail)
	s.unread = s.readSettings(s.work.Context())
	options.UseScale(s.preferences.Scale)
	options.App.Settings().SetTheme(theme.New(s.preferences.Mode))
	s.bell = newBell(s)
	s.toasts = newToaster(options.Now, options.After, s.work.Run, s.bell.show)
	s.connector = setup.NewConnector(options.Services.Integration, s.Explain, s.work, options.Suggestion)
	s.connector.SignedIn, s.connector.NotSignedIn = s.signedIn, s.notSignedIn
	s.actions = action.New(action.Options{
		Host: s, Work: s.work, Changes: options.Services.Change, Directory: options.Services.Directory,
		Offboarding: options.Services.Offboarding, Journal: options.Services.Journal,
		Tables: s.tables, Tier: options.Services.Access.Tier, Spares: s.spares,
		Clipboard: options.Clipboard, After: options.After,
	})
	s.workAsPreferred()
	s.loader = &uithread.Loader{Work: s.work, Read: s.readSnapshot}
	s.nav = newNav(s.Open, s.menuItems, s.ShowRefreshStatus, func() { s.SignIn(nil) })
	s.connector.SigningIn = s.nav.setSigningIn
	s.nav.setCollapsed(s.collapsed)
	s.bar = newTopBar(s.ToggleNavigation, s.startOver(), s.Search, s.bell.content, s.themeItems)
	s.body = container.NewStack()
	s.commands = s.makeCommands()
	s.build()
	return s
}

func (s *Shell) build() {
	right := page.Column(0, s.bar.content, page.Fill(s.body))
	s.frame = &frameLayout{least: LeastSize, narrow: s.nav.setNarrow}
	s.layers = page.Over(container.New(s.frame, s.nav.content, right), s.toasts.stack)
	s.window.SetContent(widget.NewTipLayer(s.layers, s.options.Run, s.options.After))
	s.window.SetTitle(appName)
	s.window.SetPadded(false)
	s.window.SetCloseIntercept(func() { s.leave(s.window.Close) })
	s.window.Resize(DefaultSize)
	s.refreshMenu()
	if !systemHasMenu {
		s.hearShortcuts()
	}
	s.window.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) { uithread.Guarded(func() { s.typedKey(key) }) })
}

// Show opens the window and begins to follow what changes. It opens All Users, or Setup where no tenant is synced yet, unless
// Open was called before.
func (s *Shell) Show() {
	s.listen()
	s.tick()
	s.window.Show()
	s.Fail(s.unread)
	s.tellBroke()
	s.checkAtStart()
	s.loader.Load()
	s.connector.Load()
}

// Fit keeps the window within the room that its screen has for it.
func (s *Shell) Fit(room fyne.Size) {
	s.frame.least = LeastSize.Min(room)
	page.Lay(s.layers)
	s.window.Resize(DefaultSize.Min(room))
}

// Close ends all work and waits for it. The window is not used again.
func (s *Shell) Close() {
	s.deafen()
	s.actions.Close()
	s.connector.Cancel()
	s.closePage()
	s.work.Close()
	s.finishKeeping()
}

// Idle says whether nothing is being read or written that ends by itself.
func (s *Shell) Idle() bool { return s.work.Idle() }

// WaitIdle returns once the goroutines have ended that end by themselves; what they bring may still wait in the Runner.
func (s *Shell) WaitIdle() { s.work.WaitIdle() }

// WaitAll is WaitIdle for what waits for a person too: a sign-in in the browser, a place for a file.
func (s *Shell) WaitAll() { s.work.WaitAll() }
