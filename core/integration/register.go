package integration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/access"
	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Administrator is a session of Microsoft's own client for administrators, beside the technician's. It keeps nothing.
type Administrator interface {
	// SignIn has the person accept permissions of Microsoft Graph in the browser.
	SignIn(ctx context.Context, permissions []string, prompt m365.SignInPrompt) error
	Registrations(ctx context.Context, tenant m365.TenantID, name string) ([]m365.Registration, error)
	Principal(ctx context.Context, tenant m365.TenantID, clientID string) (principal m365.Principal, found bool, err error)
	Grants(ctx context.Context, tenant m365.TenantID, principal string) ([]m365.PermissionGrant, error)
	Send(ctx context.Context, tenant m365.TenantID, request call.Request) (call.Answer, error)
	// Close forgets the session with its tokens.
	Close(ctx context.Context) error
}

// loopback is the redirect address of a desktop program; Microsoft ignores the port.
const loopback = "http://localhost"

// ErrNoAdministrator says that the cloud does not have the client that creates applications.
var ErrNoAdministrator = errors.New("this cloud has no client that creates applications")

// SeveralError says that several applications have the name, so that nobody can tell which is meant.
type SeveralError struct {
	Name      string
	ClientIDs []string
}

func (e *SeveralError) Error() string {
	return fmt.Sprintf("%d applications are called %s: %s", len(e.ClientIDs), e.Name, strings.Join(e.ClientIDs, ", "))
}

// NotOfferedError says that a service does not offer permissions that are needed.
type NotOfferedError struct {
	API         access.API
	Permissions []string
}

func (e *NotOfferedError) Error() string {
	return fmt.Sprintf("%s does not offer %s", e.API, strings.Join(e.Permissions, ", "))
}

// creation is one of an application, or of what belongs to it, with borrowed permissions.
type creation struct {
	*Service
	admin  Administrator
	tenant m365.TenantID
	doing  func(string)
}

// CreateApplication registers the application in the partner's tenant with the permissions of a tier, consents to it there, and
// returns its client id. An application of the name that is there already is completed, so that nothing is created twice,
// whatever became of an earlier try. The browser asks for the permissions that this takes, whose address onURL gets; they are
// taken back at the end, and ErrBorrowed beside a client id says where that failed: TakeBackBorrowed tries again. doing hears
// what is under way.
func (s *Service) CreateApplication(ctx context.Context, tenant m365.TenantID, tier access.Tier, onURL, doing func(string)) (clientID string, err error) {
	err = s.borrowing(ctx, m365.Borrowed{Tenant: tenant, Tier: string(tier)}, onURL, doing, func(c creation) error {
		clientID, err = c.create(ctx, tier)
		return err
	})
	return clientID, err
}

// create registers the application, and consents to it.
func (c creation) create(ctx context.Context, tier access.Tier) (clientID string, err error) {
	c.doing("Looking what is there")
	wanted, err := c.wanted(ctx, tier)
	if err != nil {
		return "", err
	}
	registered, err := c.register(ctx, wanted)
	if err != nil {
		return "", err
	}
	c.doing("Consenting in your tenant")
	return registered, c.consentAtHome(ctx, registered, tier)
}

// services are those whose permissions are asked for.
var services = []struct {
	api access.API
	id  string
}{{access.GraphAPI, access.GraphAppID}, {access.PartnerAPI, access.PartnerAppID}}

// permissionsOf are the names of a tier's permissions of a service.
func permissionsOf(tier access.Tier, api access.API) []string {
	var names []string
	for _, permission := range access.Permissions(tier) {
		if permission.API == api {
			names = append(names, permission.Name)
		}
	}
	return names
}

// wanted finds the ids of the permissions, and makes a service known in the tenant that is not.
func (c creation) wanted(ctx context.Context, tier access.Tier) (call.Registration, error) {
	wanted := call.Registration{Name: c.AppName, Redirects: []string{loopback}, Access: make(map[string][]string)}
	for _, service := range services {
		principal, err := c.principal(ctx, service.id)
		if err != nil {
			return wanted, err
		}
		var lacking []string
		for _, name := range permissionsOf(tier, service.api) {
			if id := principal.Permissions[name]; id != "" {
				wanted.Access[service.id] = append(wanted.Access[service.id], id)
			} else {
				lacking = append(lacking, name)
			}
		}
		if len(lacking) > 0 {
			return wanted, &NotOfferedError{service.api, lacking}
		}
	}
	return wanted, nil
}

