package graph

import (
	"context"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Microsoft's largest pages of users, without and with sign-in activity.
const (
	userPage         = "999"
	userActivityPage = "500"
)

// userFields are what is asked of every user: the texts, and what the program turns into something else.
var userFields = "id,userType,accountEnabled,employeeHireDate,createdDateTime,lastPasswordChangeDateTime," +
	"onPremisesSyncEnabled,assignedLicenses,externalUserState,proxyAddresses," + textFields()

func textFields() string {
	var names []string
	for _, text := range m365.Texts() {
		names = append(names, text.Graph)
	}
	return strings.Join(names, ",")
}

// EachUserPage reads every user of the tenant and hands them to yield page by page. The slice is used again for the next
// page: yield copies what it keeps (the users themselves may be kept). An error of yield ends the reading and is returned
// as it is. Names of roles and licenses stay empty, and so does the last sign-in, which EachLastSignIn reads; SKUs holds the
// ids of the products. After an Error of kind Incomplete, when Microsoft did not bring the list to its end, what was yielded
// is to be thrown away.
//
// GET /users, User.Read.All.
func (c *Client) EachUserPage(ctx context.Context, tenant m365.TenantID, yield func([]m365.User) error) error {
	reader := &userReader{tenant: tenant, yield: yield}
	users := list{op: call.ReadUsers.Op, path: "/users", query: query("$select", userFields, "$top", userPage)}
	return eachPage(ctx, c, tenant, users, pages[userJSON]{begin: reader.begin, item: reader.add, end: reader.end})
}

// UserCount is how many users the tenant has by Microsoft's index, which follows the list by some minutes.
//
// GET /users?$count=true, User.Read.All (learn.microsoft.com/graph/aad-advanced-queries).
func (c *Client) UserCount(ctx context.Context, tenant m365.TenantID) (int, error) {
	users := list{op: call.ReadUserCount.Op, path: "/users", query: query("$select", "id", "$top", "1")}.asAdvanced()
	var read onePage
	err := c.read(ctx, tenant, users.op, func(ctx context.Context, conn *connection) (err error) {
		read, err = readPage(ctx, conn, users, users.link(c.origin), func(*element) error { return nil })
		return err
	})
	if err == nil && read.count == nil {
		err = c.normal(ctx, tenant, users.op, errNoAnswer)
	}
	if err != nil {
		return 0, err
	}
	return *read.count, nil
}

// Availability is what the outcome of a read says about the data it asked for: Available without an error, NeedsPremium and
// NoPermission where Microsoft withholds it for good, Unreadable for every other failure.
func Availability(err error) m365.Availability {
	switch {
	case err == nil:
		return m365.Available
	case call.Is(err, call.NeedsPremium):
		return m365.NeedsPremium
	case call.Is(err, call.Denied):
		return m365.NoPermission
	}
	return m365.Unreadable
}

// userReader turns the pages of a list of users into ours, in one buffer for all pages.
type userReader struct {
	tenant m365.TenantID
	yield  func([]m365.User) error

	page []m365.User
	// skus holds the product ids of a page's users end to end; every user has a part of it.
	skus  []string
	known map[string]string
}

func (r *userReader) begin() {
	clear(r.page)
	r.page = r.page[:0]
	// Not used again: users that the caller keeps point into it.
	r.skus = make([]string, 0, cap(r.skus))
	if r.known == nil {
		r.known = make(map[string]string)
	}
}

func (r *userReader) end() error { return r.yield(r.page) }

func (r *userReader) add(user *userJSON) {
	r.page = append(r.page, user.user(r.tenant, r.productIDs(user.AssignedLicenses)))
}

// productIDs keeps one text for each product, not one for each user that has it.
func (r *userReader) productIDs(licenses []licenseJSON) []string {
	start := len(r.skus)
	for _, license := range licenses {
		id, seen := r.known[license.SKU]
		if !seen {
			id = oneCase(license.SKU)
			r.known[license.SKU] = id
		}
		r.skus = append(r.skus, id)
	}
	return r.skus[start:len(r.skus):len(r.skus)]
}

type licenseJSON struct {
	SKU string `json:"skuId"`
}

// userJSON is the part of Graph's user that the lists show: the texts of a User as they are, and what becomes something else
// there. Null and missing leave a field empty.
type userJSON struct {
	m365.User
	element
	UserType                   string        `json:"userType"`
	AccountEnabled             *bool         `json:"accountEnabled"`
	HireDate                   string        `json:"employeeHireDate"`
	BusinessPhones             []string      `json:"businessPhones"`
	CreatedDateTime            string        `json:"createdDateTime"`
	LastPasswordChangeDateTime string        `json:"lastPasswordChangeDateTime"`
	OnPremisesSyncEnabled      bool          `json:"onPremisesSyncEnabled"`
	AssignedLicenses           []licenseJSON `json:"assignedLicenses"`
	ProxyAddresses             []string      `json:"proxyAddresses"`
}

// identity is none where a license has no product: it would be lost in silence.
func (u *userJSON) identity() string {
	for i := range u.AssignedLicenses {
		if u.AssignedLicenses[i].SKU == "" {
			return ""
		}
	}
	return userID(u.ID)
}

func (u *userJSON) user(tenant m365.TenantID, skus []string) m365.User {
	user := u.User
	user.Key = m365.UserKey{Tenant: tenant, ID: oneCase(u.ID)}
	user.Type, user.SignIn = m365.UserTypeOf(u.UserType, user.UserPrincipalName), u.signIn()
	if len(u.BusinessPhones) > 0 {
		user.BusinessPhone = u.BusinessPhones[0]
	}
	user.EmployeeHireDate, user.Created = parseTime(u.HireDate), parseTime(u.CreatedDateTime)
	user.LastPasswordReset = parseTime(u.LastPasswordChangeDateTime)
	user.OnPremisesSynced = u.OnPremisesSyncEnabled
	user.Aliases = m365.AliasesOf(u.ProxyAddresses)
	user.Roles, user.SKUs, user.Licenses = nil, skus, nil
	return user
}

// signIn is empty where Microsoft does not say.
func (u *userJSON) signIn() m365.SignInStatus {
	switch {
	case u.AccountEnabled == nil:
		return ""
	case *u.AccountEnabled:
		return m365.Allowed
	}
	return m365.Blocked
}
