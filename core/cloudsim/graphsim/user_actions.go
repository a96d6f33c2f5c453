package graphsim

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
)

func userActionRoutes() []route {
	const at, row = "users/{}/", "POST /users/{user-id}/"
	return []route{
		{"POST", at + "assignLicense", row + "assignLicense", assignLicences, (*call).assignLicence},
		{"POST", at + "reprocessLicenseAssignment", row + "reprocessLicenseAssignment", assignLicences, (*call).reprocessLicences},
		{"POST", at + "revokeSignInSessions", row + "revokeSignInSessions", revokeSessions, (*call).revokeSessions},
		{"PUT", at + "manager/$ref", "PUT /users/{user-id}/manager/$ref*", writeUsers, (*call).setManager},
		{"DELETE", at + "manager/$ref", "PUT /users/{user-id}/manager/$ref*", writeUsers, (*call).clearManager},
	}
}

func (c *call) setManager() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	boss, f := c.referenced()
	switch {
	case f != nil:
		return answer{}, f
	case boss.Slot == u.Slot:
		return answer{}, badProperty("A user cannot be their own manager.")
	case u.OnPremisesSynced:
		return answer{}, masteredElsewhere()
	}
	_, f = c.save(u.Slot, func(u *directory.User) *failure {
		u.Manager = boss.Slot
		return nil
	})
	return noContent(), f
}

func (c *call) clearManager() (answer, *failure) {
	u, f := c.user(c.values[0])
	switch {
	case f != nil:
		return answer{}, f
	case u.Manager == directory.NoManager:
		return answer{}, notFound("manager")
	case u.OnPremisesSynced:
		return answer{}, masteredElsewhere()
	}
	_, f = c.save(u.Slot, func(u *directory.User) *failure {
		u.Manager = directory.NoManager
		return nil
	})
	return noContent(), f
}

func (c *call) revokeSessions() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	if !c.aboutSelf() {
		if f := c.maySetSignIn(u.ID, revokeSessions.roles...); f != nil {
			return answer{}, f
		}
	}
	_, f = c.save(u.Slot, func(u *directory.User) *failure {
		u.SessionsValidFrom = c.server.options.Now().UTC().Truncate(time.Second)
		return nil
	})
	body := openObject(nil).string("@odata.context", c.context("Edm.Boolean")).bool("value", true).close()
	return answer{status: http.StatusOK, body: body}, f
}

// licenceWish is the body of assignLicense. Both lists must be there.
type licenceWish struct {
	AddLicenses *[]struct {
		SkuID         string
		DisabledPlans []string
	}
	RemoveLicenses *[]string
}

func (c *call) assignLicence() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	var wish licenceWish
	if f := c.decode(&wish); f != nil {
		return answer{}, f
	}
	if wish.AddLicenses == nil || wish.RemoveLicenses == nil {
		return answer{}, badRequest("One or more parameters of the operation 'assignLicense' are missing from the request payload. Both 'addLicenses' and 'removeLicenses' are required.")
	}
	held := c.tenant.Subscriptions()
	changed, f := c.save(u.Slot, func(u *directory.User) *failure { return c.relicense(u, wish, held) })
	if f != nil {
		return answer{}, f
	}
	return c.licensed(&changed)
}

// licensed answers with a user as Microsoft documents it for licences: with these, and the account's state and place.
func (c *call) licensed(u *directory.User) (answer, *failure) {
	c.query.selected = []string{
		"accountEnabled", "assignedLicenses", "assignedPlans", "businessPhones", "city", "companyName", "country", "department", "displayName",
		"givenName", "jobTitle", "licenseAssignmentStates", "mail", "mailNickname", "mobilePhone", "officeLocation", "preferredLanguage",
		"surname", "usageLocation", "userPrincipalName", "userType",
	}
	return single(c, userResource, u)
}

// relicense takes and gives licences, all or none.
func (c *call) relicense(u *directory.User, wish licenceWish, held []directory.Subscription) *failure {
	for _, sku := range *wish.RemoveLicenses {
		if f := removeLicence(u, sku); f != nil {
			return f
		}
	}
	for _, add := range *wish.AddLicenses {
		if f := c.addLicence(u, add.SkuID, add.DisabledPlans, held); f != nil {
			return f
		}
	}
	return nil
}

// directLicence is the place of a product among those that a user has directly; -1 where it has not.
func directLicence(u *directory.User, sku string) int {
	return slices.IndexFunc(u.Direct, func(l directory.Licence) bool { return strings.EqualFold(l.SKU(), sku) })
}

func removeLicence(u *directory.User, sku string) *failure {
	if i := directLicence(u, sku); i >= 0 {
		u.Direct = slices.Delete(u.Direct, i, i+1)
		return nil
	}
	for _, state := range u.Licences {
		if strings.EqualFold(state.Product.SKUID, sku) {
			return badProperty("User license is inherited from a group membership and it cannot be removed directly from the user.")
		}
	}
	return badProperty("User does not have a corresponding license.")
}

func (c *call) addLicence(u *directory.User, sku string, disabled []string, held []directory.Subscription) *failure {
	i := slices.IndexFunc(held, func(s directory.Subscription) bool { return strings.EqualFold(s.Product.SKUID, sku) })
	if i < 0 {
		return badProperty("License %s does not correspond to a valid company License.", sku)
	}
	for _, plan := range disabled {
		if !slices.ContainsFunc(held[i].Product.Plans, func(p directory.ServicePlan) bool { return strings.EqualFold(p.ID, plan) }) {
			return badProperty("License %s contains invalid plan %s.", sku, plan)
		}
	}
	if u.UsageLocation == "" {
		return badProperty("License assignment cannot be done for user with invalid usage location.")
	}
	has := slices.ContainsFunc(u.Licences, func(s directory.LicenceState) bool {
		return s.Works() && strings.EqualFold(s.Product.SKUID, sku)
	})
	if !has && held[i].Left() < 1 {
		return badProperty("Subscription with SKU %s does not have any available licenses.", sku)
	}
	licence := directory.NewLicence(held[i].Product, disabled, c.server.options.Now().UTC().Truncate(time.Second))
	if at := directLicence(u, sku); at >= 0 {
		u.Direct[at] = licence
	} else {
		u.Direct = append(u.Direct, licence)
	}
	if u.Mail == "" && slices.ContainsFunc(held[i].Product.Plans, func(p directory.ServicePlan) bool { return strings.HasPrefix(p.Name, "EXCHANGE_S_") && !p.Company }) {
		// A mailbox comes with the licence, and the address with the mailbox.
		u.Mail = u.UserPrincipalName
	}
	return nil
}

// reprocessLicences lets group licences that failed be tried again. Here nothing changes by it.
func (c *call) reprocessLicences() (answer, *failure) {
	u, f := c.user(c.values[0])
	if f != nil {
		return answer{}, f
	}
	return c.licensed(&u)
}
