package m365

// AccessPolicy is a Conditional Access policy, with what decides whether it is for somebody, and what it asks for.
type AccessPolicy struct {
	Name string
	// On is false for one that is switched off or only reports.
	On bool
	// Users, NotUsers, Groups, NotGroups and Roles are ids, and "All" and "None" among the users.
	Users, NotUsers, Groups, NotGroups, Roles []string
	// Apps and NotApps are application ids, and "All" and other words of Microsoft's.
	Apps, NotApps []string
	// Controls are what a sign-in has to show: "mfa", "compliantDevice", "block". With Any one of them is enough.
	Controls []string
	Any      bool
	// Every is after how long a new sign-in is asked for, "4 hours"; empty for never.
	Every string
}
