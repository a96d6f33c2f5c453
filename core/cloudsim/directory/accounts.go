package directory

import (
	"strings"
	"time"
)

// account says what a slot of the start holds.
type account int

const (
	personAccount account = iota
	breakGlass
	sharedMailbox
	scanner
	syncService
	meetingRoom
	technician
	twinPerson
	longNamed
)

// technicianNames are the accounts to sign in with, by kind.
var technicianNames = []struct {
	kind                          TechnicianKind
	given, surname, local, native string
}{
	{Administrator, "Jordan", "Tan", "j.tan", "Jordan Tan"},
	{NoGroup, "Mika", "Laine-Ortega", "m.laine", "Mika Laine-Ortega"},
	{GuestAccount, "Robin", "Achterberg", "robin_achterberg", "Robin Achterberg (Freelance)"},
	{NoMFA, "Sam", "Okonkwo-Reid", "s.okonkwo", "Sam Okonkwo-Reid"},
}

// firstPerson is the slot at which people begin.
func (t *Tenant) firstPerson() int {
	first := 0
	if t.info.Partner {
		first = len(technicianNames)
	}
	if t.info.Users >= largeEnough {
		first += 4
	}
	return first
}

// accountAt says what a slot of the start holds.
func (t *Tenant) accountAt(slot int) account {
	if t.info.Partner {
		if slot < len(technicianNames) {
			return technician
		}
		slot -= len(technicianNames)
	}
	if t.info.Users < largeEnough {
		return personAccount
	}
	switch {
	case slot < 3:
		return breakGlass + account(slot)
	case slot == 3 && t.synced:
		return syncService
	case slot == 3:
		return meetingRoom
	case slot == 4 && t.index >= 1 && t.index <= 2:
		return twinPerson
	case slot == 5 && t.index == 1:
		return longNamed
	}
	return personAccount
}

// baseSlots counts the slots of the start, deleted users included.
func (t *Tenant) baseSlots() int { return t.info.Users + t.deleted }

// userID is the object id of a slot. The twins have one in common.
func (t *Tenant) userID(slot int) string {
	owner := t.index
	if t.twin != nil && slot < t.info.Users && t.accountAt(slot) == twinPerson {
		owner = t.twin.index
	}
	return t.cipher.id(object{kindUser, owner, uint64(slot)})
}

// slotOf is the slot of an object id.
func (t *Tenant) slotOf(id string) (int, bool) {
	o, ok := t.cipher.object(id)
	if !ok || o.kind != kindUser {
		return 0, false
	}
	slot := int(o.number)
	shared := t.twin != nil && slot < t.info.Users && t.accountAt(slot) == twinPerson
	if shared {
		return slot, o.tenant == t.twin.index
	}
	return slot, o.tenant == t.index && slot < t.baseSlots()+t.created
}

func (t *Tenant) userDraw(slot int) draw { return newDraw(uint64(t.draw), uint64(slot)) }

// isGuest says that a person of the start is a guest.
func (t *Tenant) isGuest(d draw, slot int) bool {
	return t.info.Users >= largeEnough && slot >= t.firstPerson()+2 && d.chance(askKind, 80)
}

// makeUser computes the user that a slot held at the start, without licences.
func (t *Tenant) makeUser(u *User, slot int) {
	d := t.userDraw(slot)
	*u = User{
		Slot: slot, ID: t.userID(slot), AccountEnabled: true, UserType: "Member", Manager: NoManager,
		Tenant: &t.info, Direct: u.Direct[:0], Licences: u.Licences[:0],
	}
	switch what := t.accountAt(slot); what {
	case personAccount, twinPerson, longNamed:
		t.makePerson(u, d, what)
	case technician:
		t.makeTechnician(u, d)
	default:
		t.makeService(u, what)
	}
	t.makeTimes(u, d)
	if slot >= t.info.Users {
		u.Deleted = t.epoch.Add(-d.span(askDeleted, 28*24*time.Hour))
	}
}

func (t *Tenant) makeTechnician(u *User, d draw) {
	one := technicianNames[u.Slot]
	u.DisplayName, u.GivenName, u.Surname = one.native, one.given, one.surname
	u.MailNickname = one.local
	u.UserPrincipalName = one.local + "@" + t.info.DefaultDomain
	u.Mail = u.UserPrincipalName
	t.makeWork(u, d)
	u.JobTitle, u.Department = "Support Engineer", "Service Desk"
	if one.kind == GuestAccount {
		u.makeGuest(one.local, "fabrikam.com", t.info.InitialDomain)
		u.ExternalUserState = "Accepted"
	}
}

func (t *Tenant) makeService(u *User, what account) {
	u.Service = true
	local, domain := "", t.info.DefaultDomain
	switch what {
	case breakGlass:
		u.DisplayName, local, domain = "Emergency access", "emergency.access", t.info.InitialDomain
	case sharedMailbox:
		u.DisplayName, local, u.AccountEnabled = t.info.Name+" Info", "info", false
	case scanner:
		u.DisplayName, local = "Scan to mail", "scanner"
	case meetingRoom:
		u.DisplayName, local, u.AccountEnabled, u.IsResource = "Meeting Room Atlas (8)", "room.atlas", false, true
	case syncService:
		u.DisplayName = "On-Premises Directory Synchronization Service Account"
		local, domain = "Sync_DC01_"+t.userID(u.Slot)[:8], t.info.InitialDomain
		u.PasswordPolicies = "DisablePasswordExpiration"
	}
	u.MailNickname = local
	u.UserPrincipalName = local + "@" + domain
	if what != syncService && what != breakGlass {
		u.Mail = u.UserPrincipalName
	}
	u.UsageLocation = t.locale.country
}

// longName is a name of exactly 200 letters and spaces.
func longName() string {
	name := "Maria da Conceição Francisca Antónia Josefa de Alcântara"
	for _, more := range []string{
		" Xaviera de Paula Micaela", " Rafaela Gabriela Gonzaga", " dos Prazeres Figueiredo", " de Albuquerque e Castro",
		" Teixeira de Vasconcelos", " Pereira da Fonseca", " Cavalcanti", " de Bragança", " Saxe", " Coburgo", " e Gota",
	} {
		name += more
	}
	letters := []rune(name)
	for len(letters) < 200 {
		letters = append(letters, 'a')
	}
	return strings.TrimSpace(string(letters[:200]))
}
