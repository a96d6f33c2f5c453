package main

import (
	"github.com/tenantkeep/tenantkeep/core/cloudsim/fault"
)

// failing does something while the simulated cloud misbehaves. One in another process goes on as it is.
func (t *tour) failing(do func() error, rules ...fault.Rule) error {
	if t.Faults == nil {
		return do()
	}
	for _, rule := range rules {
		id, err := t.Faults.Add(rule)
		if err != nil {
			return err
		}
		defer t.Faults.Remove(id)
	}
	return do()
}
