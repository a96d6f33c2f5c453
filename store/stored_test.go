package store

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// TestEveryColumnIsStored holds the models of both lists against how they lie in the database.
func TestEveryColumnIsStored(t *testing.T) {
	for name, list := range map[string]struct {
		model  []table.Column
		stored map[string]stored
	}{"All Users": {columns.Users(), storedColumns}, "Activity": {columns.Activity(), activityStored}} {
		var ids []string
		for _, column := range append(list.model, columns.TenantFilter) {
			ids = append(ids, column.ID)
			for _, choice := range column.Choices {
				require.Contains(t, list.stored[column.ID].numbers, choice)
			}
		}
		require.ElementsMatch(t, ids, slices.Collect(maps.Keys(list.stored)), name)
	}
}
