package portal_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/portal"
)

var contoso = m365.Tenant{
	ID:             "11111111-2222-3333-4444-555555555555",
	Name:           "Contoso",
	DefaultDomain:  "contoso.com",
	InitialDomain:  "contosoinc.onmicrosoft.com",
	SharePointName: "contosogroup",
}

func TestEveryPortalOfEveryCloudOpensInTheTenant(t *testing.T) {
	const id = "11111111-2222-3333-4444-555555555555"
	want := map[string]map[string]string{
		"Global": {
			"entra":         "https://entra.microsoft.com/contoso.com",
			"azure":         "https://portal.azure.com/contoso.com",
			"exchange":      "https://admin.cloud.microsoft/exchange?delegatedOrg=contosoinc.onmicrosoft.com",
			"m365":          "https://admin.cloud.microsoft/?delegatedOrg=contosoinc.onmicrosoft.com",
			"intune":        "https://intune.microsoft.com/contoso.com",
			"defender":      "https://security.microsoft.com/?tid=" + id,
			"sharepoint":    "https://contosogroup-admin.sharepoint.com",
			"teams":         "https://admin.teams.microsoft.com/?delegatedOrg=contosoinc.onmicrosoft.com",
			"purview":       "https://purview.microsoft.com/?tid=" + id,
			"powerplatform": "https://admin.powerplatform.microsoft.com/account/login/" + id,
			"partnercenter": "https://partner.microsoft.com/dashboard/v2/customers/" + id + "/servicemanagementpage",
		},
		"US Government L4": {
			"m365":          "https://portal.office365.us/adminportal/home?delegatedOrg=contosoinc.onmicrosoft.com",
			"powerplatform": "https://high.admin.powerplatform.microsoft.us/account/login/11111111-2222-3333-4444-555555555555",
			"entra":         "https://entra.microsoft.us/contoso.com",
			"azure":         "https://portal.azure.us/contoso.com",
			"exchange":      "https://admin.exchange.office365.us/?delegatedOrg=contosoinc.onmicrosoft.com",
			"intune":        "https://intune.microsoft.us/contoso.com",
			"defender":      "https://security.microsoft.us/?tid=" + id,
			"sharepoint":    "https://contosogroup-admin.sharepoint.us",
			"teams":         "https://admin.gov.teams.microsoft.us/?delegatedOrg=contosoinc.onmicrosoft.com",
			"purview":       "https://purview.microsoft.us/?tid=" + id,
		},
		"US Government DoD": {
			"m365":          "https://portal.apps.mil/adminportal/home?delegatedOrg=contosoinc.onmicrosoft.com",
			"powerplatform": "https://admin.appsplatform.us/account/login/11111111-2222-3333-4444-555555555555",
			"entra":         "https://entra.microsoft.us/contoso.com",
			"azure":         "https://portal.azure.us/contoso.com",
			"intune":        "https://endpoint.microsoft.us/contoso.com",
			"defender":      "https://security.apps.mil/?tid=" + id,
			"exchange":      "https://admin.exchange.apps.mil/?delegatedOrg=contosoinc.onmicrosoft.com",
			"sharepoint":    "https://contosogroup-admin.sharepoint-mil.us",
			"teams":         "https://admin.dod.teams.microsoft.us/?delegatedOrg=contosoinc.onmicrosoft.com",
		},
		"China": {
			"m365":       "https://portal.partner.microsoftonline.cn/AdminPortal/Home?delegatedOrg=contosoinc.onmicrosoft.com",
			"entra":      "https://entra.microsoftonline.cn/contoso.com",
			"azure":      "https://portal.azure.cn/contoso.com",
			"intune":     "https://intune.microsoftonline.cn/contoso.com",
			"defender":   "https://security.microsoftonline.cn/?tid=" + id,
			"sharepoint": "https://contosogroup-admin.sharepoint.cn",
			"purview":    "https://purview.microsoftonline.cn/?tid=" + id,
		},
	}
	for _, in := range cloud.Ready() {
		t.Run(in.Name, func(t *testing.T) {
			catalogue, err := portal.Load(in, "")
			require.NoError(t, err)
			got := map[string]string{}
			for _, p := range catalogue.Portals() {
				link, err := catalogue.Link(p.ID, contoso)
				require.NoError(t, err)
				got[p.ID] = link
			}
			require.Equal(t, want[in.Name], got)
		})
	}
}

