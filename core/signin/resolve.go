package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/refusal"
)

// answerLimit is far above what the sign-in service sends where no tokens are asked for.
const answerLimit = 1 << 20

// Resolve asks Microsoft which tenant a GUID or a domain names, without signing in:
// GET {authority}/{tenant}/v2.0/.well-known/openid-configuration. It fails with SyntaxError, NotFoundError, OtherCloudError,
// ServerError, ErrUnreadable or the network's error; Explain has a sentence for each.
func Resolve(ctx context.Context, in cloud.Cloud, client *http.Client, tenantIDOrDomain string) (m365.TenantID, error) {
	input := strings.TrimSpace(tenantIDOrDomain)
	asked, err := m365.ParseTenantID(input)
	if err != nil && !isDomain(input) {
		return "", &refusal.SyntaxError{Input: input}
	}
	service, err := authorityOf(in)
	if err != nil {
		return "", fmt.Errorf("look up tenant %s: %w", input, err)
	}
	status, body, err := get(ctx, service.client(client), in.Authority+"/"+url.PathEscape(input)+"/v2.0/.well-known/openid-configuration")
	if err != nil {
		return "", fmt.Errorf("look up tenant %s: %w", input, err)
	}
	if status != http.StatusOK {
		return "", refusedLookup(in, input, fromBody(status, body))
	}
	document, found, err := readDiscovery(input, body)
	if err != nil {
		return "", err
	}
	if lives, other := livesElsewhere(in, document.Token); other {
		return "", &refusal.OtherCloudError{Input: input, Asked: in.Name, Lives: lives}
	}
	if err := document.check(service); err != nil {
		return "", fmt.Errorf("look up tenant %s: %w", input, err)
	}
	if asked != "" && found != asked {
		return "", fmt.Errorf("look up tenant %s: %w: it is about tenant %s", input, refusal.ErrUnreadable, found)
	}
	return found, nil
}

func get(ctx context.Context, client *http.Client, address string) (int, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }() // nothing is written, so closing loses nothing
	body, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	return response.StatusCode, body, err
}

func refusedLookup(in cloud.Cloud, input string, reason error) error {
	var refused *refusal.ServerError
	if errors.As(reason, &refused) && (refused.Has(unknownTenant...) || refused.Kind == "invalid_tenant") {
		return &refusal.NotFoundError{Input: input, Cloud: in.Name, Reason: reason}
	}
	return fmt.Errorf("look up tenant %s: %w", input, reason)
}

// unknownTenant are the codes for a tenant that is not there: never was, was deleted, or is misspelt.
var unknownTenant = []int{90002, 5000224, 900023}

// discovery is what is read of a tenant's OpenID configuration
// (https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc).
type discovery struct {
	Issuer    string `json:"issuer"`
	Authorize string `json:"authorization_endpoint"`
	Token     string `json:"token_endpoint"`
}

// readDiscovery takes the tenant from the issuer, https://host/{tenant}/v2.0.
func readDiscovery(input string, body []byte) (discovery, m365.TenantID, error) {
	var document discovery
	unreadable := func(err error) (discovery, m365.TenantID, error) {
		return discovery{}, "", fmt.Errorf("look up tenant %s: %w: %w", input, refusal.ErrUnreadable, err)
	}
	if err := json.Unmarshal(body, &document); err != nil {
		return unreadable(err)
	}
	issuer, err := url.Parse(document.Issuer)
	if err != nil {
		return unreadable(err)
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(issuer.Path, "/"), "/")
	found, err := m365.ParseTenantID(first)
	if err != nil {
		return unreadable(err)
	}
	return document, found, nil
}

// check refuses a configuration that leads away from the sign-in service.
func (d discovery) check(service authority) error {
	token, err := url.Parse(d.Token)
	if err != nil {
		return fmt.Errorf("%w: %w", refusal.ErrUnreadable, err)
	}
	page, err := url.Parse(d.Authorize)
	if err != nil {
		return fmt.Errorf("%w: %w", refusal.ErrUnreadable, err)
	}
	return errors.Join(service.check(token), service.checkPage(page))
}

// livesElsewhere says that a token endpoint is another ready cloud's: the global sign-in service knows the tenants of the
// government's and answers with their addresses.
func livesElsewhere(in cloud.Cloud, tokenEndpoint string) (string, bool) {
	endpoint, err := url.Parse(tokenEndpoint)
	if err != nil || endpoint.Scheme+"://"+endpoint.Host == in.Authority || in.Custom {
		return "", false
	}
	for _, other := range cloud.Ready() {
		if endpoint.Scheme+"://"+endpoint.Host == other.Authority {
			return other.Name, true
		}
	}
	return "", false
}

var domainLabel = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)

// isDomain says that a text is a DNS name of two labels or more. One label alone would ask for one of the service's own
// names, such as common.
func isDomain(text string) bool {
	labels := strings.Split(text, ".")
	if len(labels) < 2 || len(text) > 253 {
		return false
	}
	for _, label := range labels {
		if !domainLabel.MatchString(label) {
			return false
		}
	}
	return true
}
