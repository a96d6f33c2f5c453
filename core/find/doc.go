// Package find finds users, tenants, portals and commands by what a person types of them: what fits, how well, and which
// parts of its texts. It asks nobody: users are found in a roster in memory that the local data fills.
package find
