package graph

import "net/http"

// chain is what every request of conn passes, the outermost first. The list is written out because the SDK's own default
// comes in random order and compresses bodies that it then retries in plain (kiota-http-go issue 183).
func (c *Client) chain(conn *connection) http.RoundTripper {
	var next http.RoundTripper = &attempts{next: c.transport, timeout: attemptTimeout}
	next = &underway{next: next}
	next = &authorization{next: next, client: c, tenant: conn.tenant}
	next = &limits{next: next, client: c, conn: conn}
	next = &retries{next: next, client: c, conn: conn}
	next = &answers{next: next, client: c, tenant: conn.tenant}
	next = &identification{next: next, agent: c.agent}
	return next
}
