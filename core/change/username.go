package change

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

// planUsername checks that a username is free and of a domain of the tenant, and says what follows from another one
// (https://learn.microsoft.com/entra/identity/hybrid/connect/howto-troubleshoot-upn-changes).
func (d *draft) planUsername(ctx context.Context, write Write) error {
	if err := d.checkDomain(ctx, write); err != nil {
		return err
	}
	holders, err := d.service.options.Directory.WhoHas(ctx, d.intent.User.Tenant, write.After)
	if ctx.Err() != nil {
		return err
	}
	d.unread(err)
	for _, holder := range holders {
		if holder.Key.ID != d.id() {
			d.object(write, fmt.Sprintf("%s has this username or mail address already.", holderName(holder)))
			return nil
		}
	}
	d.note("Sign-in: " + d.plan.Target.Name + " signs in as " + write.After + " from now on. Signed-in devices and apps, and the Authenticator app, may ask to sign in again.")
	d.note("Mail: the addresses of the mailbox do not change with it; Exchange sets those.")
	d.note("Teams: meetings and chats stay; notes of earlier meetings may not open from Teams.")
	d.note("OneDrive: its address changes to the new name, and links to shared files may lead nowhere.")
	if d.mine() {
		d.note("It is the account that you are signed in with: sign in again afterwards.")
	}
	return nil
}

// holderName names who has an address.
func holderName(holder m365.Person) string {
	if holder.DisplayName == "" || holder.DisplayName == holder.UserPrincipalName {
		return holder.UserPrincipalName
	}
	return holder.DisplayName + " (" + holder.UserPrincipalName + ")"
}

// checkDomain objects to a username of another domain than the verified ones, and of one that another identity provider
// signs in.
func (d *draft) checkDomain(ctx context.Context, write Write) error {
	organization, err := d.service.options.Directory.Organization(ctx, d.intent.User.Tenant)
	if err != nil {
		d.unread(err)
		return ctx.Err()
	}
	domain := m365.DomainOf(write.After)
	verified := slices.ContainsFunc(organization.Domains, func(one string) bool { return strings.EqualFold(one, domain) })
	switch {
	case strings.EqualFold(domain, m365.DomainOf(write.Before)):
	case !verified:
		d.object(write, fmt.Sprintf("%s is no verified domain of %s.", domain, d.plan.Target.Tenant))
	case organization.FederatedDomain(write.After) != "":
		d.object(write, fmt.Sprintf("%s is federated: its users come from another identity provider.", domain))
	}
	return nil
}
