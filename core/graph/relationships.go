package graph

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

type relationshipJSON struct {
	element
	Name     string `json:"displayName"`
	Status   string `json:"status"`
	Customer struct {
		TenantID string `json:"tenantId"`
		Name     string `json:"displayName"`
	} `json:"customer"`
	Activated  string            `json:"activatedDateTime"`
	Ends       string            `json:"endDateTime"`
	AutoExtend string            `json:"autoExtendDuration"`
	Access     accessDetailsJSON `json:"accessDetails"`
}

// oneRelationship is an element of the list that takes nothing of the others with it, whatever is in it.
type oneRelationship struct {
	relationshipJSON
	unread error
	// raw stands in the place of an id that could not be read.
	raw string
}

// UnmarshalJSON keeps what it could read, and why not the rest.
func (r *oneRelationship) UnmarshalJSON(raw []byte) error {
	r.unread = json.Unmarshal(raw, &r.relationshipJSON)
	if r.unread == nil && r.ID == "" {
		r.unread = errNoElement
	}
	if r.unread == nil && r.Customer.TenantID != "" {
		_, r.unread = m365.ParseTenantID(r.Customer.TenantID)
	}
	if r.unread != nil {
		r.raw = string(raw)
	}
	return nil
}

func (r *oneRelationship) identity() string { return r.ID + r.raw }

type accessDetailsJSON struct {
	UnifiedRoles []struct {
		RoleDefinitionID string `json:"roleDefinitionId"`
	} `json:"unifiedRoles"`
}

// Relationships returns the GDAP relationships of the partner tenant home with a customer, of every status: a tenant whose
// last relationship ended must be recognised as such. Drafts that no customer has approved are left out. One that cannot be
// read says so (Unread); where not even its customer can be read, it is a loss (call.Gather).
//
// GET /tenantRelationships/delegatedAdminRelationships, DelegatedAdminRelationship.Read.All.
func (c *Client) Relationships(ctx context.Context, home m365.TenantID) ([]m365.Relationship, error) {
	read, err := readAll[oneRelationship](ctx, c, home, list{
		op:   call.ReadRelationships.Op,
		path: "/tenantRelationships/delegatedAdminRelationships",
		// 300 is Microsoft's largest page here.
		query: query("$top", "300"),
	})
	if err != nil {
		return nil, err
	}
	relationships := make([]m365.Relationship, 0, len(read))
	for i := range read {
		relationship := read[i].relationship()
		if _, err := m365.ParseTenantID(string(relationship.Customer)); err != nil {
			relationship.Customer = ""
		}
		relationship.Unread = c.normal(ctx, home, call.ReadRelationship.Op, read[i].unread)
		if relationship.Customer != "" {
			relationships = append(relationships, relationship)
			continue
		}
		if err := call.ReadRelationship.Lost(ctx, relationship.Unread); err != nil {
			return nil, err
		}
	}
	return relationships, nil
}

func (r *relationshipJSON) relationship() m365.Relationship {
	return m365.Relationship{
		ID:           r.ID,
		Name:         r.Name,
		Customer:     m365.TenantID(strings.ToLower(r.Customer.TenantID)),
		CustomerName: r.Customer.Name,
		Status:       r.Status,
		Activated:    parseTime(r.Activated),
		Ends:         parseTime(r.Ends),
		Roles:        r.Access.roles(),
		AutoExtend:   extends(r.AutoExtend),
	}
}

func (a *accessDetailsJSON) roles() []string {
	roles := make([]string, len(a.UnifiedRoles))
	for i, role := range a.UnifiedRoles {
		roles[i] = oneCase(role.RoleDefinitionID)
	}
	return roles
}

// extends reads autoExtendDuration: P180D, or one of the forms of nothing, P0D and PT0S.
func extends(duration string) bool { return strings.ContainsAny(duration, "123456789") }

// AccessAssignments returns the security groups that hold access in a relationship of the partner tenant home, of every
// status.
//
// GET /tenantRelationships/delegatedAdminRelationships/{id}/accessAssignments, DelegatedAdminRelationship.Read.All.
func (c *Client) AccessAssignments(ctx context.Context, home m365.TenantID, relationshipID string) ([]m365.AccessAssignment, error) {
	read, err := readAll[assignmentJSON](ctx, c, home, list{
		op:   call.ReadAccess.Op,
		path: "/tenantRelationships/delegatedAdminRelationships/" + url.PathEscape(relationshipID) + "/accessAssignments",
	})
	if err != nil {
		return nil, err
	}
	assignments := make([]m365.AccessAssignment, len(read))
	for i, one := range read {
		assignments[i] = m365.AccessAssignment{ID: one.ID, Status: one.Status, GroupID: oneCase(one.Container.ID), Roles: one.Access.roles()}
	}
	return assignments, nil
}

type assignmentJSON struct {
	element
	Status    string `json:"status"`
	Container struct {
		ID string `json:"accessContainerId"`
	} `json:"accessContainer"`
	Access accessDetailsJSON `json:"accessDetails"`
}

// identity is none without the group: that nobody is in would be read out of it.
func (a *assignmentJSON) identity() string {
	if a.Container.ID == "" {
		return ""
	}
	return a.ID
}

// parseTime reads Graph's times. Where Microsoft means never it may write the beginning of some calendar of computers, and
// a time that cannot be read is worth less than the object that holds it: both are the zero time.
func parseTime(text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateOnly} { // without a zone in UTC
		if parsed, err := time.Parse(form, text); err == nil {
			if meansNever(parsed) {
				return time.Time{}
			}
			return parsed.UTC()
		}
	}
	return time.Time{}
}

// unixEpoch is the beginning of the last of those calendars; the others lie in the years 1, 1601, 1899 and 1900.
var unixEpoch = time.Unix(0, 0)

// meansNever recognises the beginnings, which a time zone may have moved by up to a day.
func meansNever(at time.Time) bool {
	return at.UTC().Year() <= 1900 || at.Sub(unixEpoch).Abs() <= 24*time.Hour
}
