package program

import (
	"fmt"
	"net/url"

	"github.com/tenantkeep/tenantkeep/core/release"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

// browse opens an address in the browser: a page of the sign-in, a portal, or a release. The parts that make addresses check
// theirs; what else came here would be started by the operating system, which knows many more kinds of addresses.
func (p *program) browse(address string) error {
	parsed, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	if !signin.IsPage(p.cloud, parsed) && !p.portals.Holds(parsed) && !release.IsPage(address) {
		return fmt.Errorf("open the browser: %s://%s is neither Microsoft's nor Tenantkeep's", parsed.Scheme, parsed.Host)
	}
	if err := p.openBrowser(address); err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	return nil
}
