package directory

import (
	"encoding/base64"
	"math"
	"slices"
	"strings"
)

// RoleAssignment says that a principal holds a directory role.
type RoleAssignment struct {
	ID, PrincipalID, RoleID string
	// Scope is "/" for the whole tenant, or "/administrativeUnits/" and the id of one.
	Scope string
}

// Whole is the scope of a whole tenant.
const Whole = "/"

// newAssignment gives an assignment its id, made as Microsoft makes it from role, principal and scope.
func newAssignment(role, principal, scope string) RoleAssignment {
	raw := guidBytes(role)
	who := guidBytes(principal)
	suffix := "-1"
	if scope != Whole {
		suffix = "-2"
	}
	id := base64.RawURLEncoding.EncodeToString(append(raw[:], who[:]...)) + suffix
	return RoleAssignment{ID: id, PrincipalID: principal, RoleID: role, Scope: scope}
}

// everydayRoles are what administrators of customers hold.
var everydayRoles = []string{
	UserAdministrator, UserAdministrator, ExchangeAdministrator, HelpdeskAdministrator, SharePointAdministrator,
	TeamsAdministrator, BillingAdministrator, GlobalReader, LicenseAdministrator, IntuneAdministrator, GlobalAdministrator,
	SecurityReader, MessageCenterReader, ReportsReader,
}

// UnitID is the id of the tenant's administrative unit.
func (t *Tenant) UnitID() string { return t.cipher.id(object{kindUnit, t.index, 1}) }

// RestrictedUnitID is the id of the unit whose members only its own administrators may change.
func (t *Tenant) RestrictedUnitID() string { return t.cipher.id(object{kindUnit, t.index, 2}) }

// RestrictedUnitName is the name of the restricted unit.
func (t *Tenant) RestrictedUnitName() string { return "Executives" }

// UnitName is the name of the tenant's administrative unit.
func (t *Tenant) UnitName() string { return "Branch offices" }

// BackupApp is the id of the service principal of a backup program, which holds a directory role. Small tenants have none.
func (t *Tenant) BackupApp() (string, bool) {
	return t.cipher.id(object{kindServicePrincipal, t.index, 1}), t.hasBackup()
}

// hasBackup says that the tenant has the backup program.
func (t *Tenant) hasBackup() bool { return t.info.Users >= 40 }

// rolesAtStart computes the assignments of the start.
func (t *Tenant) rolesAtStart() []RoleAssignment {
	var all []RoleAssignment
	give := func(role string, slot int) { all = append(all, newAssignment(role, t.userID(slot), Whole)) }
	first := t.firstPerson()
	if t.info.Partner {
		give(GlobalAdministrator, int(Administrator))
		give(UserAdministrator, int(NoMFA))
	}
	if t.info.Users >= largeEnough {
		service := first - 4
		give(GlobalAdministrator, service)
		if t.synced {
			give(DirectorySynchronizationAccounts, service+3)
		}
	}
	if t.info.Users > first {
		give(GlobalAdministrator, first)
	}
	for i := range min(int(math.Sqrt(float64(t.info.Users)))/2, 40) {
		slot := first + 1 + t.draw.below(0xad00+uint64(i), max(t.info.Users-first-1, 1))
		if slot < t.info.Users && !t.isGuest(t.userDraw(slot), slot) {
			give(pick(t.draw, 0xae00+uint64(i), everydayRoles), slot)
		}
	}
	if t.info.Users >= largeEnough && t.shapeOf(3) == roleAssignable {
		for _, role := range []string{HelpdeskAdministrator, AuthenticationAdministrator} {
			all = append(all, newAssignment(role, t.groupID(3), Whole))
		}
	}
	if t.info.Users >= 30 && t.info.Plan != "" {
		all = append(all, newAssignment(UserAdministrator, t.userID(first+2), "/administrativeUnits/"+t.UnitID()))
	}
	if id, ok := t.BackupApp(); ok {
		all = append(all, newAssignment(DirectoryReaders, id, Whole))
	}
	return slices.CompactFunc(sortedByID(all), func(a, b RoleAssignment) bool { return a.ID == b.ID })
}

func sortedByID(all []RoleAssignment) []RoleAssignment {
	slices.SortStableFunc(all, func(a, b RoleAssignment) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// RoleAssignments lists who holds which role now.
func (t *Tenant) RoleAssignments() []RoleAssignment {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.assignments()
}

func (t *Tenant) assignments() []RoleAssignment {
	var all []RoleAssignment
	for _, list := range [][]RoleAssignment{t.rolesAtStart(), t.roles} {
		for _, one := range list {
			if !t.unassigned[one.ID] && t.principalLives(one.PrincipalID) {
				all = append(all, one)
			}
		}
	}
	return all
}

// principalLives is false for a user that is deleted: its roles do not show.
func (t *Tenant) principalLives(id string) bool {
	slot, ok := t.slotOf(id)
	if !ok {
		return true
	}
	if changed, ok := t.users[slot]; ok {
		return !changed.Gone()
	}
	return slot < t.info.Users
}

// RolesOf lists the template ids of the roles that an account holds in the whole tenant, directly or through a group.
func (t *Tenant) RolesOf(objectID string) []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	holders := []string{objectID}
	if slot, ok := t.slotOf(objectID); ok && t.isMember(3, slot) && t.groupCount() > 3 {
		holders = append(holders, t.groupID(3))
	}
	var held []string
	for _, one := range t.assignments() {
		if one.Scope == Whole && slices.Contains(holders, one.PrincipalID) && !slices.Contains(held, one.RoleID) {
			held = append(held, one.RoleID)
		}
	}
	return held
}