func TestAUserOpensInThePortalsThatHaveAnAddressForOne(t *testing.T) {
	const id = "99999999-8888-7777-6666-555555555555"
	catalogue, err := portal.Load(cloud.Global, "")
	require.NoError(t, err)
	key := m365.UserKey{Tenant: contoso.ID, ID: id}
	got := map[string]string{}
	for _, p := range catalogue.Portals() {
		if p.UserURL == "" {
			_, err := catalogue.UserLink(p.ID, contoso, key)
			require.Error(t, err, "no address is made up for %s", p.ID)
			continue
		}
		link, err := catalogue.UserLink(p.ID, contoso, key)
		require.NoError(t, err)
		got[p.ID] = link
	}
	const blade = "#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/" + id
	require.Equal(t, map[string]string{
		"entra":  "https://entra.microsoft.com/contoso.com/" + blade,
		"azure":  "https://portal.azure.com/contoso.com/" + blade,
		"intune": "https://intune.microsoft.com/contoso.com/" + blade,
		"teams":  "https://admin.teams.microsoft.com/users/" + id + "/account?delegatedOrg=contosoinc.onmicrosoft.com",

		"exchange": "https://admin.cloud.microsoft/exchange?delegatedOrg=contosoinc.onmicrosoft.com#/mailboxes/:/MailboxDetails/" + id,
		"m365":     "https://admin.cloud.microsoft/?delegatedOrg=contosoinc.onmicrosoft.com#/users/:/UserDetails/" + id,
	}, got)
}

func TestAUserLinkIsRefusedForAUserThatIsNotOfTheTenant(t *testing.T) {
	catalogue, err := portal.Load(cloud.Global, "")
	require.NoError(t, err)
	for name, key := range map[string]m365.UserKey{
		"another tenant's user": {Tenant: "22222222-2222-3333-4444-555555555555", ID: "99999999-8888-7777-6666-555555555555"},
		"an id that is none":    {Tenant: contoso.ID, ID: "../../x?y#z"},
	} {
		_, err := catalogue.UserLink("entra", contoso, key)
		require.Error(t, err, name)
	}
}

func TestTheEightColumnsComeFirstAndTheRestIsHidden(t *testing.T) {
	catalogue, err := portal.Load(cloud.Global, "")
	require.NoError(t, err)
	var names, shorts, hidden []string
	for _, p := range catalogue.Portals() {
		if p.Hidden {
			hidden = append(hidden, p.Name)
			continue
		}
		names, shorts = append(names, p.Name), append(shorts, p.Short)
	}
	require.Equal(t, []string{
		"Entra Admin Portal", "Azure Portal", "Exchange Admin", "M365 Admin",
		"Intune Admin", "M365 Defender", "SharePoint Admin", "Teams Admin",
	}, names)
	require.Equal(t, []string{"Entra", "Azure", "Exchange", "M365", "Intune", "Defender", "SharePoint", "Teams"}, shorts)
	require.Equal(t, []string{"Purview", "Power Platform", "Partner Center"}, hidden)
}

