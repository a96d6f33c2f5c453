package shell

import (
	"github.com/tenantkeep/tenantkeep/ui/page"
	"github.com/tenantkeep/tenantkeep/ui/page/portals"
)

// ShowOwnPortals opens the list of the person's own portals.
func (s *Shell) ShowOwnPortals() { portals.Show(s, s.work, s.options.Services.OwnPortals) }

// PortalsChanged shows the open page anew where its columns are portals.
func (s *Shell) PortalsChanged() {
	present, any := s.history.present()
	if !any || present.route.Page != page.Tenants && present.route.Page != page.User {
		return
	}
	s.history.keep(s.open.Save())
	present, _ = s.history.present()
	s.showPage(present)
}
