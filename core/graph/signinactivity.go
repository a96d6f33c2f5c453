package graph

import (
	"context"
	"slices"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// EachLastSignIn reads when the users last signed in, page by page, and hands it to yield, which copies what it keeps. With a
// time it is about those alone who signed in since, or tried to, and of whom a time is told; users who are deleted may be among
// them. An error of yield ends the reading and is returned as it is. An Error of kind NeedsPremium says that the tenant lacks
// Entra ID P1, Denied that the technician lacks the permission; with a time it may be the filter that is refused.
//
// GET /users?$select=id,signInActivity, User.Read.All and AuditLog.Read.All
// (learn.microsoft.com/graph/api/resources/signinactivity).
func (c *Client) EachLastSignIn(ctx context.Context, tenant m365.TenantID, since time.Time, yield func([]m365.LastSignIn) error) error {
	if since.IsZero() {
		return c.eachLastSignIn(ctx, tenant, "", yield)
	}
	// Microsoft does not take such a filter together with another.
	for _, moment := range []string{"lastSignInDateTime", "lastNonInteractiveSignInDateTime"} {
		filter := "signInActivity/" + moment + " ge " + since.UTC().Format(time.RFC3339)
		if err := c.eachLastSignIn(ctx, tenant, filter, yield); err != nil {
			return err
		}
	}
	return nil
}

func (c *Client) eachLastSignIn(ctx context.Context, tenant m365.TenantID, filter string, yield func([]m365.LastSignIn) error) error {
	users := list{op: call.ReadActivity.Op, path: "/users", query: query("$select", "id,signInActivity", "$top", userActivityPage), report: true}
	if filter != "" {
		users.query += "&" + query("$filter", filter)
	}
	var page []m365.LastSignIn
	return eachPage(ctx, c, tenant, users, pages[signInActivityJSON]{
		begin: func() { page = page[:0] },
		item: func(one *signInActivityJSON) {
			page = append(page, m365.LastSignIn{ID: oneCase(one.ID), At: one.lastSignIn()})
		},
		end: func() error {
			if filter != "" {
				// Who signed in since has a time.
				page = slices.DeleteFunc(page, func(one m365.LastSignIn) bool { return one.At.IsZero() })
			}
			return yield(page)
		},
	})
}

type signInActivityJSON struct {
	element
	SignInActivity struct {
		Interactive    string `json:"lastSignInDateTime"`
		NonInteractive string `json:"lastNonInteractiveSignInDateTime"`
		Successful     string `json:"lastSuccessfulSignInDateTime"`
	} `json:"signInActivity"`
}

func (u *signInActivityJSON) identity() string { return userID(u.ID) }

// lastSignIn prefers the last success, interactive or not. lastSignInDateTime counts attempts too, so that a password
// spray would make a dormant account look used; it stands in for sign-ins before December 2023, which the newer field does
// not know.
func (u *signInActivityJSON) lastSignIn() time.Time {
	if success := parseTime(u.SignInActivity.Successful); !success.IsZero() {
		return success
	}
	if interactive := parseTime(u.SignInActivity.Interactive); !interactive.IsZero() {
		return interactive
	}
	return parseTime(u.SignInActivity.NonInteractive)
}
