package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// How many users and groups are looked at by themselves.
const (
	usersSeen  = 5
	groupsSeen = 6
)

// comparison is what both find in one tenant.
type comparison struct {
	client *cli
	reader *graph.Client
	tenant m365.TenantID
	// account is who is signed in, with a token for Graph at an address.
	account, token, base string

	users  []m365.User
	groups []m365.Group
	// members are the direct members of groups, by the groups of every user.
	members map[string][]string
}

// found is what was found, a text for each thing.
type found []string

// check is a command of the CLI beside the same question to the reader.
type check struct {
	name     string
	foreign  func(context.Context) (found, error)
	programs func(context.Context) (found, error)
}

// compareAll prints a line for each check, and says whether all agreed.
func (c *comparison) compareAll(ctx context.Context, out io.Writer) bool {
	if err := c.prepare(ctx); err != nil {
		fmt.Fprintf(out, "The program's reader failed: %v\n", err)
		return false
	}
	agreed, things := 0, 0
	checks := c.checks()
	for _, one := range checks {
		began := time.Now()
		count, err := one.compare(ctx)
		verdict := "agree"
		if err != nil {
			verdict = "DISAGREE: " + err.Error()
		} else {
			agreed++
			things += count
		}
		fmt.Fprintf(out, "%-52s %5d  %4.1f s  %s\n", one.name, count, time.Since(began).Seconds(), verdict)
	}
	fmt.Fprintf(out, "\n%d of %d commands agree with the program, on %d things\n", agreed, len(checks), things)
	return agreed == len(checks)
}

func (k check) compare(ctx context.Context) (count int, err error) {
	theirs, err := k.foreign(ctx)
	if err != nil {
		return 0, fmt.Errorf("the command failed: %w", err)
	}
	ours, err := k.programs(ctx)
	if err != nil {
		return 0, fmt.Errorf("the program failed: %w", err)
	}
	slices.Sort(theirs)
	slices.Sort(ours)
	if !slices.Equal(theirs, ours) {
		return len(theirs), fmt.Errorf("only the command has %v, only the program %v", without(theirs, ours), without(ours, theirs))
	}
	return len(ours), nil
}

// without are the first of some that are not among others.
func without(some, others found) found {
	left := slices.DeleteFunc(slices.Clone(some), func(one string) bool { return slices.Contains(others, one) })
	return left[:min(3, len(left))]
}

// prepare reads what later checks are about.
func (c *comparison) prepare(ctx context.Context) (err error) {
	err = c.reader.EachUserPage(ctx, c.tenant, func(page []m365.User) error {
		c.users = append(c.users, page...)
		return nil
	})
	if err != nil {
		return err
	}
	if c.groups, err = c.reader.FindGroups(ctx, c.tenant, ""); err != nil {
		return err
	}
	c.members = make(map[string][]string)
	for _, user := range c.users {
		held, err := c.reader.UserGroups(ctx, user.Key)
		if err != nil {
			return err
		}
		for _, group := range held {
			c.members[group.ID] = append(c.members[group.ID], user.Key.ID)
		}
	}
	return nil
}

func (c *comparison) checks() []check {
	all := []check{c.login(), c.organization(), c.userList(), c.groupList(), c.productList(), c.roleList()}
	for i := range usersSeen {
		user := c.users[i*len(c.users)/usersSeen]
		all = append(all, c.oneUser(user), c.userLicenses(user), c.userSignIns(user))
	}
	for _, group := range slices.SortedFunc(maps.Keys(c.members), func(a, b string) int { return len(c.members[b]) - len(c.members[a]) })[:groupsSeen] {
		all = append(all, c.groupMembers(group))
	}
	for _, group := range c.groups {
		if group.Type == m365.Microsoft365Group && len(c.members[group.ID]) > 0 {
			return append(all, c.teamMembers(group.ID))
		}
	}
	return all
}

// rows runs a command that answers with a list, and writes each row as a text.
func (c *comparison) rows(row func(map[string]any) string, arguments ...string) func(context.Context) (found, error) {
	return func(ctx context.Context) (found, error) {
		var listed []map[string]any
		if err := c.client.run(ctx, &listed, arguments...); err != nil {
			return nil, err
		}
		var all found
		for _, one := range listed {
			if text := row(one); text != "" {
				all = append(all, text)
			}
		}
		return all, nil
	}
}

func text(values ...any) string {
	words := make([]string, len(values))
	for i, value := range values {
		if value != nil {
			words[i] = fmt.Sprint(value)
		}
	}
	return strings.Join(words, " | ")
}

const userProperties = "id,displayName,userPrincipalName,mail,accountEnabled,jobTitle,department,usageLocation"

func userRow(u map[string]any) string {
	return text(u["id"], u["displayName"], u["userPrincipalName"], u["mail"], u["accountEnabled"], u["jobTitle"], u["department"], u["usageLocation"])
}

func ourUser(u m365.User) string {
	return text(u.Key.ID, u.DisplayName, u.UserPrincipalName, u.Mail, u.SignIn == m365.Allowed, u.JobTitle, u.Department, u.UsageLocation)
}

func (c *comparison) login() check {
	return check{
		"login, status",
		func(ctx context.Context) (found, error) {
			var status map[string]any
			err := c.client.run(ctx, &status, "status")
			return found{text(status["connectedAs"], status["appTenant"])}, err
		},
		func(context.Context) (found, error) { return found{text(c.account, c.tenant)}, nil },
	}
}

