package graph_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/contract"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// plain sends requests over connections that are not kept.
func plain() http.RoundTripper { return &http.Transport{DisableKeepAlives: true} }

func TestEveryRequestIsOneThatMicrosoftDescribes(t *testing.T) {
	checked := contract.Open(t).Watch()
	fake := newFakeGraph(t, estate.handle)
	client, _ := fake.client(t, func(o *graph.Options) { o.Transport = checked.Over(plain()) })
	ctx := context.Background()
	ignore := func([]m365.User) error { return nil }
	for name, call := range map[string]func() error{
		"Organization":      func() error { _, err := client.Organization(ctx, contoso); return err },
		"SharePointName":    func() error { _, err := client.SharePointName(ctx, contoso); return err },
		"Relationships":     func() error { _, err := client.Relationships(ctx, contoso); return err },
		"AccessAssignments": func() error { _, err := client.AccessAssignments(ctx, contoso, "r1"); return err },
		"MyGroups":          func() error { _, err := client.MyGroups(ctx, contoso); return err },
		"users":             func() error { return client.EachUserPage(ctx, contoso, ignore) },
		"UserCount":         func() error { _, err := client.UserCount(ctx, contoso); return err },
		"last sign-ins": func() error {
			return client.EachLastSignIn(ctx, contoso, time.Time{}, func([]m365.LastSignIn) error { return nil })
		},
		"last sign-ins since": func() error {
			return client.EachLastSignIn(ctx, contoso, time.Unix(1.7e9, 0), func([]m365.LastSignIn) error { return nil })
		},
		"changed users": func() error {
			mark, err := client.UserMark(ctx, contoso)
			if err != nil {
				return err
			}
			_, err = client.EachChangedUsers(ctx, contoso, mark, func([]m365.UserChange) error { return nil })
			return err
		},
		"Roles":          func() error { _, err := client.Roles(ctx, contoso); return err },
		"SKUs":           func() error { _, err := client.SKUs(ctx, contoso); return err },
		"AccessPolicies": func() error { _, err := client.AccessPolicies(ctx, contoso); return err },
		"Subscriptions":  func() error { _, err := client.Subscriptions(ctx, contoso); return err },
	} {
		require.NoError(t, call(), name)
	}
	require.Empty(t, checked.Broken())
	require.Equal(t, len(fake.requests()), checked.Checked())
}
