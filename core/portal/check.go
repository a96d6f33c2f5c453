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

// reserved are the columns of All Tenants beside the portals, whose columns are called by their ids.
var reserved = []string{"name", "access", "users", "refreshed", "id", "tags"}

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
	case slices.Contains(reserved, p.ID):
		return fieldError("id", fmt.Sprintf("%q is what All Tenants calls a column of its own", p.ID))
	case strings.TrimSpace(p.Name) == "":
		return fieldError("name", "is missing")
	case !isCloud:
		return fieldError("cloud", fmt.Sprintf("%q is not one of %s", p.Cloud, strings.Join(cloudNames(), ", ")))
	case p.URL == "":
		return fieldError("url", "is missing")
	}
	if err := (address{"url", p.URL, identifiers}).check(p.Cloud, known); err != nil || p.UserURL == "" {
		return err
	}
	if !strings.Contains(p.UserURL, UserID.placeholder()) {
		return fieldError("userUrl", UserID.placeholder()+" is missing")
	}
	return address{"userUrl", p.UserURL, append(slices.Clone(identifiers), UserID)}.check(p.Cloud, known)
}

// address is a field of a row that holds one, and the identifiers that it may name.
type address struct {
	field, pattern string
	may            []Identifier
}

// check fills the address with an example. Of the identifiers only the SharePoint name may be part of the host: a domain
// there would choose the host.
func (a address) check(cloud string, hosts []string) error {
	for _, hole := range holePattern.FindAllString(a.pattern, -1) {
		if !slices.ContainsFunc(a.may, func(i Identifier) bool { return i.placeholder() == hole }) {
			return fieldError(a.field, fmt.Sprintf("%s is not known; there are %s", hole, placeholders(a.may)))
		}
	}
	example := a.pattern
	for _, identifier := range a.may {
		example = strings.ReplaceAll(example, identifier.placeholder(), identifier.example())
	}
	u, err := url.Parse(example)
	switch {
	case err != nil:
		return fieldError(a.field, fmt.Sprintf("%q is not an address", a.pattern))
	case strings.ContainsAny(example, "{}"):
		return fieldError(a.field, fmt.Sprintf("%q has a brace without its other half", a.pattern))
	case u.Scheme != "https":
		return fieldError(a.field, fmt.Sprintf("%q must start with https://", a.pattern))
	case !allowed(u, hosts):
		return fieldError(a.field, fmt.Sprintf("%q is not on a host of Microsoft's %s cloud", a.pattern, cloud))
	}
	for _, identifier := range a.may {
		if identifier != SharePointName && strings.Contains(authority(a.pattern), identifier.placeholder()) {
			return fieldError(a.field, fmt.Sprintf("%q must not have %s in its host", a.pattern, identifier.placeholder()))
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
