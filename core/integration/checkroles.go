package integration

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/access"
)

// The template ids of Entra's built-in roles, the same in every tenant
// (learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference).
const (
	globalAdmin      = "62e90394-69f5-4237-9190-012177145e10"
	cloudAppAdmin    = "158c047a-c907-4556-b7ef-446551a6b5f7"
	applicationAdmin = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
	globalReader     = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	reportsReader    = "4a5d8f65-41da-4de4-8968-e035b65339cf"
	securityReader   = "5d6b6bb7-de71-4623-b4af-96380a352509"
	securityAdmin    = "194ae4cb-b126-40b2-bd5b-6091b380977d"
	directoryReaders = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
	helpdeskAdmin    = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	userAdmin        = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	groupsAdmin      = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
	licenseAdmin     = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
	authAdmin        = "c4e39bd9-1100-46d3-8c65-fb160da0071f"
	privilegedAuth   = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13"
	privilegedRole   = "e8611ab8-c189-46e8-94e1-60213ab1f814"
)

var roleNames = map[string]string{
	globalAdmin: "Global Administrator", cloudAppAdmin: "Cloud Application Administrator", applicationAdmin: "Application Administrator",
	globalReader: "Global Reader", reportsReader: "Reports Reader", securityReader: "Security Reader", securityAdmin: "Security Administrator",
	directoryReaders: "Directory Readers", helpdeskAdmin: "Helpdesk Administrator", userAdmin: "User Administrator",
	groupsAdmin: "Groups Administrator", licenseAdmin: "License Administrator", authAdmin: "Authentication Administrator",
	privilegedAuth: "Privileged Authentication Administrator", privilegedRole: "Privileged Role Administrator",
	"29232cdf-9323-42fd-ade2-1d097af3e4de": "Exchange Administrator", "31392ffb-586c-42d1-9346-e59415a2cc4e": "Exchange Recipient Administrator",
	"3a2c62db-5318-420d-8d74-23affee5d9d5": "Intune Administrator", "69091246-20e8-4a56-aa4d-066075b2a7a8": "Teams Administrator",
	"f28a1f50-f6e7-4571-818b-6a12f2af6b6c": "SharePoint Administrator", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9": "Conditional Access Administrator",
	"f023fd81-a637-4b56-95fd-791ac0226033": "Service Support Administrator",
}

// roleName is that of a template id, and the id where it is none of the known ones.
func roleName(id string) string {
	if name := roleNames[id]; name != "" {
		return name
	}
	return id
}

// need is what a tier does with a role: the one to have, others that serve as well, and what goes without.
type need struct {
	tier    access.Tier
	role    string
	instead []string
	effect  string
}

var needs = []need{
	{access.ReadOnly, globalReader, []string{directoryReaders, userAdmin, helpdeskAdmin, groupsAdmin, licenseAdmin, authAdmin, privilegedAuth, privilegedRole, cloudAppAdmin, applicationAdmin, securityReader, securityAdmin, reportsReader}, "users are not read"},
	{access.ReadOnly, reportsReader, []string{globalReader, securityReader, securityAdmin}, "sign-ins are not shown"},
	{access.HelpDesk, helpdeskAdmin, []string{userAdmin, authAdmin, privilegedAuth}, "passwords cannot be reset"},
	{access.HelpDesk, authAdmin, []string{privilegedAuth}, "Temporary Access Passwords cannot be created"},
	{access.HelpDesk, userAdmin, nil, "sign-ins cannot be blocked"},
	{access.Full, userAdmin, nil, "users cannot be edited"},
	{access.Full, groupsAdmin, []string{userAdmin, privilegedRole}, "groups are read only"},
	{access.Full, licenseAdmin, []string{userAdmin}, "licenses are read only"},
	{access.Full, privilegedRole, nil, "roles are read only"},
}

// takenAway says what the roles that a tier lacks take away: "License Administrator, so licenses are read only".
func takenAway(tier access.Tier, roles []string) []string {
	if slices.Contains(roles, globalAdmin) {
		return nil
	}
	var order []string
	without := make(map[string][]string)
	for _, need := range needs {
		served := slices.ContainsFunc(append([]string{need.role}, need.instead...), func(id string) bool { return slices.Contains(roles, id) })
		if !tier.Covers(need.tier) || served {
			continue
		}
		if without[need.role] == nil {
			order = append(order, need.role)
		}
		without[need.role] = append(without[need.role], need.effect)
	}
	lost := make([]string, len(order))
	for i, role := range order {
		lost[i] = roleName(role) + ", so " + strings.Join(without[role], " and ")
	}
	return lost
}
