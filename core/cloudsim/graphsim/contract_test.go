package graphsim_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/contract"
)

func TestEveryAnswerKeepsMicrosoftsContract(t *testing.T) {
	described := contract.Open(t)
	h := newHarness(t, directory.Options{Users: 700, Tenants: 9})
	seen := make(map[string]bool)
	checked := 0
	h.checked = func(request *http.Request, body []byte, recorder *httptest.ResponseRecorder) {
		operation, err := described.Check(contract.Exchange{
			Request: request, Sent: body, Status: recorder.Code, Header: recorder.Header(), Answer: recorder.Body.Bytes(),
		})
		require.NoError(t, err, "%s %s: %.2000s", request.Method, request.URL, recorder.Body)
		seen[operation] = true
		checked++
	}
	h.tourOfReads()
	h.tourOfWrites()
	h.as(h.partner())
	h.tourOfPartner()
	h.get("roleManagement/directory/roleEligibilityScheduleInstances", "$expand", "roleDefinition,principal").ok()
	h.as(h.customer(4))
	h.send("DELETE", "servicePrincipals(appId='7b9f1d56-0000-4000-8000-000000000001')", "", nil).ok()
	h.get("users", "$select", "id,signInActivity")
	h.get("auditLogs/signIns")
	h.get("users/nobody@nowhere.example")
	h.checked = nil
	served := slices.DeleteFunc(described.Operations(), func(operation string) bool { return !h.serves(operation) })
	for _, operation := range served {
		require.True(t, seen[operation], "the tour left out %s", operation)
	}
	t.Logf("%d answers were checked, of all %d operations that are served of the %d described", checked, len(served), len(described.Operations()))
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// serves says that the service knows an operation: it answers with anything but that there is none at the address.
func (h *harness) serves(operation string) bool {
	method, address, _ := strings.Cut(operation, " ")
	r := h.send(method, placeholder.ReplaceAllString(address, "x"), "", nil)
	return r.status != 405 && !strings.HasPrefix(r.message(), "Resource not found for the segment")
}

const listSelect = "id,displayName,givenName,surname,userPrincipalName,mail,mailNickname,userType,accountEnabled,jobTitle,companyName,department," +
	"employeeId,employeeType,employeeHireDate,officeLocation,streetAddress,city,state,postalCode,country,businessPhones,mobilePhone,usageLocation," +
	"createdDateTime,lastPasswordChangeDateTime,onPremisesSyncEnabled,assignedLicenses,licenseAssignmentStates,externalUserState"

const everyProperty = listSelect + ",ageGroup,assignedPlans,provisionedPlans,consentProvidedForMinor,creationType,deletedDateTime,deviceEnrollmentLimit," +
	"externalUserStateChangeDateTime,faxNumber,identities,imAddresses,isResourceAccount,onPremisesDistinguishedName,onPremisesDomainName," +
	"onPremisesExtensionAttributes,onPremisesImmutableId,onPremisesLastSyncDateTime,onPremisesProvisioningErrors,onPremisesSamAccountName," +
	"onPremisesSecurityIdentifier,onPremisesUserPrincipalName,otherMails,passwordPolicies,passwordProfile,preferredLanguage,proxyAddresses," +
	"securityIdentifier,serviceProvisioningErrors,showInAddressList,signInActivity,signInSessionsValidFromDateTime,authorizationInfo," +
	"customSecurityAttributes,employeeLeaveDateTime,employeeOrgData,isManagementRestricted,legalAgeGroupClassification,preferredDataLocation,print"

// tourOfReads reads everything that a tenant holds.
func (h *harness) tourOfReads() {
	h.get("organization").ok()
	h.get("organization", "$select", "id,displayName,verifiedDomains,countryLetterCode,onPremisesSyncEnabled,city,state").ok()
	h.get("organization/" + h.caller.Tenant).ok()
	h.get("domains", "$top", "1").ok()
	h.get("domains/" + h.customer(0).DefaultDomain).ok()
	h.get("subscribedSkus").ok()
	h.get("directory/subscriptions").ok()
	h.get("directory/subscriptions", "$select", "id,skuId,skuPartNumber,status,totalLicenses,isTrial,nextLifecycleDateTime").ok()
	h.get("sites/root", "$select", "siteCollection,webUrl").ok()
	h.get("users").ok()
	h.get("users", "$select", listSelect, "$top", "200").ok()
	h.get("users", "$select", everyProperty, "$top", "30").ok()
	h.get("users", "$select", "id", "$expand", "manager($select=id,displayName)", "$top", "20").ok()
	h.advanced("users/$count").ok()
	h.advanced("users", "$count", "true", "$filter", "endswith(mail,'.com')", "$orderby", "displayName desc", "$top", "5").ok()
	h.get("users/delta()", "$select", "id,displayName").ok()
	h.changes = h.get("users/delta()", "$select", strings.Replace(listSelect, ",licenseAssignmentStates", "", 1), "$deltatoken", "latest").ok().text("@odata.deltaLink")
	u := h.firstUser(func(u *directory.User) bool { return u.OnPremisesSynced && len(u.Licences) > 0 && u.Manager > 0 })
	one := "users/" + u.ID
	for _, path := range []string{
		"", "/manager", "/directReports", "/memberOf", "/memberOf/microsoft.graph.group", "/memberOf/microsoft.graph.directoryRole",
		"/transitiveMemberOf", "/transitiveMemberOf/microsoft.graph.group", "/transitiveMemberOf/microsoft.graph.directoryRole",
		"/ownedDevices", "/ownedDevices/microsoft.graph.device", "/registeredDevices", "/registeredDevices/microsoft.graph.device", "/licenseDetails", "/managedDevices",
		"/authentication/methods", "/authentication/passwordMethods", "/authentication/phoneMethods", "/authentication/temporaryAccessPassMethods",
	} {
		h.get(one + path).ok()
	}
	h.get(one, "$select", everyProperty).ok()
	for slot := range 20 {
		if u, ok := h.inside().UserAt(slot); ok {
			h.get("users/" + u.ID + "/authentication/methods").ok()
		}
	}
	groups := h.all("groups", "$top", "5")
	h.get("groups", "$select", "id,displayName,assignedLicenses,hasMembersWithLicenseErrors,resourceProvisioningOptions,theme").ok()
	for _, g := range groups[:9] {
		id := g["id"].(string)
		h.get("groups/" + id).ok()
		h.get("groups/" + id + "/members").ok()
		h.get("groups/" + id + "/transitiveMembers/microsoft.graph.user").ok()
	}
	h.get("deviceManagement/managedDevices").ok()
	h.get("deviceManagement/managedDevices/" + h.get("deviceManagement/managedDevices", "$top", "1").values()[0]["id"].(string)).ok()
	device := h.computer()
	for _, key := range h.get(recoveryKeys, "$filter", "deviceId eq '"+device.DeviceID+"'").ok().values() {
		h.get(recoveryKeys+"/"+key["id"].(string), "$select", "key").ok()
	}
	h.get("directory/deviceLocalCredentials/"+device.DeviceID, "$select", "credentials").ok()
	h.get("directory/deviceLocalCredentials/" + device.DeviceID).ok()
	h.get("roleManagement/directory/roleDefinitions").ok()
	h.get("roleManagement/directory/roleAssignments").ok()
	h.get("roleManagement/directory/roleAssignments", "$expand", "roleDefinition,principal").ok()
	h.get("roleManagement/directory/roleEligibilityScheduleInstances")
	h.get("directory/deletedItems/microsoft.graph.user").ok()
	for _, assigned := range h.inside().RoleAssignments() {
		if unit, ok := strings.CutPrefix(assigned.Scope, "/administrativeUnits/"); ok {
			h.get("directory/administrativeUnits/" + unit).ok()
		}
	}
	h.post("directoryObjects/getByIds", `{"ids":["`+u.ID+`","`+groups[0]["id"].(string)+`"],"types":["user","group"]}`).ok()
	h.get("policies/authenticationMethodsPolicy").ok()
	h.get("identity/conditionalAccess/policies").ok()
	h.get("policies/authenticationMethodsPolicy/authenticationMethodConfigurations").ok()
	h.get("policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass").ok()
	h.get("auditLogs/signIns", "$top", "60").ok()
	h.get("/beta/auditLogs/signIns", "$top", "20").ok()
	h.get("/beta/" + one + "/authentication/signInPreferences").ok()
	for _, principal := range h.get("servicePrincipals").ok().values() {
		h.get("servicePrincipals/" + principal["id"].(string)).ok()
	}
	h.get("oauth2PermissionGrants").ok()
}

// sendToADevice disables a device of the first user who has one.
func (h *harness) sendToADevice() {
	inside, _ := h.directory.Open(h.customer(0).ID)
	id := ""
	inside.EachDevice(0, func(_ int, device *directory.Device) bool {
		id = device.ID
		return false
	})
	h.send("PATCH", "devices/"+id, `{"accountEnabled":false}`, nil).ok()
}

// tourOfWrites does every write once.
func (h *harness) tourOfWrites() {
	domain := h.customer(0).DefaultDomain
	id := h.post("users", `{"accountEnabled":true,"displayName":"New Person","mailNickname":"new.person","userPrincipalName":"new.person@`+domain+`",
		"usageLocation":"GB","passwordProfile":{"password":"Str0ng-enough","forceChangePasswordNextSignIn":true}}`).ok().text("id")
	one := "users/" + id
	h.send("PATCH", one, `{"jobTitle":"Tester","city":null}`, nil).ok()
	h.sendToADevice()
	boss := h.plainUser()
	h.send("PUT", one+"/manager/$ref", `{"@odata.id":"`+base+`/v1.0/users/`+boss.ID+`"}`, nil).ok()
	h.send("DELETE", one+"/manager/$ref", "", nil).ok()
	sku := "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"
	for _, s := range h.inside().Subscriptions() {
		if s.Left() > 0 {
			sku = s.Product.SKUID
		}
	}
	h.post(one+"/assignLicense", `{"addLicenses":[{"skuId":"`+sku+`","disabledPlans":[]}],"removeLicenses":[]}`).ok()
	h.post(one+"/assignLicense", `{"addLicenses":[],"removeLicenses":["`+sku+`"]}`).ok()
	h.post(one+"/reprocessLicenseAssignment", "").ok()
	h.post(one+"/revokeSignInSessions", "").ok()
	methods := one + "/authentication/"
	reset := h.post(methods+"methods/28c10230-6103-485e-b985-444c60001490/resetPassword", `{}`).ok()
	_, operation, _ := strings.Cut(reset.header.Get("Location"), "/v1.0/")
	h.get(operation).ok()
	tap := h.post(methods+"temporaryAccessPassMethods", `{"lifetimeInMinutes":60,"isUsableOnce":false}`).ok().text("id")
	h.get(methods + "temporaryAccessPassMethods").ok()
	h.get(methods + "methods").ok()
	h.send("DELETE", methods+"temporaryAccessPassMethods/"+tap, "", nil).ok()
	h.post(methods+"phoneMethods", `{"phoneNumber":"+1 2065550100","phoneType":"mobile"}`).ok()
	h.send("PATCH", methods+"phoneMethods/"+directory.MobilePhoneID, `{"phoneNumber":"+1 2065550101","phoneType":"mobile"}`, nil).ok()
	h.post(methods+"emailMethods", `{"emailAddress":"a@mail.example"}`).ok()
	h.send("PATCH", methods+"emailMethods/"+directory.EmailMethodID, `{"emailAddress":"b@mail.example"}`, nil).ok()
	h.send("DELETE", methods+"emailMethods/"+directory.EmailMethodID, "", nil).ok()
	h.send("DELETE", methods+"phoneMethods/"+directory.MobilePhoneID, "", nil).ok()
	for _, kind := range []directory.MethodKind{
		directory.AuthenticatorMethod, directory.HelloMethod, directory.FIDOMethod, directory.OATHMethod, directory.EmailMethod,
	} {
		made, ok := h.inside().User(id)
		require.True(h.t, ok)
		method, err := h.inside().AddMethod(made.Slot, directory.Method{Kind: kind, Created: made.Created})
		require.NoError(h.t, err)
		h.send("DELETE", methods+string(kind)+"Methods/"+method.ID, "", nil).ok()
	}
	assignment := h.post("roleManagement/directory/roleAssignments", `{"@odata.type":"#microsoft.graph.unifiedRoleAssignment","principalId":"`+id+
		`","roleDefinitionId":"`+directory.HelpdeskAdministrator+`","directoryScopeId":"/"}`).ok().text("id")
	h.send("DELETE", "roleManagement/directory/roleAssignments/"+assignment, "", nil).ok()
	for _, g := range h.inside().Groups() {
		if g.Security && !g.MailEnabled && !g.Dynamic && !g.Synced && !g.AssignableToRole {
			h.post("groups/"+g.ID+"/members/$ref", `{"@odata.id":"`+base+`/v1.0/directoryObjects/`+id+`"}`).ok()
			h.send("DELETE", "groups/"+g.ID+"/members/"+id+"/$ref", "", nil).ok()
			break
		}
	}
	h.disownADevice()
	h.get(h.changes).ok()
	h.send("DELETE", one, "", nil).ok()
	h.get(h.changes).ok()
	h.get("directory/deletedItems/" + id).ok()
	h.post("directory/deletedItems/"+id+"/restore", "{}").ok()
	h.send("DELETE", one, "", nil).ok()
	h.send("DELETE", "directory/deletedItems/"+id, "", nil).ok()
	h.send("PATCH", "oauth2PermissionGrants/grant-1", `{"scope":"User.Read User.Read.All"}`, nil).ok()
	h.send("DELETE", "oauth2PermissionGrants/grant-1", "", nil).ok()
	h.get("servicePrincipals(appId='7b9f1d56-0000-4000-8000-000000000001')", "$select", "id,accountEnabled").ok()
	h.send("DELETE", "servicePrincipals/11111111-0000-4000-8000-000000000001", "", nil).ok()
}

// disownADevice takes a device from its owner.
func (h *harness) disownADevice() {
	var device directory.Device
	h.inside().EachDevice(0, func(_ int, one *directory.Device) bool {
		device = *one
		return false
	})
	h.send("DELETE", "devices/"+device.ID+"/registeredOwners/"+device.OwnerID+"/$ref", "", nil).ok()
}

// tourOfPartner reads what only the partner's tenant holds.
func (h *harness) tourOfPartner() {
	app := h.post("applications", `{"displayName":"Made","signInAudience":"AzureADMultipleOrgs","isFallbackPublicClient":true,
		"publicClient":{"redirectUris":["http://localhost"]},"requiredResourceAccess":[{"resourceAppId":"77777777-0000-4000-8000-000000000001",
		"resourceAccess":[{"id":"66666666-0000-4000-8000-000000000001","type":"Scope"}]}]}`).ok()
	h.get("applications", "$filter", "displayName eq 'Made'", "$select", "id,appId,requiredResourceAccess").ok()
	h.get("applications/" + app.text("id")).ok()
	h.send("PATCH", "applications/"+app.text("id"), `{"isFallbackPublicClient":true}`, nil).ok()
	principal := h.post("servicePrincipals", `{"appId":"`+app.text("appId")+`"}`).ok().text("id")
	h.post("oauth2PermissionGrants", `{"clientId":"`+principal+`","consentType":"AllPrincipals","resourceId":"`+principal+`","scope":"User.Read"}`).ok()
	h.get("oauth2PermissionGrants", "$filter", "clientId eq '"+principal+"'").ok()
	h.send("DELETE", "applications/"+app.text("id"), "", nil).ok()
	h.get("identityGovernance/privilegedAccess/group/eligibilityScheduleInstances/filterByCurrentUser(on='principal')")
	h.get("me").ok()
	h.get("me/transitiveMemberOf/microsoft.graph.group", "$select", "id").ok()
	h.get("contracts").ok()
	h.get("tenantRelationships/delegatedAdminRelationships", "$filter", "status eq 'active'", "$top", "300").ok()
	first := h.estate.relationships[0]
	h.get("tenantRelationships/delegatedAdminRelationships/" + first.ID).ok()
	h.get("tenantRelationships/delegatedAdminRelationships/" + first.ID + "/accessAssignments").ok()
	h.get("tenantRelationships/delegatedAdminCustomers", "$select", "id,tenantId,displayName", "$orderby", "displayName").ok()
	h.get("tenantRelationships/delegatedAdminCustomers/" + first.CustomerTenant).ok()
}
