package directory

import "slices"

// AccessPolicy is a Conditional Access policy.
type AccessPolicy struct {
	ID, Name string
	// State is enabled, disabled or enabledForReportingButNotEnforced.
	State string
	Users []string
	Roles []string
	Apps  []string
	// Controls are what one of must be met.
	Controls []string
	// Hours is how often a new sign-in is asked for; 0 for never.
	Hours int
}

// AccessPolicies lists the tenant's policies; one without Entra ID P1 has none.
func (t *Tenant) AccessPolicies() []AccessPolicy {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if t.policies != nil {
		return slices.Clone(t.policies)
	}
	return t.firstPolicies()
}

// ChangePolicies lets change give the tenant other policies.
func (t *Tenant) ChangePolicies(change func([]AccessPolicy) []AccessPolicy) {
	policies := change(t.AccessPolicies())
	t.mu.Lock()
	defer t.mu.Unlock()
	t.policies = append([]AccessPolicy{}, policies...)
}

// firstPolicies are those of the start, which the sign-in logs name.
func (t *Tenant) firstPolicies() []AccessPolicy {
	if t.info.Plan == "" {
		return nil
	}
	all := make([]AccessPolicy, len(policyNames))
	for i, name := range policyNames {
		all[i] = AccessPolicy{ID: t.OtherID(300 + i), Name: name, State: "enabled", Users: []string{"All"}, Apps: []string{"All"}, Controls: []string{"mfa"}}
	}
	all[1].Apps, all[1].Controls = []string{"00000002-0000-0ff1-ce00-000000000000"}, []string{"block"}
	all[2].Apps, all[2].Controls = []string{"Office365"}, []string{"compliantDevice"}
	all[3].Users, all[3].Roles, all[3].State = []string{"None"}, []string{GlobalAdministrator}, "enabledForReportingButNotEnforced"
	return all
}
