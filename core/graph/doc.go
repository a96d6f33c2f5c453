// Package graph reads and writes Microsoft Graph in the words of core/m365.
//
// What an organization says of itself is read through msgraph-sdk-go's typed client. Lists of whole tenants, what is read
// of one user, and every change go through the same adapter with small types of this package, because the SDK's models
// cost several times the time and memory of plain JSON, and their builders size.
//
// Every request passes one explicit chain of round trippers (see chain.go): it is identified, its failures become *Error,
// it is retried where that is safe, held back by the limits of its tenant, and only then given a token, and only when it
// goes to the cloud's own host.
package graph
