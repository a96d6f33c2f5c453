package bulk

import (
	"github.com/tenantkeep/tenantkeep/core/crash"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// Answer is what a tenant has, or why that is not known.
type Answer[T any] struct {
	Has T
	Err error
}

// AskEach asks each tenant, some at once, and gives the answers in the order of the tenants.
func AskEach[T any](tenants []m365.TenantID, read func(m365.TenantID) (T, error)) []Answer[T] {
	answers := make([]Answer[T], len(tenants))
	inTurn(len(tenants), tenantsAtOnce, func(i int) { answers[i] = askOne(tenants[i], read) })
	return answers
}

func askOne[T any](tenant m365.TenantID, read func(m365.TenantID) (T, error)) (answer Answer[T]) {
	defer crash.Into(&answer.Err)
	answer.Has, answer.Err = read(tenant)
	return answer
}
