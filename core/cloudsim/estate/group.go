package estate

import "github.com/tenantkeep/tenantkeep/core/cloudsim/graphsim"

// groups are the partner's security groups that matter here.
type groups struct {
	adminAgents graphsim.SecurityGroup
	engineers   graphsim.SecurityGroup
	desk        graphsim.SecurityGroup
	// project is held by nobody who can sign in.
	project graphsim.SecurityGroup
}

func (e *Estate) makeGroups() groups {
	group := func(name string) graphsim.SecurityGroup {
		return graphsim.SecurityGroup{ID: e.id("group", name), DisplayName: name}
	}
	return groups{
		adminAgents: group("AdminAgents"),
		engineers:   group("GDAP Tier 2 Engineers"),
		desk:        group("GDAP Tier 1 Service Desk"),
		project:     group("GDAP Migration Project 2024"),
	}
}

// SecurityGroups returns the partner's security groups.
func (e *Estate) SecurityGroups() []graphsim.SecurityGroup {
	return []graphsim.SecurityGroup{e.groups.adminAgents, e.groups.engineers, e.groups.desk, e.groups.project}
}

// GroupsOf lists the partner's security groups that hold the account. Technicians are in AdminAgents, and the engineers are
// in the groups to which customers gave access.
func (e *Estate) GroupsOf(objectID string) []graphsim.SecurityGroup {
	account, ok := e.Technician(objectID)
	if !ok {
		return nil
	}
	var held []graphsim.SecurityGroup
	if !account.NotAgent {
		held = append(held, e.groups.adminAgents)
	}
	if account.Engineer {
		held = append(held, e.groups.engineers, e.groups.desk)
	}
	return held
}

// EligibleGroupsOf lists the security groups that the account may activate a membership in.
func (e *Estate) EligibleGroupsOf(objectID string) []graphsim.SecurityGroup {
	account, _ := e.Technician(objectID)
	var eligible []graphsim.SecurityGroup
	if account.EligibleAgent {
		eligible = append(eligible, e.groups.adminAgents)
	}
	if account.EligibleEngineer {
		eligible = append(eligible, e.groups.engineers)
	}
	return eligible
}

// AdminAgent says whether Partner Center counts the account as an admin agent: in the group, and not a guest.
func (e *Estate) AdminAgent(objectID string) bool {
	account, ok := e.Technician(objectID)
	return ok && !account.Guest && !account.NotAgent
}

func (e *Estate) holds(group, objectID string) bool {
	for _, held := range e.GroupsOf(objectID) {
		if held.ID == group {
			return true
		}
	}
	return false
}
