package shell

import (
	"cmp"
	"slices"

	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/activity"
	"github.com/tenantkeep/tenantkeep/ui/page/create"
	"github.com/tenantkeep/tenantkeep/ui/page/createmany"
	"github.com/tenantkeep/tenantkeep/ui/page/deleted"
	"github.com/tenantkeep/tenantkeep/ui/page/settings"
	"github.com/tenantkeep/tenantkeep/ui/page/setup"
	"github.com/tenantkeep/tenantkeep/ui/page/tenants"
	"github.com/tenantkeep/tenantkeep/ui/page/user"
	"github.com/tenantkeep/tenantkeep/ui/page/users"
)

// Open goes to a page. Where the person is there already, nothing happens.
func (s *Shell) Open(route page.Route) {
	if present, any := s.history.present(); any {
		if present.route == route && route.Tenant == "" {
			return
		}
		s.history.keep(s.open.Save())
	}
	s.history.enter(route)
	s.showPage(visit{route: route})
}

// Back goes to the page before, as it was left.
func (s *Shell) Back() { s.goBy(-1) }

// Forward goes to the page that Back came from.
func (s *Shell) Forward() { s.goBy(1) }

func (s *Shell) goBy(by int) {
	if !s.history.canGo(by) {
		return
	}
	s.history.keep(s.open.Save())
	s.showPage(s.history.goBy(by))
}

func (s *Shell) showPage(to visit) {
	s.closePage()
	s.openWork = s.work.Child()
	s.openWork.OnShown(s.bringReady)
	s.open = s.makePage(to.route)
	if to.saved != nil {
		s.open.Restore(to.saved)
	}
	s.options.Services.Refresher.Look(cmp.Or(to.route.User.Tenant, to.route.Tenant))
	s.keepPage(to.route.Page)
	s.open.Changed(page.Everything())
	s.appear()
	s.refreshMenu()
}

// firstPages are the pages that a start can begin with: those that need nothing but themselves.
var firstPages = []page.Name{page.Users, page.Tenants, page.Activity, page.Setup, page.Settings}

// keepPage keeps which page to begin with at the next start.
func (s *Shell) keepPage(open page.Name) {
	if open != s.lastPage && slices.Contains(firstPages, open) {
		s.lastPage = open
		s.keeper.Keep(settingPage, string(open))
	}
}

func (s *Shell) closePage() {
	if s.open == nil {
		return
	}
	s.stopAppearing()
	s.openWork.Cancel()
	s.open.Close()
	s.open = nil
}

func (s *Shell) makePage(route page.Route) page.Page {
	services := s.options.Services
	switch route.Page {
	case page.Tenants:
		return tenants.New(tenants.Options{
			Host: s, Work: s.openWork, Tables: s.tables(), Tenants: services.Tenants, Portals: services.Portals, Labels: services.Labels,
			Licenses: services.Licenses,
		})
	case page.Users:
		return users.New(users.Options{
			Host: s, Work: s.openWork, Tables: s.tables(), Tenants: services.Tenants,
			Source: services.Users.UserSource(), Users: services.Users, Actions: s.actions,
			Only: route.Tenant, OnlyName: route.TenantName,
		})
	case page.User:
		return user.New(user.Options{
			Host: s, Work: s.openWork, Tenants: services.Tenants, Users: services.Users, Key: route.User,
			Cards: services.Cards, Tables: s.tables(), Actions: s.actions, Links: services.Portals,
		})
	case page.Deleted:
		return deleted.New(deleted.Options{
			Host: s, Work: s.openWork, Tables: s.tables(), Tenants: services.Tenants, Directory: services.Deleted,
			Actions: s.actions, Tenant: route.Tenant,
		})
	case page.Create:
		return create.New(create.Options{
			Host: s, Work: s.openWork, Tenants: services.Tenants, Directory: services.Directory, Names: services.Names, Templates: services.Templates,
			Actions: s.actions, Tenant: route.Tenant,
		})
	case page.CreateMany:
		return createmany.New(createmany.Options{
			Host: s, Work: s.openWork, Lasting: s.work, Tables: s.tables(), Tenants: services.Tenants, Creations: services.Creations,
			Actions: s.actions, Tenant: route.Tenant,
		})
	case page.Activity:
		return activity.New(activity.Options{
			Host: s, Work: s.openWork, Tables: s.tables(), Source: services.Journal.Source(), Journal: services.Journal,
			Actions: s.actions,
		})
	case page.Settings:
		return settings.New(settings.Options{
			Host: s, Work: s.openWork, Computer: services.Computer, OpenPath: s.options.OpenPath, Demo: s.options.Demo,
		})
	}
	return setup.New(setup.Options{
		Host: s, Work: s.openWork, Tables: s.tables(), Tenants: services.Tenants,
		Integration: services.Integration, Connector: s.connector, Care: services.Access, Tab: route.Tab,
		Leaving: s.actions.Leaving,
	})
}

// TrailChanged writes anew where the page is, once it has appeared.
func (s *Shell) TrailChanged() {
	if s.open != nil && s.appearing == nil {
		s.bar.update(s.open.Trail())
	}
}
