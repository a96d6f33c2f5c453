package portal

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloud"
)

// hosts are where a portal of each cloud may be. A name stands for itself and for what is below it, unless it begins with
// "=". Left out on purpose are Microsoft's domains below which customers may choose names, such as azure.com with its
// cloudapp.azure.com; SharePoint's are admin centers only.
var hosts = map[string][]string{
	cloud.Global.Name: {
		"microsoft.com", "cloud.microsoft", "microsoft365.com", "office.com", "office365.com", "powerapps.com", "powerbi.com",
		"=portal.azure.com", "=login.microsoftonline.com", sharePointAdmin + ".sharepoint.com",
	},
	cloud.USGovL4.Name: {
		"microsoft.us", "office365.us", "powerapps.us",
		"=portal.azure.us", "=login.microsoftonline.us", sharePointAdmin + ".sharepoint.us",
	},
	cloud.USGovDoD.Name: {
		"microsoft.us", "office365.us", "apps.mil", "appsplatform.us",
		"=portal.azure.us", "=login.microsoftonline.us", sharePointAdmin + ".sharepoint-mil.us",
	},
	cloud.China.Name: {
		"microsoftonline.cn", "office365.cn", "powerapps.cn",
		"=portal.azure.cn", sharePointAdmin + ".sharepoint.cn",
	},
}

// sharePointAdmin stands for one label that ends in -admin.
const sharePointAdmin = "*-admin"

func hostsOf(cloudName string) []string { return hosts[cloudName] }

// allowed says that an address is https, on a host of the list, and nothing more clever than that.
func allowed(u *url.URL, hosts []string) bool {
	if u.Scheme != "https" || u.User != nil || u.Opaque != "" || u.Host != u.Hostname() {
		return false
	}
	host := strings.ToLower(u.Hostname())
	return isName(host) && slices.ContainsFunc(hosts, func(one string) bool { return matches(host, one) })
}

func matches(host, one string) bool {
	if exact, found := strings.CutPrefix(one, "="); found {
		return host == exact
	}
	if below, found := strings.CutPrefix(one, sharePointAdmin+"."); found {
		label, rest, _ := strings.Cut(host, ".")
		return rest == below && strings.HasSuffix(label, "-admin")
	}
	return host == one || strings.HasSuffix(host, "."+one)
}

var (
	idPattern   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)
	holePattern = regexp.MustCompile(`\{[^{}]*\}`)
)

// check says which field of a row is wrong.
func (p Portal) check() error {
	known, isCloud := hosts[p.Cloud]
	switch {
	case !idPattern.MatchString(p.ID):
		return fieldError("id", fmt.Sprintf("%q must be lower-case letters, digits and hyphens", p.ID))
	case strings.TrimSpace(p.Name) == "":
		return fieldError("name", "is missing")
	case !isCloud:
		return fieldError("cloud", fmt.Sprintf("%q is not one of %s", p.Cloud, strings.Join(cloudNames(), ", ")))
	case p.URL == "":
		return fieldError("url", "is missing")
	}
	for _, hole := range holePattern.FindAllString(p.URL, -1) {
		if !slices.ContainsFunc(identifiers, func(i Identifier) bool { return i.placeholder() == hole }) {
			return fieldError("url", fmt.Sprintf("%s is not known; there are %s", hole, placeholders()))
		}
	}
	return p.checkHost(known)
}

// checkHost fills the address with an example. Of the identifiers only the SharePoint name may be part of the host: a
// domain there would choose the host.
func (p Portal) checkHost(hosts []string) error {
	example := p.URL
	for _, identifier := range identifiers {
		example = strings.ReplaceAll(example, identifier.placeholder(), identifier.example())
	}
	u, err := url.Parse(example)
	switch {
	case err != nil:
		return fieldError("url", fmt.Sprintf("%q is not an address", p.URL))
	case strings.ContainsAny(example, "{}"):
		return fieldError("url", fmt.Sprintf("%q has a brace without its other half", p.URL))
	case u.Scheme != "https":
		return fieldError("url", fmt.Sprintf("%q must start with https://", p.URL))
	case !allowed(u, hosts):
		return fieldError("url", fmt.Sprintf("%q is not on a host of Microsoft's %s cloud", p.URL, p.Cloud))
	}
	for _, identifier := range []Identifier{TenantID, DefaultDomain, InitialDomain} {
		if strings.Contains(authority(p.URL), identifier.placeholder()) {
			return fieldError("url", fmt.Sprintf("%q must not have %s in its host", p.URL, identifier.placeholder()))
		}
	}
	return nil
}

// authority is what stands between the scheme and the path of an address that may hold placeholders.
func authority(pattern string) string {
	_, rest, _ := strings.Cut(pattern, "//")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		return rest[:end]
	}
	return rest
}

func cloudNames() []string {
	var names []string
	for _, ready := range cloud.Ready() {
		names = append(names, ready.Name)
	}
	return names
}
