// Package store keeps what the program knows between runs, in one SQLite file: the connection, the tenants, their users
// and licences, recents, layouts and settings. It holds no secret.
package store
