package integration

import (
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/refusal"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// ends counts how the tenants of a job ended. Of those that failed, some did for want of a network.
type ends struct{ done, failed, offline int }

// count takes the end of a tenant.
func (e *ends) count(err error) {
	switch {
	case err == nil:
		e.done++
		return
	case refusal.Unreachable(err):
		e.offline++
	}
	e.failed++
}

// goesOn says how far a job is: "73 of 199 tenants synced, 2 failed, 124 left."
func (e ends) goesOn(verb string, left, all int) string {
	text := fmt.Sprintf("%s of %s %s", table.Thousands(int64(e.done)), countTenants(all), verb)
	if e.failed > 0 {
		text += ", " + table.Thousands(int64(e.failed)) + " failed"
	}
	return text + ", " + table.Thousands(int64(left)) + " left."
}

// rollUp says how a job ended.
func (e ends) rollUp(verb string) string {
	switch {
	case e.failed == 0:
		return countTenants(e.done) + " " + verb + "."
	case e.failed == e.offline:
		return "You are offline. " + fmt.Sprintf("%s of %s %s.", table.Thousands(int64(e.done)), countTenants(e.done+e.failed), verb)
	}
	return fmt.Sprintf("%s of %s %s, %s failed.", table.Thousands(int64(e.done)), countTenants(e.done+e.failed), verb, table.Thousands(int64(e.failed)))
}

func countTenants(n int) string { return table.Counted(n, "tenant", "tenants") }
