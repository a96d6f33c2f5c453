package call

import "net/url"

// DeleteServicePrincipal removes an enterprise application from a tenant, and with it what it was granted there. Where it is
// our own, tokens of the tenant end with it.
//
// DELETE /servicePrincipals/{id}, Application.ReadWrite.All
// (https://learn.microsoft.com/graph/api/serviceprincipal-delete).
func DeleteServicePrincipal(id string) Request {
	return Request{Op: "delete the enterprise application", Method: methodDelete, Path: "/servicePrincipals/" + url.PathEscape(id)}
}