func TestLinkRefusesATenantThatItCannotName(t *testing.T) {
	catalogue, err := portal.Load(cloud.Global, "")
	require.NoError(t, err)
	tests := map[string]struct {
		portal string
		change func(*m365.Tenant)
		want   string
	}{
		"a default domain that is not known yet": {
			"entra", func(t *m365.Tenant) { t.DefaultDomain = "" },
			"Entra Admin Portal cannot be opened for Contoso, because its default domain is not known yet. Refresh the tenant first.",
		},
		"an initial domain that is not known yet": {
			"teams", func(t *m365.Tenant) { t.InitialDomain = "" },
			"Teams Admin cannot be opened for Contoso, because its initial domain is not known yet. Refresh the tenant first.",
		},
		"a SharePoint name that cannot even be guessed": {
			"sharepoint", func(t *m365.Tenant) { t.SharePointName, t.InitialDomain = "", "" },
			"SharePoint Admin cannot be opened for Contoso, because its SharePoint name is not known yet. Refresh the tenant first.",
		},
		"a tenant without an id": {
			"defender", func(t *m365.Tenant) { t.ID = "" },
			"M365 Defender cannot be opened for Contoso, because its tenant id is not known yet. Refresh the tenant first.",
		},
		"a domain with a path in it": {
			"entra", func(t *m365.Tenant) { t.DefaultDomain = "contoso.com/../x" },
			`Entra Admin Portal cannot be opened for Contoso, because "contoso.com/../x" is not a default domain. Refresh the tenant first.`,
		},
		"a SharePoint name that would change the host": {
			"sharepoint", func(t *m365.Tenant) { t.SharePointName = "evil.example/" },
			`SharePoint Admin cannot be opened for Contoso, because "evil.example/" is not a SharePoint name. Refresh the tenant first.`,
		},
		"an id that is not a GUID": {
			"defender", func(t *m365.Tenant) { t.ID = "x&tid=y" },
			`M365 Defender cannot be opened for Contoso, because "x&tid=y" is not a tenant id. Refresh the tenant first.`,
		},
		"a portal that is not there": {"nothing", func(*m365.Tenant) {}, `there is no portal "nothing"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tenant := contoso
			test.change(&tenant)
			link, err := catalogue.Link(test.portal, tenant)
			require.EqualError(t, err, test.want)
			require.Empty(t, link)
		})
	}
}

func TestAMissingIdentifierIsTyped(t *testing.T) {
	catalogue, err := portal.Load(cloud.Global, "")
	require.NoError(t, err)
	_, err = catalogue.Link("entra", m365.Tenant{ID: contoso.ID, Name: "Contoso"})
	var missing *portal.MissingError
	require.ErrorAs(t, err, &missing)
	require.Equal(t, portal.DefaultDomain, missing.Identifier)
}

func TestTheSharePointNameIsGuessedWhileUnknown(t *testing.T) {
	catalogue, err := portal.Load(cloud.Global, "")
	require.NoError(t, err)
	tenant := contoso
	tenant.SharePointName = ""
	link, err := catalogue.Link("sharepoint", tenant)
	require.NoError(t, err)
	require.Equal(t, "https://contosoinc-admin.sharepoint.com", link)
}

func TestACustomCloudWithAPortalBaseGetsItsOwnAddresses(t *testing.T) {
	demo := cloud.Cloud{Name: "Demo", Custom: true, PortalBase: "http://127.0.0.1:8080/portal/"}
	catalogue, err := portal.Load(demo, "")
	require.NoError(t, err)
	link, err := catalogue.Link("exchange", contoso)
	require.NoError(t, err)
	require.Equal(t, "http://127.0.0.1:8080/portal/admin.cloud.microsoft/exchange?delegatedOrg=contosoinc.onmicrosoft.com", link)

	demo.PortalBase = ""
	catalogue, err = portal.Load(demo, "")
	require.NoError(t, err)
	link, err = catalogue.Link("entra", contoso)
	require.NoError(t, err)
	require.Equal(t, "https://entra.microsoft.com/contoso.com", link)
}

func TestAUserFileAddsAndReplaces(t *testing.T) {
	file := write(t, `{"portals": [
		{"id": "fabric", "name": "Fabric", "url": "https://app.powerbi.com/admin-portal?ctid={tenantId}"},
		{"id": "azure", "name": "Azure by id", "short": "Az", "url": "https://portal.azure.com/{tenantId}", "hidden": true},
		{"id": "chinese", "name": "Other cloud", "cloud": "China", "url": "https://portal.azure.cn/{tenantId}"}
	]}`)
	catalogue, err := portal.Load(cloud.Global, file)
	require.NoError(t, err)
	portals := catalogue.Portals()
	require.Len(t, portals, 12)
	require.Equal(t, portal.Portal{
		ID: "azure", Name: "Azure by id", Short: "Az", Cloud: "Global",
		URL: "https://portal.azure.com/{tenantId}", Hidden: true,
	}, portals[1], "a replaced portal keeps its place")
	require.Equal(t, "Fabric", portals[11].Short, "the name stands for a missing short name")
	link, err := catalogue.Link("fabric", contoso)
	require.NoError(t, err)
	require.Equal(t, "https://app.powerbi.com/admin-portal?ctid="+string(contoso.ID), link)
	_, known := catalogue.Portal("chinese")
	require.False(t, known)
}

func TestABadRowIsNamedAndTheRestLoads(t *testing.T) {
	tests := map[string]struct{ row, want string }{
		"a host that is not Microsoft's":       {`{"id":"x","name":"X","url":"https://evil.example/{tenantId}"}`, `row 2: field url: "https://evil.example/{tenantId}" is not on a host of Microsoft's Global cloud`},
		"a host that only looks like one":      {`{"id":"x","name":"X","url":"https://notmicrosoft.com/"}`, `row 2: field url: "https://notmicrosoft.com/" is not on a host of Microsoft's Global cloud`},
		"a host that begins like one":          {`{"id":"x","name":"X","url":"https://microsoft.com.evil.example/"}`, `row 2: field url: "https://microsoft.com.evil.example/" is not on a host of Microsoft's Global cloud`},
		"a customer's host below azure.com":    {`{"id":"x","name":"X","url":"https://evil.westeurope.cloudapp.azure.com/"}`, `row 2: field url: "https://evil.westeurope.cloudapp.azure.com/" is not on a host of Microsoft's Global cloud`},
		"a SharePoint site":                    {`{"id":"x","name":"X","url":"https://{sharePointName}.sharepoint.com/"}`, `row 2: field url: "https://{sharePointName}.sharepoint.com/" is not on a host of Microsoft's Global cloud`},
		"a user name before the host":          {`{"id":"x","name":"X","url":"https://microsoft.com@evil.example/"}`, `row 2: field url: "https://microsoft.com@evil.example/" is not on a host of Microsoft's Global cloud`},
		"a port":                               {`{"id":"x","name":"X","url":"https://entra.microsoft.com:444/"}`, `row 2: field url: "https://entra.microsoft.com:444/" is not on a host of Microsoft's Global cloud`},
		"an address without encryption":        {`{"id":"x","name":"X","url":"http://entra.microsoft.com/"}`, `row 2: field url: "http://entra.microsoft.com/" must start with https://`},
		"a domain as the host":                 {`{"id":"x","name":"X","url":"https://{defaultDomain}/"}`, `row 2: field url: "https://{defaultDomain}/" is not on a host of Microsoft's Global cloud`},
		"an identifier before Microsoft's":     {`{"id":"x","name":"X","url":"https://{initialDomain}.microsoft.com/"}`, `row 2: field url: "https://{initialDomain}.microsoft.com/" must not have {initialDomain} in its host`},
		"an identifier that is not known":      {`{"id":"x","name":"X","url":"https://entra.microsoft.com/{tenant}"}`, `row 2: field url: {tenant} is not known; there are {tenantId}, {defaultDomain}, {initialDomain}, {sharePointName}`},
		"a brace left open":                    {`{"id":"x","name":"X","url":"https://entra.microsoft.com/{tenantId"}`, `row 2: field url: "https://entra.microsoft.com/{tenantId" has a brace without its other half`},
		"an id of a column of All Tenants":     {`{"id":"users","name":"X","url":"https://entra.microsoft.com/"}`, `row 2: field id: "users" is what All Tenants calls a column of its own`},
		"an id in capitals":                    {`{"id":"X","name":"X","url":"https://entra.microsoft.com/"}`, `row 2: field id: "X" must be lower-case letters, digits and hyphens`},
		"no name":                              {`{"id":"x","url":"https://entra.microsoft.com/"}`, `row 2: field name: is missing`},
		"no address":                           {`{"id":"x","name":"X"}`, `row 2: field url: is missing`},
		"a cloud that is not known":            {`{"id":"x","name":"X","cloud":"Mars","url":"https://entra.microsoft.com/"}`, `row 2: field cloud: "Mars" is not one of Global, US Government L4, US Government DoD, China`},
		"a field that is not known":            {`{"id":"x","name":"X","adress":"https://entra.microsoft.com/"}`, `row 2: field adress: is not known`},
		"a value of another kind":              {`{"id":"x","name":7,"url":"https://entra.microsoft.com/"}`, `row 2: field name: is a number where a string belongs`},
		"a user's address without a user":      {`{"id":"x","name":"X","url":"https://entra.microsoft.com/","userUrl":"https://entra.microsoft.com/u"}`, `row 2: field userUrl: {userId} is missing`},
		"a user's address elsewhere":           {`{"id":"x","name":"X","url":"https://entra.microsoft.com/","userUrl":"https://evil.example/{userId}"}`, `row 2: field userUrl: "https://evil.example/{userId}" is not on a host of Microsoft's Global cloud`},
		"a user in the address of the tenant":  {`{"id":"x","name":"X","url":"https://entra.microsoft.com/{userId}"}`, `row 2: field url: {userId} is not known; there are {tenantId}, {defaultDomain}, {initialDomain}, {sharePointName}`},
		"an id that the file has already used": {`{"id":"fine","name":"X","url":"https://entra.microsoft.com/"}`, `row 2: field id: "fine" is in the file twice`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file := write(t, `{"portals": [{"id":"fine","name":"Fine","url":"https://entra.microsoft.com/{tenantId}"}, `+test.row+`]}`)
			catalogue, err := portal.Load(cloud.Global, file)
			require.EqualError(t, err, "portal file "+file+": "+test.want)
			require.Len(t, catalogue.Portals(), 12, "the built-in portals and the good row")
		})
	}
}

