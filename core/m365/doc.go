// Package m365 is the vocabulary of the program: tenants, users, licences, roles, and the rules that hold for them
// wherever they come from. It imports nothing of ours.
package m365
