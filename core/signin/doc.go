// Package signin signs a technician in with Microsoft, on MSAL's public client: the account in the system browser, one
// access token for every tenant and resource, the vault of the operating system, and every refusal in plain words.
package signin
