package shell

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"github.com/tenantkeep/tenantkeep/assets/icons"
	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/find"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/action"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/theme"
	"github.com/tenantkeep/tenantkeep/ui/uithread"
	"github.com/tenantkeep/tenantkeep/ui/widget"
)

// Finder finds users of the local data, and asks nobody else.
type Finder interface {
	// Find are the users of these tenants that fit best; of an empty query those who were viewed lately.
	Find(ctx context.Context, q find.Query, tenants map[m365.TenantID]m365.Tenant, most int) ([]find.Found, error)
	// NamesRead is closed once users are found by their names, some seconds after the start.
	NamesRead() <-chan struct{}
}

const (
	// paletteWidth is how wide the palette is.
	paletteWidth = 640
	// borderWidth is that of the palette's border, over which no row is drawn.
	borderWidth = 1
)

// palette is the search over the window: a field, and what fits what is typed.
type palette struct {
	shell   *Shell
	work    *uithread.Work
	loader  *uithread.Loader
	asked   atomic.Pointer[question]
	popup   *widget.Popup
	entry   *widget.Entry
	list    *fyne.Container
	results []offer
	rows    []*resultRow
	chosen  int
	// shown is what the results answer, and waiting is what was pressed before those of asked were there.
	shown   *question
	waiting []func()
	// awaits says that the palette looks again once the names of users are read.
	awaits bool
}

// question is what is searched for, and where.
type question struct {
	query find.Query
	in    find.Sources
	// commands are what the commands of in do.
	commands []func()
	// early says that the names of users were not read yet, so that all else is looked for; again that it was, and users are now.
	early, again bool
}

// offer is a result, what it does, and the link to it where there is one. off is why it cannot be done now.
type offer struct {
	find.Result
	open func()
	link string
	off  string
}

// Search opens the palette.
func (s *Shell) Search() {
	p := &palette{shell: s, work: s.work.Child()}
	p.loader = &uithread.Loader{Work: p.work, Read: p.find}
	p.entry = widget.NewEntry("Search", searchHint)
	p.entry.Bare = true
	p.entry.OnChanged = func(string) { p.search() }
	p.entry.OnKey, p.entry.OnCopy = p.key, p.copyLink
	p.list = page.Column(0)
	field := page.Row(page.Near, widget.NewIcon(icons.Search, theme.ColorNameMuted), page.Fill(p.entry))
	results := page.Inset(0, borderWidth, 0, borderWidth, page.Column(0, page.Line(theme.ColorNameFaintLine), p.list))
	content := page.Column(0, page.Inset(page.Near, page.Apart, page.Near, page.Apart, field), results)
	p.popup = widget.NewSearchPopup(page.AtLeast(paletteWidth, 0, content), s.Canvas())
	p.popup.OnClose = p.work.Cancel
	p.popup.Show()
	s.Canvas().Focus(p.entry)
	p.search()
}

// searchHint stands where nothing is typed yet.
const searchHint = "Search users, tenants, portals…"

// key moves through the results, and opens one.
func (p *palette) key(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyDown, fyne.KeyTab:
		p.onResults(func() { p.choose(p.chosen + 1) })
	case fyne.KeyUp:
		p.onResults(func() { p.choose(p.chosen - 1) })
	case fyne.KeyPageDown:
		p.onResults(func() { p.choose(len(p.rows) - 1) })
	case fyne.KeyPageUp:
		p.onResults(func() { p.choose(0) })
	case fyne.KeyReturn, fyne.KeyEnter:
		p.onResults(func() { p.open(p.chosen) })
	default:
		return false
	}
	return true
}

// onResults does something with the results of what is typed: now, or as soon as they are there. Those of an earlier text are
// not what was typed.
func (p *palette) onResults(do func()) {
	if p.shown != p.asked.Load() {
		p.waiting = append(p.waiting, do)
		return
	}
	do()
}

// choose makes a result the one that Enter opens, round the ends.
func (p *palette) choose(at int) {
	if len(p.rows) == 0 {
		return
	}
	p.chosen = (at + len(p.rows)) % len(p.rows)
	for i, row := range p.rows {
		row.setChosen(i == p.chosen)
	}
}

