package directory

import "time"

// RoleEligibility says that a principal may activate a directory role by itself, until End where it has one.
type RoleEligibility struct {
	RoleAssignment
	// ScheduleID names the schedule that the eligibility comes from.
	ScheduleID string
	Start, End time.Time
}

// Premium says that the tenant has the Entra ID plan that eligible roles take.
func (t *Tenant) Premium() bool { return t.info.Plan == "P2" }

// RoleEligibilities lists who is eligible for which role; nobody is without Entra ID P2.
func (t *Tenant) RoleEligibilities() []RoleEligibility {
	t.mu.RLock()
	defer t.mu.RUnlock()
	first := t.firstPerson()
	if !t.Premium() || t.info.Users < first+6 {
		return nil
	}
	const day = 24 * time.Hour
	all := []RoleEligibility{
		t.eligible(1, newAssignment(GlobalAdministrator, t.userID(first+3), Whole), 90*day),
		t.eligible(2, newAssignment(ExchangeAdministrator, t.userID(first+4), Whole), 0),
		t.eligible(3, newAssignment(HelpdeskAdministrator, t.userID(first+5), "/administrativeUnits/"+t.UnitID()), 30*day),
	}
	if t.info.Users >= largeEnough && t.shapeOf(3) == roleAssignable {
		all = append(all, t.eligible(4, newAssignment(UserAdministrator, t.groupID(3), Whole), 180*day))
	}
	var living []RoleEligibility
	for _, one := range all {
		if t.principalLives(one.PrincipalID) {
			living = append(living, one)
		}
	}
	return living
}

// eligible makes an eligibility that lasts for a time; zero is for ever.
func (t *Tenant) eligible(number int, of RoleAssignment, lasts time.Duration) RoleEligibility {
	of.ID += "-e"
	one := RoleEligibility{RoleAssignment: of, ScheduleID: t.OtherID(3000 + number), Start: t.epoch.Add(-20 * 24 * time.Hour)}
	if lasts > 0 {
		one.End = t.epoch.Add(lasts)
	}
	return one
}
