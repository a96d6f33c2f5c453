package portal

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloud"
)

// HomePage is a page of Microsoft's about the partner's own tenant.
type HomePage string

// The pages.
const (
	// GroupsToActivate is where one activates the memberships that one is eligible for.
	GroupsToActivate HomePage = "the groups that you may activate"
	// Relationships is where the customers and their GDAP relationships are.
	Relationships HomePage = "Partner Center"
	// Registrations is where applications are registered.
	Registrations HomePage = "App registrations"
)

const (
	activationBlade    = "/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup"
	registrationsBlade = "/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade"
)

// homePages are their addresses, by cloud. GDAP is of the global cloud alone.
var homePages = map[HomePage]map[string]string{
	GroupsToActivate: {
		cloud.Global.Name: "https://entra.microsoft.com" + activationBlade, cloud.USGovL4.Name: "https://entra.microsoft.us" + activationBlade,
		cloud.USGovDoD.Name: "https://entra.microsoft.us" + activationBlade, cloud.China.Name: "https://entra.microsoftonline.cn" + activationBlade,
	},
	Relationships: {cloud.Global.Name: "https://partner.microsoft.com/dashboard/v2/customers/list"},
	Registrations: {
		cloud.Global.Name: "https://entra.microsoft.com" + registrationsBlade, cloud.USGovL4.Name: "https://entra.microsoft.us" + registrationsBlade,
		cloud.USGovDoD.Name: "https://entra.microsoft.us" + registrationsBlade, cloud.China.Name: "https://entra.microsoftonline.cn" + registrationsBlade,
	},
}

// Home returns the address of a page about the partner's own tenant; it fails where the cloud has none.
func (c *Catalogue) Home(page HomePage) (string, error) {
	address := homePages[page][cloudName(c.in)]
	u, err := url.Parse(address)
	if err != nil || address == "" || !allowed(u, c.hosts) {
		return "", fmt.Errorf("the %s cloud has no page for %s", cloudName(c.in), page)
	}
	if c.portalBase == "" {
		return address, nil
	}
	return c.portalBase + strings.TrimPrefix(address, "https://"), nil
}