func (c *comparison) organization() check {
	return check{
		"entra organization list",
		c.rows(func(o map[string]any) string { return text(o["id"], o["displayName"]) }, "entra", "organization", "list"),
		func(ctx context.Context) (found, error) {
			o, err := c.reader.Organization(ctx, c.tenant)
			return found{text(o.ID, o.Name)}, err
		},
	}
}

func (c *comparison) userList() check {
	return check{
		"entra user list", c.rows(userRow, "entra", "user", "list", "--properties", userProperties),
		func(context.Context) (all found, err error) {
			for _, user := range c.users {
				all = append(all, ourUser(user))
			}
			return all, nil
		},
	}
}

func (c *comparison) oneUser(user m365.User) check {
	return check{
		"entra user get of " + user.DisplayName,
		func(ctx context.Context) (found, error) {
			var one map[string]any
			err := c.client.run(ctx, &one, "entra", "user", "get", "--userName", user.UserPrincipalName, "--properties", userProperties)
			return found{userRow(one)}, err
		},
		func(ctx context.Context) (found, error) {
			read, err := c.reader.User(ctx, user.Key)
			return found{ourUser(read.User)}, err
		},
	}
}

func (c *comparison) groupList() check {
	return check{
		"entra group list",
		c.rows(func(g map[string]any) string {
			return text(g["id"], g["displayName"], g["mail"], g["isAssignableToRole"] == true, g["onPremisesSyncEnabled"] == true)
		}, "entra", "group", "list"),
		func(context.Context) (all found, err error) {
			for _, g := range c.groups {
				all = append(all, text(g.ID, g.Name, g.Mail, g.AssignableToRole, g.OnPremisesSynced))
			}
			return all, nil
		},
	}
}

func (c *comparison) groupMembers(group string) check {
	return check{
		"entra group member list of " + c.groupName(group),
		c.rows(func(member map[string]any) string {
			if member["userPrincipalName"] == nil {
				return "" // The reader asks for the groups of users; a group within is none.
			}
			return text(member["id"])
		}, "entra", "group", "member", "list", "--groupId", group, "--role", "Member"),
		func(context.Context) (found, error) { return slices.Clone(c.members[group]), nil },
	}
}

func (c *comparison) teamMembers(group string) check {
	return check{
		"entra m365group user list of " + c.groupName(group),
		c.rows(func(member map[string]any) string { return text(member["id"]) }, "entra", "m365group", "user", "list", "--groupId", group, "--role", "Member"),
		func(context.Context) (found, error) { return slices.Clone(c.members[group]), nil },
	}
}

func (c *comparison) groupName(id string) string {
	for _, group := range c.groups {
		if group.ID == id {
			return group.Name
		}
	}
	return id
}

func (c *comparison) productList() check {
	return check{
		"entra license list",
		c.rows(func(s map[string]any) string {
			if s["appliesTo"] == "Company" {
				return "" // Nobody is given it.
			}
			units, _ := s["prepaidUnits"].(map[string]any)
			return text(s["skuId"], s["skuPartNumber"], units["enabled"], units["warning"], s["consumedUnits"])
		}, "entra", "license", "list"),
		func(ctx context.Context) (all found, err error) {
			skus, err := c.reader.SKUs(ctx, c.tenant)
			for _, s := range skus {
				all = append(all, text(s.ID, s.PartNumber, s.Enabled, s.Warning, s.Consumed))
			}
			return all, err
		},
	}
}

func (c *comparison) userLicenses(user m365.User) check {
	return check{
		"entra user license list of " + user.DisplayName,
		c.rows(func(l map[string]any) string {
			plans, _ := l["servicePlans"].([]any)
			// A plan of the company is nobody's, and the program does not show it.
			plans = slices.DeleteFunc(plans, func(plan any) bool { return plan.(map[string]any)["appliesTo"] == "Company" })
			return text(l["skuId"], l["skuPartNumber"], len(plans))
		}, "entra", "user", "license", "list", "--userId", user.Key.ID),
		func(ctx context.Context) (all found, err error) {
			held, err := c.reader.UserLicenses(ctx, user.Key)
			for _, l := range held {
				if len(l.Plans) > 0 {
					all = append(all, text(l.SKU, l.PartNumber, len(l.Plans)))
				}
			}
			return all, err
		},
	}
}

func (c *comparison) userSignIns(user m365.User) check {
	return check{
		"entra user signin list of " + user.DisplayName,
		c.rows(func(s map[string]any) string {
			status, _ := s["status"].(map[string]any)
			code, _ := status["errorCode"].(float64)
			return text(s["id"], s["createdDateTime"], strconv.Itoa(int(code)), s["ipAddress"], s["appDisplayName"])
		}, "entra", "user", "signin", "list", "--userId", user.Key.ID),
		func(ctx context.Context) (all found, err error) {
			read, err := c.reader.UserSignIns(ctx, user.Key, time.Time{})
			for _, s := range read {
				all = append(all, text(s.ID, s.At.Format(time.RFC3339), s.Code, s.IP, s.App))
			}
			return all, err
		},
	}
}

func (c *comparison) roleList() check {
	return check{
		"entra roledefinition list",
		c.rows(func(r map[string]any) string {
			template, _ := r["templateId"].(string)
			if r["isEnabled"] != true || !m365.Assignable(template) {
				return "" // The program does not offer it.
			}
			return text(r["id"], r["displayName"])
		}, "entra", "roledefinition", "list", "--properties", "id,templateId,displayName,isEnabled"),
		func(ctx context.Context) (all found, err error) {
			roles, err := c.reader.AssignableRoles(ctx, c.tenant)
			for _, r := range roles {
				all = append(all, text(r.ID, r.Name))
			}
			return all, err
		},
	}
}
