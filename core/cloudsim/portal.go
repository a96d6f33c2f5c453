package cloudsim

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

// portalNames are the portals by host. SharePoint's hosts carry the tenant's name and are recognised by their end.
var portalNames = map[string]string{
	"entra.microsoft.com":               "Microsoft Entra admin center",
	"portal.azure.com":                  "Azure portal",
	"admin.exchange.microsoft.com":      "Exchange admin center",
	"admin.cloud.microsoft":             "Microsoft 365 admin center",
	"admin.microsoft.com":               "Microsoft 365 admin center",
	"intune.microsoft.com":              "Microsoft Intune admin center",
	"security.microsoft.com":            "Microsoft Defender portal",
	"admin.teams.microsoft.com":         "Microsoft Teams admin center",
	"purview.microsoft.com":             "Microsoft Purview portal",
	"compliance.microsoft.com":          "Microsoft Purview portal",
	"admin.powerplatform.microsoft.com": "Power Platform admin center",
	"partner.microsoft.com":             "Microsoft Partner Center",

	"entra.microsoft.us":           "Microsoft Entra admin center",
	"portal.azure.us":              "Azure portal",
	"admin.exchange.office365.us":  "Exchange admin center",
	"admin.exchange.apps.mil":      "Exchange admin center",
	"intune.microsoft.us":          "Microsoft Intune admin center",
	"endpoint.microsoft.us":        "Microsoft Intune admin center",
	"security.microsoft.us":        "Microsoft Defender portal",
	"security.apps.mil":            "Microsoft Defender portal",
	"admin.gov.teams.microsoft.us": "Microsoft Teams admin center",
	"admin.dod.teams.microsoft.us": "Microsoft Teams admin center",
	"purview.microsoft.us":         "Microsoft Purview portal",
	"portal.office365.us":          "Microsoft 365 admin center",
	"portal.apps.mil":              "Microsoft 365 admin center",
	"admin.appsplatform.us":        "Power Platform admin center",

	"high.admin.powerplatform.microsoft.us": "Power Platform admin center",

	"entra.microsoftonline.cn":    "Microsoft Entra admin center",
	"portal.azure.cn":             "Azure portal",
	"intune.microsoftonline.cn":   "Microsoft Intune admin center",
	"security.microsoftonline.cn": "Microsoft Defender portal",
	"purview.microsoftonline.cn":  "Microsoft Purview portal",

	"portal.partner.microsoftonline.cn": "Microsoft 365 admin center",
}

// sharePointEnds are how SharePoint's hosts end, by cloud.
var sharePointEnds = []string{"-admin.sharepoint.com", "-admin.sharepoint.us", "-admin.sharepoint-mil.us", "-admin.sharepoint.cn"}

// sharePointTenant is the tenant's name in a host of SharePoint's.
func sharePointTenant(host string) (name string, is bool) {
	for _, end := range sharePointEnds {
		if name, is = strings.CutSuffix(host, end); is {
			return name, true
		}
	}
	return "", false
}

var portalPage = template.Must(template.New("portal").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Portal}} · simulated</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 "Segoe UI", system-ui, sans-serif; }
main { width: min(34rem, 100vw - 2rem); padding: 2rem; border: 1px solid #8888; border-radius: 8px; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; }
dt { color: GrayText; font-size: .875rem; }
dd { margin: 0 0 .75rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1 id="portal">{{.Portal}}</h1>
<p>This is a simulation. Against Microsoft’s cloud, this link opens the portal for:</p>
<dl>
<dt>Tenant</dt><dd id="tenant">{{if .Tenant.Name}}{{.Tenant.Name}}{{else}}no tenant of this simulation{{end}}</dd>
{{if .Tenant.ID}}<dt>Primary domain</dt><dd>{{.Tenant.DefaultDomain}}</dd>
<dt>Tenant id</dt><dd>{{.Tenant.ID}}</dd>
{{end}}<dt>Address</dt><dd id="address">{{.Address}}</dd>
</dl>
</main>
</body>
</html>
`))

// portals serves /portal/{host}/{path}: a page that says which portal would open, and for which tenant.
func portals(find func(idOrDomain string) (directory.TenantInfo, bool), sharePoint func(name string) (directory.TenantInfo, bool)) http.Handler {
	mux := http.NewServeMux()
	show := func(w http.ResponseWriter, r *http.Request) {
		host := strings.ToLower(r.PathValue("host"))
		address := url.URL{Scheme: "https", Host: host, Path: "/" + r.PathValue("path"), RawQuery: r.URL.RawQuery}
		view := struct {
			Portal, Address string
			Tenant          directory.TenantInfo
		}{Portal: portalName(address), Address: address.String()}
		if name, ok := sharePointTenant(host); ok {
			view.Tenant, _ = sharePoint(name)
		} else {
			view.Tenant = namedTenant(address, find)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		// A browser that went away needs no page.
		_ = portalPage.Execute(w, view)
	}
	mux.HandleFunc("GET /portal/{host}", show)
	mux.HandleFunc("GET /portal/{host}/{path...}", show)
	return mux
}

func portalName(address url.URL) string {
	if _, is := sharePointTenant(address.Host); is {
		return "SharePoint admin center"
	}
	if address.Host == "admin.cloud.microsoft" && strings.HasPrefix(address.Path, "/exchange") {
		return "Exchange admin center"
	}
	if name, ok := portalNames[address.Host]; ok {
		return name
	}
	return address.Host
}

// namedTenant finds the tenant that a portal's address names: in a query, or as a part of its path.
func namedTenant(address url.URL, find func(string) (directory.TenantInfo, bool)) directory.TenantInfo {
	query := address.Query()
	candidates := []string{query.Get("delegatedOrg"), query.Get("tid"), query.Get("CTID"), query.Get("tenantId")}
	candidates = append(candidates, strings.Split(address.Path, "/")...)
	// The Azure and Power Platform portals carry the tenant in the fragment at times; a server never sees that.
	for _, candidate := range candidates {
		candidate = strings.TrimPrefix(candidate, "@")
		if candidate == "" {
			continue
		}
		if tenant, ok := find(candidate); ok {
			return tenant
		}
	}
	return directory.TenantInfo{}
}
