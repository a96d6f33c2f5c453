// Package store keeps what the program knows between runs, in one SQLite file: the connection, the tenants, their users
// and licences, their profiles, recents, layouts, settings, and the journal of changes. It holds no secret.
package store
