package directory

import (
	"strconv"
	"strings"
	"time"
)

// jobs are titles by department.
var jobs = []struct {
	department string
	titles     []string
}{
	{"Sales", []string{"Account Manager", "Sales Director", "Inside Sales Representative"}},
	{"Finance", []string{"Accountant", "Payroll Specialist", "Chief Financial Officer", "Controller"}},
	{"Operations", []string{"Operations Manager", "Dispatcher", "Warehouse Lead", "Shift Supervisor"}},
	{"Marketing", []string{"Marketing Manager", "Copywriter", "Brand Designer"}},
	{"Human Resources", []string{"HR Business Partner", "Recruiter"}},
	{"IT", []string{"IT Manager", "Systems Administrator"}},
	{"Customer Service", []string{"Receptionist", "Customer Advisor", "Team Lead"}},
	{"Research & Development", []string{"Engineer", "Senior Engineer, Quality & Safety", "Laboratory Technician"}},
	{"Legal", []string{"Solicitor", "Paralegal"}},
}

// guestHomes are domains that guests come from.
var guestHomes = []string{"fabrikam.com", "contoso.com", "litwareinc.com", "treyresearch.example", "kestrel-audit.example", "südwind.example"}

// makePerson gives a person name, address and work.
func (t *Tenant) makePerson(u *User, d draw, what account) {
	var one person
	switch what {
	case twinPerson:
		one = person{display: "Alex Wilber", given: "Alex", surname: "Wilber", local: "alex.wilber"}
	case longNamed:
		one = person{display: longName(), given: "Maria da Conceição", surname: "de Bragança", local: "maria.debraganca"}
	default:
		one = t.names.person(u.Slot)
	}
	u.DisplayName, u.GivenName, u.Surname = one.display, one.given, one.surname
	u.MailNickname = one.local
	if what == personAccount && t.isGuest(d, u.Slot) {
		home := pick(d, askGuestHome, guestHomes)
		u.makeGuest(one.local, home, t.info.InitialDomain)
		u.ExternalUserState = "Accepted"
		if d.chance(askGuestState, 250) {
			u.ExternalUserState = "PendingAcceptance"
		}
		return
	}
	u.UserPrincipalName = one.local + "@" + t.domainOf(d)
	u.Mail = u.UserPrincipalName
	u.AccountEnabled = u.Slot < t.firstPerson()+2 || !d.chance(askBlocked, 70)
	t.makeWork(u, d)
	t.makeManager(u)
	if t.synced && what == personAccount && d.chance(askSynced, 900) {
		u.OnPremisesSynced = true
		u.OnPremisesImmutableID = immutableID(u.ID)
		u.LastSync = t.epoch.Add(-d.span(askSynced, 30*time.Minute))
		if d.chance(askOldSynced, 30) {
			// Users synced before 2014 have no type.
			u.UserType = ""
		}
	}
}

// makeGuest turns a user into a guest from another domain.
func (u *User) makeGuest(local, home, initialDomain string) {
	u.UserType, u.CreationType = "Guest", "Invitation"
	u.Mail = local + "@" + home
	u.MailNickname = local + "_" + foldToASCII(home) + "#EXT#"
	u.UserPrincipalName = u.MailNickname + "@" + initialDomain
	u.OtherMails = []string{u.Mail}
}

// domainOf is the domain of a person's address; few have the initial one.
func (t *Tenant) domainOf(d draw) string {
	if d.chance(askCompany, 30) {
		return t.info.InitialDomain
	}
	return t.info.DefaultDomain
}

// departmentAt is the position of a slot's department in jobs.
func (t *Tenant) departmentAt(slot int) int {
	return t.userDraw(slot).below(askDepartment, min(len(jobs), 2+t.info.Users/12))
}

