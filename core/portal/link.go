package portal

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Identifier is one of a tenant's names that an address may need.
type Identifier string

// The identifiers, as they stand between braces in an address.
const (
	TenantID       Identifier = "tenantId"
	DefaultDomain  Identifier = "defaultDomain"
	InitialDomain  Identifier = "initialDomain"
	SharePointName Identifier = "sharePointName"
	// UserID is a user's object id, for addresses of one user.
	UserID Identifier = "userId"
)

// identifiers are those of a tenant.
var identifiers = []Identifier{TenantID, DefaultDomain, InitialDomain, SharePointName}

func (i Identifier) placeholder() string { return "{" + string(i) + "}" }

// Label is the identifier in words.
func (i Identifier) Label() string {
	switch i {
	case TenantID:
		return "tenant id"
	case DefaultDomain:
		return "default domain"
	case InitialDomain:
		return "initial domain"
	case SharePointName:
		return "SharePoint name"
	}
	return string(i)
}

func (i Identifier) example() string {
	switch i {
	case TenantID, UserID:
		return "00000000-0000-0000-0000-000000000000"
	case SharePointName:
		return "example"
	}
	return "example.invalid"
}

// MissingError says that the tenant has not told an identifier yet.
type MissingError struct {
	Portal     string
	Tenant     string
	Identifier Identifier
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("%s cannot be opened for %s, because its %s is not known yet. Refresh the tenant first.",
		e.Portal, e.Tenant, e.Identifier.Label())
}

// BadIdentifierError says that an identifier of the tenant is not of the form that such a one has.
type BadIdentifierError struct {
	Portal     string
	Tenant     string
	Identifier Identifier
	Value      string
}

func (e *BadIdentifierError) Error() string {
	return fmt.Sprintf("%s cannot be opened for %s, because %q is not a %s. Refresh the tenant first.",
		e.Portal, e.Tenant, e.Value, e.Identifier.Label())
}

// Link returns the address that opens a portal in a tenant. It is https on one of Microsoft's hosts, except that a custom
// cloud with a portal base of its own gets base + host + path. It fails with MissingError or BadIdentifierError, whose texts
// are for the person, and for an id that is not in the catalogue.
func (c *Catalogue) Link(portalID string, tenant m365.Tenant) (string, error) {
	portal, known := c.Portal(portalID)
	if !known {
		return "", fmt.Errorf("there is no portal %q", portalID)
	}
	return c.link(portal, portal.URL, tenant)
}

// UserLink returns the address that opens one user of a tenant in a portal. It fails as Link does, and for a portal that
// has no address for a user.
func (c *Catalogue) UserLink(portalID string, tenant m365.Tenant, key m365.UserKey) (string, error) {
	portal, known := c.Portal(portalID)
	switch {
	case !known || portal.UserURL == "":
		return "", fmt.Errorf("portal %q has no address of a user", portalID)
	case key.Tenant != tenant.ID:
		return "", fmt.Errorf("user %s is not of tenant %s", key, tenant.ID)
	case !isGUID(key.ID):
		return "", fmt.Errorf("%q is not the object id of a user", key.ID)
	}
	return c.link(portal, strings.ReplaceAll(portal.UserURL, UserID.placeholder(), key.ID), tenant)
}

// link puts the tenant's identifiers into an address of a portal, and checks where it leads.
func (c *Catalogue) link(portal Portal, address string, tenant m365.Tenant) (string, error) {
	for _, identifier := range neededBy(address) {
		value, err := identifier.of(tenant)
		if err != nil {
			return "", named(err, portal, tenant)
		}
		address = strings.ReplaceAll(address, identifier.placeholder(), value)
	}
	u, err := url.Parse(address)
	if err != nil || !allowed(u, c.hosts) {
		return "", fmt.Errorf("%s: %q is not an address of a Microsoft portal", portal.Name, address)
	}
	if c.portalBase == "" {
		return u.String(), nil
	}
	return c.portalBase + strings.TrimPrefix(u.String(), "https://"), nil
}

// Holds says that an address may be that of a portal of the cloud.
func (c *Catalogue) Holds(address *url.URL) bool {
	if c.portalBase != "" {
		return address.User == nil && strings.HasPrefix(address.String(), c.portalBase)
	}
	return allowed(address, c.hosts)
}

// of reads and checks an identifier. What it returns needs no escaping anywhere in an address: letters, digits, hyphens and
// dots.
func (i Identifier) of(tenant m365.Tenant) (string, error) {
	value, good := i.value(tenant), isName
	switch i {
	case TenantID:
		good = isGUID
	case SharePointName:
		good = isLabel
	}
	if value == "" {
		return "", &MissingError{Identifier: i}
	}
	if !good(value) {
		return "", &BadIdentifierError{Identifier: i, Value: value}
	}
	return value, nil
}

func (i Identifier) value(tenant m365.Tenant) string {
	switch i {
	case TenantID:
		return string(tenant.ID)
	case DefaultDomain:
		return tenant.DefaultDomain
	case InitialDomain:
		return tenant.InitialDomain
	}
	if tenant.SharePointName != "" {
		return tenant.SharePointName
	}
	// A tenant is born with the same name at both places, and few have theirs changed.
	guess, _, _ := strings.Cut(tenant.InitialDomain, ".")
	return guess
}

func named(err error, portal Portal, tenant m365.Tenant) error {
	name := tenant.FullName()
	if name == "" {
		name = string(tenant.ID)
	}
	var missing *MissingError
	var bad *BadIdentifierError
	switch {
	case errors.As(err, &missing):
		missing.Portal, missing.Tenant = portal.Name, name
	case errors.As(err, &bad):
		bad.Portal, bad.Tenant = portal.Name, name
	}
	return err
}

func placeholders(of []Identifier) string {
	var all []string
	for _, identifier := range of {
		all = append(all, identifier.placeholder())
	}
	return strings.Join(all, ", ")
}

var labelPattern = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)

func isLabel(text string) bool { return labelPattern.MatchString(text) }

// isName says that a text is a DNS name of two labels or more. Domains with other letters come from Microsoft Graph in
// their ASCII form.
func isName(text string) bool {
	labels := strings.Split(text, ".")
	for _, label := range labels {
		if !isLabel(label) {
			return false
		}
	}
	return len(labels) > 1 && len(text) <= 253
}

func isGUID(text string) bool {
	id, err := m365.ParseTenantID(text)
	return err == nil && string(id) == text
}
