package program

import (
	"context"
	"errors"
	"net/http"

	"github.com/tenantkeep/tenantkeep/core/graph"
	"github.com/tenantkeep/tenantkeep/core/integration"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/signin"
)

// visitor is a session of an account of any organization. Its tokens are never kept.
type visitor struct {
	*graph.Client
	session *signin.Current
}

// SignIn has the person choose an account in the browser.
func (v visitor) SignIn(ctx context.Context, permissions []string, prompt m365.SignInPrompt) (m365.Account, error) {
	return v.session.Permit(ctx, permissions, prompt)
}

// Close forgets the account and its tokens.
func (v visitor) Close(ctx context.Context) error {
	v.Client.Close()
	return errors.Join(v.session.SignOut(ctx), v.session.Close(ctx))
}

// visit opens such a session for an application.
func (p *program) visit(transport http.RoundTripper) func(clientID string) (integration.Visitor, error) {
	return func(clientID string) (integration.Visitor, error) {
		client, session, err := p.apart(transport, signin.AnyOrganization, clientID)
		return visitor{client, session}, err
	}
}

// apart is a client of Graph with a session beside the technician's, whose tokens are never kept.
func (p *program) apart(transport http.RoundTripper, tenant m365.TenantID, clientID string) (*graph.Client, *signin.Current, error) {
	session := signin.NewCurrent(p.cloud, func(tenant m365.TenantID, clientID string) (*signin.Session, error) {
		return signin.New(signin.Options{
			Cloud: p.cloud, ClientID: clientID, Tenant: tenant, OpenBrowser: p.browse, HTTP: &http.Client{Transport: transport}, Log: p.log,
		})
	}, nil)
	if err := session.Use(p.life, tenant, clientID); err != nil {
		return nil, nil, err
	}
	client, err := graph.New(graph.Options{
		Base: p.cloud.Graph, Tokens: signin.GraphTokens{Current: session}, Transport: transport, Log: p.log,
		UserAgent: "Tenantkeep/" + p.version,
	})
	if err != nil {
		return nil, nil, errors.Join(err, session.Close(p.life))
	}
	return client, session, nil
}