func (t *Tenant) makeWork(u *User, d draw) {
	at := t.locale
	job := jobs[t.departmentAt(u.Slot)]
	u.Department, u.JobTitle = job.department, pick(d, askJob, job.titles)
	if d.chance(askOffice, 120) {
		u.JobTitle = ""
	}
	u.CompanyName = t.info.Name
	city, state, _ := strings.Cut(pick(d, askCity, at.cities), "|")
	u.City, u.State = city, state
	street, house := pick(d, askStreet, at.streets), strconv.Itoa(1+d.below(askHouse, 180))
	if at.numberFirst {
		u.StreetAddress = house + " " + street
	} else {
		u.StreetAddress = street + " " + house
	}
	u.PostalCode, u.Country = d.digits(askPostal, at.postal), at.name
	u.OfficeLocation = strconv.Itoa(1+d.below(askHouse, 9)) + "/" + strconv.Itoa(1000+d.below(askOffice, 400))
	u.BusinessPhone = d.digits(askPhone, at.phone)
	if d.chance(askHasMobile, 600) {
		u.MobilePhone = d.digits(askMobile, at.mobile)
	}
	if d.chance(askEmployeeType, 700) {
		u.EmployeeID = strconv.Itoa(10000 + u.Slot)
		u.EmployeeType = pick(d, askEmployeeType+1000, []string{"Employee", "Employee", "Employee", "Contractor", "Intern"})
		u.EmployeeHireDate = t.epoch.Add(-d.span(askHireDate, 12*365*24*time.Hour)).Truncate(24 * time.Hour)
	}
	u.PreferredLanguage = at.language
	if !d.chance(askNoUsageLocation, 40) {
		u.UsageLocation = at.country
	}
}

// makeManager puts people below the one at a sixth of their number.
func (t *Tenant) makeManager(u *User) {
	first := t.firstPerson()
	if u.Slot <= first || u.Slot >= t.info.Users {
		return
	}
	boss := first + (u.Slot-first-1)/6
	if !t.isGuest(t.userDraw(boss), boss) {
		u.Manager = boss
	}
}

// makeTimes gives a user its dates.
func (t *Tenant) makeTimes(u *User, d draw) {
	const day = 24 * time.Hour
	age := 20*day + d.span(askCreated, 3000*day)
	u.Created = t.epoch.Add(-age)
	u.LastPasswordChange = u.Created.Add(time.Duration(d.below(askPassword, int(age/time.Second))) * time.Second)
	u.SessionsValidFrom = u.LastPasswordChange
	if u.ExternalUserState != "" {
		u.ExternalUserStateChanged = u.Created.Add(2 * time.Hour)
	}
	if u.OnPremisesSynced && u.UserType == "" {
		u.Created = t.epoch.Add(-13*365*day - d.span(askCreated, 300*day))
	}
	since := t.sinceSignIn(u, d)
	if since < 0 {
		return
	}
	u.LastSignIn = t.epoch.Add(-since)
	if u.LastSignIn.Before(u.Created) {
		u.LastSignIn = u.Created.Add(time.Hour)
	}
	u.LastNonInteractive = u.LastSignIn.Add(d.span(askNonInteractive, 5*time.Hour))
	u.LastGood = u.LastSignIn
	if d.chance(askNonInteractive, 100) {
		u.LastGood = u.LastSignIn.Add(-26 * time.Hour)
	}
}

// sinceSignIn is how long before the epoch a user last signed in; negative when it never did.
func (t *Tenant) sinceSignIn(u *User, d draw) time.Duration {
	const day = 24 * time.Hour
	if u.Service && !u.AccountEnabled || u.ExternalUserState == "PendingAcceptance" {
		return -1
	}
	switch mood := d.below(askActivity, 100); {
	case mood < 6 && u.Slot >= t.firstPerson():
		return -1
	case mood < 18 || !u.AccountEnabled:
		return 31*day + d.span(askLastSignIn, 600*day)
	case mood < 40:
		return d.span(askLastSignIn, 28*day)
	}
	return d.span(askLastSignIn, 3*day)
}
