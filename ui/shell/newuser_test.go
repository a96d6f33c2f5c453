package shell_test

import (
	"context"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func (m microsoft) UserNamed(context.Context, m365.TenantID, string) (*m365.User, error) {
	return nil, nil
}

func (m microsoft) DeletedNamed(context.Context, m365.TenantID, string) ([]m365.Person, error) {
	return nil, nil
}

func (m microsoft) Add(context.Context, m365.User) error { return nil }
