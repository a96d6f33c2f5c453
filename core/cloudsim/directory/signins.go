package directory

import (
	"slices"
	"strconv"
	"time"
)

// SignIn is an entry of the sign-in log.
type SignIn struct {
	ID, CorrelationID           string
	Time                        time.Time
	UserID, UserName, Principal string
	App, AppID, Resource        string
	ResourceID, Client          string
	IP, City, State, Country    string
	Latitude, Longitude         float64
	ErrorCode                   int
	FailureReason               string
	AdditionalDetails           string
	Device                      *Device
	Browser, System             string
	Multifactor                 bool
	Policies                    []AppliedPolicy
	// PoliciesHidden: the reader may not see Policies, only what came of them.
	PoliciesHidden bool
	Guest          bool
	slot           int
}

// AppliedPolicy is what a Conditional Access policy did to a sign-in.
type AppliedPolicy struct{ ID, Name, Result, Control string }

// logDays is how long sign-ins are kept.
const logDays = 30

// signInsEach is how many sign-ins the log holds of a user at most.
const signInsEach = 24

// goingOnNumber is that of the first entry after the start.
const goingOnNumber = 1 << 10

var signInApps = []struct{ app, id, resource, client string }{
	{"Office 365 Exchange Online", "00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online", "Browser"},
	{"Microsoft Teams", "1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Microsoft Teams Services", "Mobile Apps and Desktop clients"},
	{"Office365 Shell WCSS-Client", "89bee1f7-5e6e-4d8a-9f3d-ecd601259da7", "Office365 Shell WCSS-Server", "Browser"},
	{"Microsoft Office", "d3590ed6-52b3-4102-aeff-aad2292ab01c", "Office 365 SharePoint Online", "Mobile Apps and Desktop clients"},
	{"Azure Portal", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "Windows Azure Service Management API", "Browser"},
	{"Windows Sign In", "38aa3b87-a06d-4817-b275-7a316988d93b", "Windows Azure Active Directory", "Mobile Apps and Desktop clients"},
}