// open closes the palette and opens a result.
func (p *palette) open(at int) {
	if at >= len(p.results) || p.results[at].off != "" {
		return
	}
	p.popup.Close()
	p.results[at].open()
}

// copyLink copies the link of the result that is chosen.
func (p *palette) copyLink() {
	p.onResults(func() {
		if p.chosen < len(p.results) && p.results[p.chosen].link != "" {
			p.shell.Copy(p.results[p.chosen].link)
		}
	})
}

// search looks for what is typed now, and forgets what was pressed before.
func (p *palette) search() {
	p.waiting = nil
	p.look()
}

// look looks for what is typed now.
func (p *palette) look() {
	tenants := p.shell.snapshot.synced()
	byID := make(map[m365.TenantID]m365.Tenant, len(tenants))
	for _, tenant := range tenants {
		byID[tenant.ID] = tenant
	}
	finder := p.shell.options.Services.Finder
	asked := &question{query: find.Parse(p.entry.Text)}
	select {
	case <-finder.NamesRead():
	default:
		asked.early = !asked.query.Empty()
	}
	asked.in = find.Sources{
		Tenants: tenants, Verbs: verbs(),
		Users: func(ctx context.Context, q find.Query, most int) ([]find.Found, error) {
			if asked.early {
				return nil, nil
			}
			return finder.Find(ctx, q, byID, most)
		},
	}
	for _, portal := range p.shell.options.Services.Portals.Portals() {
		asked.in.Portals = append(asked.in.Portals, find.Portal{ID: portal.ID, Name: portal.Name, Short: portal.Short})
	}
	asked.in.Commands, asked.commands = p.shell.findable()
	p.asked.Store(asked)
	p.loader.Load()
	if asked.early && !p.awaits {
		p.awaits = true
		p.work.Await(func(ctx context.Context) func() { return p.lookAgain(ctx, finder.NamesRead()) })
	}
}

// lookAgain looks again once the names of users are read. It runs elsewhere.
func (p *palette) lookAgain(ctx context.Context, read <-chan struct{}) func() {
	select {
	case <-read:
		return func() {
			p.look()
			p.asked.Load().again = true
		}
	case <-ctx.Done():
		return nil
	}
}

// find runs elsewhere.
func (p *palette) find(ctx context.Context) func() {
	asked := p.asked.Load()
	groups, err := find.Search(ctx, asked.query, asked.in)
	subjects := make(map[m365.UserKey]m365.User)
	for _, group := range groups {
		for _, result := range group.Results {
			if group.Kind == find.OfAction && result.User != nil {
				user, gone := p.shell.options.Services.Users.User(ctx, result.User.Key)
				if gone == nil {
					subjects[user.Key] = user
				}
			}
		}
	}
	return func() {
		if err != nil {
			p.shell.Fail(err)
			return
		}
		p.show(asked, groups, subjects)
	}
}

// show draws the results. The best one is chosen, or what was where users are added. Where nothing but users may fit, keys go on
// waiting for them.
func (p *palette) show(asked *question, groups []find.Group, subjects map[m365.UserKey]m365.User) {
	var chosen []offer
	if asked.again {
		chosen = p.results[min(p.chosen, len(p.results)):]
	}
	p.shown, p.results, p.rows = asked, nil, nil
	p.list.RemoveAll()
	for _, group := range groups {
		var offers []offer
		for _, result := range group.Results {
			if made, can := p.offer(asked, result, subjects); can {
				offers = append(offers, made)
			}
		}
		if len(offers) == 0 {
			continue
		}
		slices.SortStableFunc(offers, func(a, b offer) int { return cmp.Compare(min(len(a.off), 1), min(len(b.off), 1)) })
		p.list.Add(page.Inset(page.Near, resultPad, page.Tight, resultPad, widget.NewSmall(p.title(asked, group.Kind))))
		for _, one := range offers {
			p.add(one)
		}
	}
	if len(p.rows) == 0 || asked.early {
		p.list.Add(page.Inset(page.Apart, resultPad, page.Apart, resultPad, widget.NewMutedParagraph(p.nothing(asked), paletteWidth-2*resultPad)))
	}
	p.list.Add(page.AtLeast(0, page.Gap, page.Space()))
	if asked.early && len(p.rows) == 0 {
		p.shown = nil
	}
	p.chosen = 0
	if len(chosen) > 0 {
		p.chosen = max(0, slices.IndexFunc(p.results, chosen[0].is))
	}
	p.choose(p.chosen)
	p.popup.Refresh()
	p.catchUp()
}

