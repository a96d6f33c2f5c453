// Package cloud knows where a Microsoft cloud lives: sign-in, Graph, Partner Center and portals. Three national clouds and
// the global one are ready; any other, such as a simulated one, is read from a JSON file.
package cloud

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/proxy"
)

// Cloud is the set of addresses of one Microsoft cloud. The addresses hold scheme and host only, without a slash at the end.
type Cloud struct {
	// Name is shown in the window and is what Named finds it by.
	Name string
	// Authority signs people in: https://login.microsoftonline.com.
	Authority string
	// Graph is Microsoft Graph without a version: https://graph.microsoft.com.
	Graph string
	// PartnerCenter is Partner Center's API without a version; empty where Microsoft documents none.
	PartnerCenter string
	// PortalBase, when set, takes the place of the portals' own hosts: PortalBase + host + path. It ends with a slash.
	PortalBase string
	// CA holds the only certificate authorities trusted for this cloud; nil means those of the operating system.
	CA *x509.CertPool
	// ClientID and Tenant fill the connect form; empty when the person has to give them.
	ClientID string
	Tenant   m365.TenantID
	// Demo marks a cloud whose tenants are made up.
	Demo bool
	// Custom marks a cloud that was read from a file.
	Custom bool
}

// The clouds that Microsoft runs. Authorities and Graph hosts: https://learn.microsoft.com/graph/deployments.
// Partner Center hosts: https://learn.microsoft.com/partner-center/developer/partner-center-rest-urls, which names one for
// the Cloud for US Government and one for 21Vianet, and none for DoD.
var (
	Global = Cloud{
		Name:          "Global",
		Authority:     "https://login.microsoftonline.com",
		Graph:         "https://graph.microsoft.com",
		PartnerCenter: "https://api.partnercenter.microsoft.com",
	}
	USGovL4 = Cloud{
		Name:          "US Government L4",
		Authority:     "https://login.microsoftonline.us",
		Graph:         "https://graph.microsoft.us",
		PartnerCenter: "https://api.partnercenter.microsoft.com",
	}
	USGovDoD = Cloud{
		Name:      "US Government DoD",
		Authority: "https://login.microsoftonline.us",
		Graph:     "https://dod-graph.microsoft.us",
	}
	China = Cloud{
		Name:          "China",
		Authority:     "https://login.partner.microsoftonline.cn",
		Graph:         "https://microsoftgraph.chinacloudapi.cn",
		PartnerCenter: "https://partner.partnercenterapi.microsoftonline.cn",
	}
)

// Ready lists the clouds that need no file, in the order in which a person chooses among them.
func Ready() []Cloud { return []Cloud{Global, USGovL4, USGovDoD, China} }

// Named finds a ready cloud by its name.
func Named(name string) (Cloud, bool) {
	for _, ready := range Ready() {
		if ready.Name == name {
			return ready, true
		}
	}
	return Cloud{}, false
}

// GraphScope asks for every Graph permission that was consented to.
func (c Cloud) GraphScope() string { return c.Graph + "/.default" }

// GraphPermission spells one Graph permission as a scope of this cloud: User.Read becomes
// https://graph.microsoft.com/User.Read.
func (c Cloud) GraphPermission(name string) string { return c.Graph + "/" + name }

// PartnerScope is the only delegated permission of Partner Center; empty where the cloud has no Partner Center.
func (c Cloud) PartnerScope() string {
	if c.PartnerCenter == "" {
		return ""
	}
	return c.PartnerCenter + "/user_impersonation"
}

// Transport is a new HTTP transport through the system's proxy. Where the cloud names certificate authorities, it trusts
// them and nothing else.
func (c Cloud) Transport() *http.Transport {
	transport := proxy.Transport()
	if c.CA != nil {
		transport.TLSClientConfig = &tls.Config{RootCAs: c.CA, MinVersion: tls.VersionTLS12}
	}
	return transport
}