// signInErrors are codes with Microsoft's reasons; "0" is success.
var signInErrors = []struct {
	code            int
	reason, details string
}{
	{50126, "Error validating credentials due to invalid username or password.", "The user didn't enter the right credentials."},
	{50140, "This error occurred due to 'Keep me signed in' interrupt when the user was signing-in.", ""},
	{50074, "Strong Authentication is required.", "MFA required in Azure AD"},
	{53003, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.", ""},
	{50055, "The password is expired.", "User's password is expired."},
	{50053, "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.", ""},
	{50058, "Session information is not sufficient for single-sign-on.", ""},
}

var policyNames = []string{"Require MFA for all users", "Block legacy authentication", "Require compliant device for Office 365", "CA004: MFA für Administratoren"}

// signInTimes calls yield with the times of a user's entries, newest first.
func (t *Tenant) signInTimes(u *User, yield func(number int, at time.Time) bool) {
	if u.LastSignIn.IsZero() || u.Slot >= t.baseSlots() {
		return
	}
	oldest := t.epoch.Add(-logDays * 24 * time.Hour)
	d := newDraw(uint64(t.userDraw(u.Slot)), askSignIns)
	at := u.LastSignIn
	for number := 0; number < signInsEach && at.After(oldest); number++ {
		if !yield(number, at) {
			return
		}
		at = at.Add(-2*time.Minute - d.span(uint64(number), 60*time.Hour))
	}
}

// SignInsOf lists the log's entries of a user, newest first. They show the user as it was at the start, and end as the
// account was when it signed in; they outlive it.
func (t *Tenant) SignInsOf(slot int) []SignIn {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var u User
	var all []SignIn
	if t.atStart(&u, slot) {
		all = t.signInsSince(&u)
		t.signInTimes(&u, func(number int, at time.Time) bool {
			all = append(all, t.makeSignIn(&u, number, at, standing{enabled: u.AccountEnabled}))
			return true
		})
	}
	return all
}

// SignInsOn lists the entries of a day before the epoch (0 is the last one), newest first.
func (t *Tenant) SignInsOn(day int) []SignIn {
	if day < 0 || day > logDays {
		return nil
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	until := t.epoch.Add(-time.Duration(day) * 24 * time.Hour)
	since := until.Add(-24 * time.Hour)
	var u User
	var all []SignIn
	for slot := range t.baseSlots() {
		if !t.atStart(&u, slot) || u.LastSignIn.Before(since) {
			continue
		}
		if day == 0 {
			all = append(all, t.signInsSince(&u)...)
		}
		t.signInTimes(&u, func(number int, at time.Time) bool {
			if !at.Before(since) && at.Before(until) || day == 0 && !at.Before(until) {
				all = append(all, t.makeSignIn(&u, number, at, standing{enabled: u.AccountEnabled}))
			}
			return !at.Before(since)
		})
	}
	slices.SortFunc(all, func(a, b SignIn) int {
		if order := b.Time.Compare(a.Time); order != 0 {
			return order
		}
		return a.slot - b.slot
	})
	return all
}

// SignInDays is how many days the log holds.
func SignInDays() int { return logDays + 1 }

func (t *Tenant) makeSignIn(u *User, number int, at time.Time, stood standing) SignIn {
	d := newDraw(uint64(t.userDraw(u.Slot)), askSignIns, uint64(number), 1)
	key := uint64(u.Slot)*signInsEach + uint64(number)
	if number >= goingOnNumber {
		key = uint64(number)<<20 | uint64(u.Slot)
	}
	app := pick(d, 1, signInApps)
	city, state := u.City, u.State
	if city == "" {
		city = t.locale.cities[0]
	}
	s := SignIn{
		ID: t.cipher.id(object{kindSignIn, t.index, key}), CorrelationID: t.cipher.id(object{kindOther, t.index, 2<<32 + key}),
		Time: at, UserID: u.ID, UserName: u.DisplayName, Principal: u.UserPrincipalName,
		App: app.app, AppID: app.id, Resource: app.resource, ResourceID: app.id, Client: app.client,
		IP: "203.0.113." + strconv.Itoa(1+d.below(2, 254)), City: city, State: state, Country: t.locale.country,
		Latitude: float64(d.below(3, 9000)) / 100, Longitude: float64(d.below(4, 9000)) / 100,
		System: "Windows10", Browser: "Edge 137.0.0", Multifactor: d.chance(5, 550), Guest: u.Guest(), slot: u.Slot,
	}
	if d.chance(6, 40) {
		s.IP, s.City, s.State, s.Country = "2001:db8:85a3::"+strconv.FormatInt(int64(d.below(7, 65535)), 16), "Lagos", "", "NG"
	}
	t.outcome(&s, stood, d, number)
	if count := t.deviceCount(u.Slot); count > 0 && d.chance(8, 700) {
		device := t.makeDevice(u, d.below(9, count))
		s.Device, s.System = &device, device.OperatingSystem
	}
	return s
}

// outcome says how a sign-in ended, and what Conditional Access did.
func (t *Tenant) outcome(s *SignIn, stood standing, d draw, number int) {
	switch {
	case !stood.enabled:
		s.ErrorCode, s.FailureReason = 50057, "The user account is disabled."
	case stood.oldPassword(s.Time):
		trouble := signInErrors[0]
		s.ErrorCode, s.FailureReason, s.AdditionalDetails = trouble.code, trouble.reason, trouble.details
	case stood.oldSession(s.Time):
		s.ErrorCode, s.FailureReason = 50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed."
	case number > 0 && d.chance(10, 150):
		trouble := pick(d, 11, signInErrors)
		s.ErrorCode, s.FailureReason, s.AdditionalDetails = trouble.code, trouble.reason, trouble.details
	default:
		s.FailureReason = "Other."
		if s.Multifactor {
			s.AdditionalDetails = "MFA requirement satisfied by claim in the token"
		}
	}
	if t.info.Plan == "" {
		return
	}
	for i, name := range policyNames {
		policy := AppliedPolicy{ID: t.OtherID(300 + i), Name: name, Result: "notApplied", Control: "Mfa"}
		switch {
		case i == 0 && s.Multifactor:
			policy.Result = "success"
		case i == 2 && s.ErrorCode == 53003:
			policy.Result, policy.Control = "failure", "RequireCompliantDevice"
		case i == 3:
			policy.Result = "reportOnlyNotApplied"
		}
		s.Policies = append(s.Policies, policy)
	}
}