// catchUp does what was pressed before the results were there.
func (p *palette) catchUp() {
	if p.shown != p.asked.Load() {
		return
	}
	waiting := p.waiting
	p.waiting = nil
	for _, do := range waiting {
		do()
	}
}

func (p *palette) add(one offer) {
	at := len(p.rows)
	row := newResultRow(one.Result, one.hint(), func() { p.choose(at) }, func() { p.open(at) })
	p.results, p.rows = append(p.results, one), append(p.rows, row)
	p.list.Add(row)
}

// is says that two results lead to the same.
func (o offer) is(other offer) bool {
	return o.Kind == other.Kind && o.ID == other.ID && o.Command == other.Command && o.Tenant.ID == other.Tenant.ID && o.user() == other.user()
}

// user is who the result is, or is about; empty for nobody.
func (o offer) user() m365.UserKey {
	if o.User == nil {
		return m365.UserKey{}
	}
	return o.User.Key
}

func (o offer) hint() string {
	switch {
	case o.off != "":
		return o.off
	case o.link != "":
		return "Enter opens · " + keyText(primary(fyne.KeyC)) + " copies link"
	case o.Kind == find.OfCommand || o.Kind == find.OfAction:
		return "Enter"
	}
	return "Enter opens"
}

// groupTitles are what stands above the results of a kind.
var groupTitles = map[find.Kind]string{
	find.OfTenant: "Tenants", find.OfPortal: "Portals", find.OfUser: "Users", find.OfAction: "Actions", find.OfCommand: "Go to",
}

func (p *palette) title(asked *question, kind find.Kind) string {
	if asked.query.Empty() && kind == find.OfUser {
		return "Recently viewed"
	}
	return groupTitles[kind]
}

// nothing says why there are no results, or none of users yet.
func (p *palette) nothing(asked *question) string {
	switch {
	case asked.query.Empty():
		return "Type a name, an address, a tenant, a portal or what you want to do."
	case asked.early:
		return "Users follow as soon as their names are read, which takes some seconds after the start."
	}
	return "Nothing fits “" + strings.TrimSpace(p.entry.Text) + "”. Users are found by name, username, alias and id, in the tenants that are synced."
}

// offer is what a result does; false where it cannot be done to its user at all.
func (p *palette) offer(asked *question, result find.Result, subjects map[m365.UserKey]m365.User) (made offer, can bool) {
	s := p.shell
	made = offer{Result: result}
	switch result.Kind {
	case find.OfTenant:
		made.open = func() { s.viewUsers(result.Tenant) }
		made.link = s.firstLink(result.Tenant)
	case find.OfPortal:
		link, err := s.options.Services.Portals.Link(result.ID, result.Tenant)
		if err != nil {
			made.off = "The tenant's domain is not known yet"
		}
		made.link = link
		made.open = func() { page.OpenLink(s, s.work, s.options.Services.Portals.Open, link) }
	case find.OfUser:
		made.open = func() { s.Open(page.Route{Page: page.User, User: result.User.Key}) }
		if links := s.options.Services.Portals.UserLinks(result.Tenant, m365.User{Key: result.User.Key}); len(links) > 0 {
			made.link = links[0].URL
		}
	case find.OfAction:
		return p.actionOffer(made, subjects)
	case find.OfCommand:
		made.open = asked.commands[result.Command]
	}
	return made, true
}

