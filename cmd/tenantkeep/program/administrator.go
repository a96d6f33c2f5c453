package program

import (
	"context"
	"errors"
	"net/http"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

// administrator is a session of Microsoft's own client for administrators. Its tokens are never kept.
type administrator struct {
	*graph.Client
	session *signin.Current
}

// SignIn has the person accept permissions in the browser.
func (a administrator) SignIn(ctx context.Context, permissions []string, prompt m365.SignInPrompt) error {
	_, err := a.session.Permit(ctx, permissions, prompt)
	return err
}

// Close forgets the account and its tokens.
func (a administrator) Close(ctx context.Context) error {
	a.Client.Close()
	return errors.Join(a.session.SignOut(ctx), a.session.Close(ctx))
}

// administrate opens such a session; it is nil for a cloud in which Microsoft has no such client.
func (p *program) administrate(transport http.RoundTripper) func(tenant m365.TenantID) (integration.Administrator, error) {
	if p.cloud.Name == cloud.China.Name {
		return nil
	}
	return func(tenant m365.TenantID) (integration.Administrator, error) {
		client, session, err := p.apart(transport, tenant, integration.CommandLineTools)
		return administrator{client, session}, err
	}
}