// principal is an application as the tenant has it, made known there where it is not. Microsoft may not know for a while what
// was registered a moment ago. Where the answer got lost, what is there decides.
func (c creation) principal(ctx context.Context, clientID string) (found m365.Principal, err error) {
	err = c.until(ctx, func() (final bool, err error) {
		principal, there, err := c.admin.Principal(ctx, c.tenant, clientID)
		if err != nil || there {
			found = principal
			return true, err
		}
		_, failed := c.admin.Send(ctx, c.tenant, call.CreateServicePrincipal(clientID))
		if failed != nil && !call.Is(failed, call.BadRequest, call.NotFound, call.Conflict) && !call.MayHaveHappened(failed) {
			return true, failed
		}
		if principal, there, err = c.admin.Principal(ctx, c.tenant, clientID); err == nil && there {
			found = principal
			return true, nil
		}
		return false, errors.Join(failed, err, fmt.Errorf("application %s: %w", clientID, errUnknown))
	})
	return found, err
}

// errUnknown says that Microsoft does not know yet what was registered.
var errUnknown = errors.New("it is not shown yet")

// register creates the application, or completes the one that is there.
func (c creation) register(ctx context.Context, wanted call.Registration) (clientID string, err error) {
	there, found, err := c.find(ctx)
	if err != nil {
		return "", err
	}
	if found {
		return there.ClientID, c.complete(ctx, there, wanted)
	}
	c.doing("Creating the application")
	_, failed := c.admin.Send(ctx, c.tenant, call.CreateApplication(wanted))
	if failed != nil && !call.MayHaveHappened(failed) {
		return "", failed
	}
	c.doing("Waiting until Microsoft knows the application")
	began := c.Now()
	err = c.until(ctx, func() (bool, error) {
		there, found, err = c.find(ctx)
		switch {
		case err != nil || found:
			return true, err
		case failed != nil && c.Now().Sub(began) > time.Minute:
			return true, failed // it did not happen
		}
		return false, fmt.Errorf("application %s: %w", c.AppName, errUnknown)
	})
	return there.ClientID, err
}

// find looks for the application by its name.
func (c creation) find(ctx context.Context) (m365.Registration, bool, error) {
	named, err := c.admin.Registrations(ctx, c.tenant, c.AppName)
	if err != nil || len(named) == 0 {
		return m365.Registration{}, false, err
	}
	if len(named) > 1 {
		several := &SeveralError{Name: c.AppName}
		for _, one := range named {
			several.ClientIDs = append(several.ClientIDs, one.ClientID)
		}
		return m365.Registration{}, false, several
	}
	return named[0], true, nil
}

// complete adds what a registration lacks, and takes nothing away: Microsoft replaces each value whole.
func (c creation) complete(ctx context.Context, there m365.Registration, wanted call.Registration) error {
	whole := call.Registration{Name: wanted.Name, Redirects: appendNew(slices.Clone(there.Redirects), wanted.Redirects...), Access: make(map[string][]string)}
	for resource, ids := range there.Access {
		whole.Access[resource] = slices.Clone(ids)
	}
	for resource, ids := range wanted.Access {
		whole.Access[resource] = appendNew(whole.Access[resource], ids...)
	}
	c.doing("Completing the application that is there")
	_, err := c.admin.Send(ctx, c.tenant, call.ChangeApplication(there.ID, whole))
	if call.MayHaveHappened(err) {
		_, err = c.admin.Send(ctx, c.tenant, call.ChangeApplication(there.ID, whole)) // the same twice is the same once
	}
	return err
}

// consentAtHome gives the application its permissions for the partner's tenant, added to those that it has.
func (c creation) consentAtHome(ctx context.Context, clientID string, tier access.Tier) error {
	own, err := c.principal(ctx, clientID)
	if err != nil {
		return err
	}
	for _, service := range services {
		resource, err := c.principal(ctx, service.id)
		if err != nil {
			return err
		}
		if err := c.grant(ctx, own.ID, resource.ID, permissionsOf(tier, service.api)); err != nil {
			return err
		}
	}
	return nil
}

// grant is read back until it holds the permissions, whatever became of the answer.
func (c creation) grant(ctx context.Context, principal, resource string, scopes []string) error {
	return c.until(ctx, func() (bool, error) {
		grants, err := c.admin.Grants(ctx, c.tenant, principal)
		if err != nil {
			return true, err
		}
		request := call.CreateGrant(principal, resource, scopes)
		if at := slices.IndexFunc(grants, func(g m365.PermissionGrant) bool { return g.ResourceID == resource }); at >= 0 {
			whole := appendNew(slices.Clone(grants[at].Scopes), scopes...)
			if len(whole) == len(grants[at].Scopes) {
				return true, nil
			}
			request = call.SetGrant(grants[at].ID, whole)
		}
		_, err = c.admin.Send(ctx, c.tenant, request)
		if err != nil && !call.Is(err, call.NotFound, call.Conflict) && !call.MayHaveHappened(err) {
			return true, err
		}
		return false, errors.Join(err, fmt.Errorf("consent of %s: %w", principal, errUnknown))
	})
}
