package action

import (
	"fmt"

	"github.com/tenantkeep/tenantkeep/core/bulk"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// shortages say of which licenses there are too few, and where nobody knows.
func (m *many) shortages() []string {
	if m.run == nil {
		return nil
	}
	var said []string
	for _, fit := range m.run.Fits() {
		if text := shortage(fit); text != "" {
			said = append(said, text)
		}
	}
	if lacking := m.lackingPlace(); lacking > 0 {
		said = append(said, table.Counted(lacking, "user has", "users have")+
			" no usage location, and Microsoft assigns no license without one. Go back to choose one for them.")
	}
	if len(said) > namesTold {
		more := len(said) - namesTold
		said = append(said[:namesTold], "The same in "+table.Counted(more, "more tenant", "more tenants")+". The table has them all.")
	}
	return said
}

func shortage(fit bulk.Fit) string {
	switch {
	case fit.Failure != nil:
		return fmt.Sprintf("It is not known how many units of %s are left in %s. %s", fit.Product, fit.Tenant, fit.Failure.Sentence())
	case fit.Fits < fit.Wanted:
		return fmt.Sprintf("%s of %s would fit in %s: no more units of %s are left there.",
			table.Thousands(int64(fit.Fits)), table.Thousands(int64(fit.Wanted)), fit.Tenant, fit.Product)
	}
	return ""
}

func (m *many) lackingPlace() int {
	count := 0
	for _, user := range m.users {
		if user.State == bulk.LeftOut && user.LacksPlace {
			count++
		}
	}
	return count
}
