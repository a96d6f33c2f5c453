package estate

import "slices"

// Template ids of Entra's built-in roles that accounts of the partner have at home:
// https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const (
	GlobalAdministrator           = "62e90394-69f5-4237-9190-012177145e10"
	CloudApplicationAdministrator = "158c047a-c907-4556-b7ef-446551a6b5f7"
	DirectoryReaders              = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
)

// Those that only relationships give.
const (
	roleApplicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
	roleGlobalReader             = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	roleUserAdministrator        = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	roleGroupsAdministrator      = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
	roleLicenseAdministrator     = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
	roleHelpdeskAdministrator    = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	rolePrivilegedAuthentication = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
	rolePrivilegedRole           = "e8611ab8-c189-46e8-94e1-60213ab1f814"
	roleReportsReader            = "4a5d8f65-41da-4de4-8968-e035b65339cf"
	roleSecurityReader           = "5d6b6bb7-de71-4623-b4af-96380a352509"
	roleExchangeAdministrator    = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	roleIntuneAdministrator      = "3a2c62db-5318-420d-8d74-23affee5d9d5"
	roleServiceSupport           = "f023fd81-a637-4b56-95fd-791ac0226033"
	roleSharePointAdministrator  = "f28a1f50-f6e7-4571-818b-6a12f2af6b6c"
	roleTeamsAdministrator       = "69091246-20e8-4a56-aa4d-066075b2a7a8"
)

// consentRoles are the roles of which one is needed to consent through Partner Center.
var consentRoles = []string{GlobalAdministrator, CloudApplicationAdministrator, roleApplicationAdministrator}

// engineerRoles is what a healthy relationship gives to the administrators' group.
var engineerRoles = []string{
	CloudApplicationAdministrator, roleUserAdministrator, roleGroupsAdministrator, roleLicenseAdministrator,
	rolePrivilegedAuthentication, rolePrivilegedRole, roleGlobalReader, roleReportsReader, roleSecurityReader,
	roleExchangeAdministrator, roleIntuneAdministrator, roleSharePointAdministrator, roleTeamsAdministrator,
	roleServiceSupport,
}

// deskRoles is what the service desk's group gets.
var deskRoles = []string{roleHelpdeskAdministrator, DirectoryReaders}

// readerRoles is a relationship that lets nobody consent.
var readerRoles = []string{roleGlobalReader, DirectoryReaders, roleReportsReader, roleUserAdministrator}

func mayConsent(roles []string) bool {
	return slices.ContainsFunc(consentRoles, func(role string) bool { return slices.Contains(roles, role) })
}