func TestAFileThatIsNotACatalogueLeavesTheBuiltInOnes(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"not JSON":              {"{\n\"portals\": [\n oops", "line 3 is not JSON"},
		"cut":                   {`{"portals": [`, "ends before the closing brace"},
		"a list":                {`[]`, "array"},
		"another field":         {`{"portal": []}`, "field portal: is not known"},
		"something behind it":   {`{"portals": []} {}`, "text after the closing brace"},
		"portals is not a list": {`{"portals": 3}`, "field portals: is a number"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file := write(t, test.text)
			catalogue, err := portal.Load(cloud.Global, file)
			require.ErrorContains(t, err, file)
			require.ErrorContains(t, err, test.want)
			require.Len(t, catalogue.Portals(), 11)
		})
	}
}

func TestAFileThatIsNotThereAddsNothing(t *testing.T) {
	catalogue, err := portal.Load(cloud.Global, filepath.Join(t.TempDir(), "portals.json"))
	require.NoError(t, err)
	require.Len(t, catalogue.Portals(), 11)
}

func FuzzLinkNeverLeavesMicrosoft(f *testing.F) {
	f.Add("https://entra.microsoft.com/{defaultDomain}", string(contoso.ID), "contoso.com", "contoso.onmicrosoft.com", "contoso")
	f.Add("https://{sharePointName}-admin.sharepoint.com", "", "", "evil.com/.x", "evil.com/")
	f.Add("https://{sharePointName}.evil.example/.sharepoint.com", "x", "a.b", "c.d", "e")
	f.Add("https://microsoft.com@evil.example/{tenantId}", string(contoso.ID), "", "", "")
	f.Add(`https://evil.example\.microsoft.com/`, "", "", "", "")
	f.Add("https://evil.example%2f.microsoft.com/", "", "", "", "")
	f.Add("https:evil.example/{initialDomain}", "", "", "a.b", "")
	f.Add("//evil.example#.microsoft.com", "", "", "", "")
	own := []string{"microsoft.com", "cloud.microsoft", "microsoft365.com", "office.com", "office365.com", "powerapps.com", "powerbi.com", "portal.azure.com", "login.microsoftonline.com"}
	f.Fuzz(func(t *testing.T, pattern, id, domain, initial, sharePoint string) {
		file := write(t, `{"portals": [{"id":"fuzz","name":"Fuzz","url":`+quote(pattern)+`}]}`)
		catalogue, _ := portal.Load(cloud.Global, file) // a refused row is as good as a refused link
		tenant := m365.Tenant{ID: m365.TenantID(id), DefaultDomain: domain, InitialDomain: initial, SharePointName: sharePoint}
		for _, p := range catalogue.Portals() {
			link, err := catalogue.Link(p.ID, tenant)
			if err != nil {
				continue
			}
			u, err := url.Parse(link)
			require.NoError(t, err)
			require.Equal(t, "https", u.Scheme)
			require.Nil(t, u.User)
			require.Empty(t, u.Port())
			require.True(t, below(u.Hostname(), own), "%s is not Microsoft's", link)
			require.NotContains(t, link, `\`)
		}
	})
}

func below(host string, own []string) bool {
	label, rest, _ := strings.Cut(host, ".")
	if rest == "sharepoint.com" && strings.HasSuffix(label, "-admin") {
		return true
	}
	for _, one := range own {
		if strings.EqualFold(host, one) || strings.HasSuffix(strings.ToLower(host), "."+one) {
			return true
		}
	}
	return false
}

func quote(text string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(text)
	return `"` + quoted + `"`
}

func write(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "portals.json")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}