// actionOffer is an action on a user, as the menu of the user has it, or one on a tenant.
func (p *palette) actionOffer(made offer, subjects map[m365.UserKey]m365.User) (offer, bool) {
	s := p.shell
	if made.User == nil {
		made.open = func() { s.onTenant(made.ID, made.Tenant) }
		return made, true
	}
	user, known := subjects[made.User.Key]
	title := titleOf(made.ID)
	items := s.actions.Items(action.Subject{User: user, Tenant: made.Tenant})
	at := slices.IndexFunc(items, func(item widget.MenuItem) bool { return item.Label == title })
	if !known || at < 0 {
		return made, false
	}
	made.open, made.off = items[at].Do, items[at].Off
	return made, true
}

// verbOffboard is the plan for a user who leaves, which is no single operation.
const verbOffboard = "offboard"

// The actions on a tenant.
const (
	verbViewUsers  = "view-users"
	verbCreateUser = "create-user"
	verbDeleted    = "deleted-users"
	verbRefresh    = "refresh"
)

// verbs are what the palette offers to do to a user or a tenant.
func verbs() []find.Verb {
	all := []find.Verb{
		{ID: verbCreateUser, Title: "Create User in", Of: find.OfTenant},
		{ID: verbViewUsers, Title: "View Users of", Of: find.OfTenant},
		{ID: verbDeleted, Title: "Deleted Users of", Of: find.OfTenant},
		{ID: verbRefresh, Title: "Refresh", Of: find.OfTenant},
	}
	for _, one := range change.Menu() {
		all = append(all, find.Verb{ID: string(one.Action), Title: one.Title, Of: find.OfUser})
	}
	return append(all, find.Verb{ID: verbOffboard, Title: action.TitleOffboard, Of: find.OfUser})
}

func titleOf(verb string) string {
	for _, one := range verbs() {
		if one.ID == verb {
			return one.Title
		}
	}
	return ""
}

func (s *Shell) onTenant(verb string, tenant m365.Tenant) {
	switch verb {
	case verbViewUsers:
		s.viewUsers(tenant)
	case verbCreateUser:
		s.Open(page.Route{Page: page.Create, Tenant: tenant.ID})
	case verbDeleted:
		s.Open(page.Route{Page: page.Deleted, Tenant: tenant.ID})
	case verbRefresh:
		s.RefreshTenants([]m365.TenantID{tenant.ID})
	}
}

func (s *Shell) viewUsers(tenant m365.Tenant) {
	s.Open(page.Route{Page: page.Users, Tenant: tenant.ID, TenantName: tenant.FullName()})
}

// firstLink is the address of the first portal that opens in a tenant.
func (s *Shell) firstLink(tenant m365.Tenant) string {
	for _, portal := range s.options.Services.Portals.Portals() {
		if link, err := s.options.Services.Portals.Link(portal.ID, tenant); err == nil {
			return link
		}
	}
	return ""
}

// findable are the commands that can be done now, the tenants that are not synced among them, and what each does.
func (s *Shell) findable() (commands []find.Command, do []func()) {
	for i := range s.commands {
		c := &s.commands[i]
		if c.label == searchLabel || c.can != nil && !c.can() {
			continue
		}
		title, note := c.label, c.menu
		if c.child != "" {
			title, note = c.child+": "+c.label, c.menu+" › "+c.child
		}
		if c.shortcut != nil {
			note += " · " + keyText(c.shortcut)
		}
		commands = append(commands, find.Command{Title: title, Note: note, Words: c.words})
		do = append(do, func() { s.do(c) })
	}
	for _, tenant := range s.snapshot.tenants {
		if tenant.Status != m365.Synced {
			commands = append(commands, find.Command{
				Title: tenant.FullName(), Note: "Not synced · Setup", Words: strings.Join(append([]string{tenant.Alias, tenant.DefaultDomain, string(tenant.ID)}, tenant.Tags...), " "),
			})
			do = append(do, func() { s.showInSetup(tenant) })
		}
	}
	return commands, do
}

// showInSetup opens Setup on a tenant, of which only Setup knows more.
func (s *Shell) showInSetup(tenant m365.Tenant) {
	s.Open(page.Route{Page: page.Setup, Tab: setup.TabTenants})
	if opened, ok := s.open.(*setup.Page); ok {
		opened.ShowTenant(tenant.Name)
	}
}
