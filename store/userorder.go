package store

import (
	"slices"
	"strings"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// orderBy is the ORDER BY clause over users u and their tenants t: the keys, then what table.Row.Key sorts by.
func orderBy(keys []table.SortKey) string {
	terms := make([]string, 0, len(keys)+2)
	for _, key := range keys {
		terms = append(terms, orderTerm(storedColumns[key.Column].order, key.Descending))
	}
	terms = append(terms, "t.id", "u.object")
	return " ORDER BY " + strings.Join(terms, ", ")
}

// orderTerm puts NULL, which stands for empty, last in both directions. Descending, SQLite does so by itself.
func orderTerm(value string, descending bool) string {
	if descending {
		return value + " DESC"
	}
	return value + " ASC NULLS LAST"
}

// walkIndex is the index in the order of the first sort key, if there is one.
func walkIndex(keys []table.SortKey) (index, bool) {
	if len(keys) == 0 {
		return index{}, false
	}
	value := storedColumns[keys[0].Column].order
	indexes := []index{byDisplayName, byUsername, byLastSignIn}
	at := slices.IndexFunc(indexes, func(i index) bool { return i.values[0] == value })
	if at < 0 {
		return index{}, false
	}
	return indexes[at], true
}

// walk is the FROM clause over users u and their tenants t from which rows come in the order of the keys, as far as an
// index has that order. SQLite keeps to the order of a CROSS JOIN.
func (f filtered) walk(keys []table.SortKey) string {
	if index, found := walkIndex(keys); found {
		return " FROM users u INDEXED BY " + index.name + " CROSS JOIN tenants t ON t.num = u.tenant"
	}
	if len(keys) > 0 && keys[0].Column == columns.TenantName {
		return " FROM tenants t INDEXED BY " + tenantsByName(keys[0].Descending) + " CROSS JOIN users u INDEXED BY " + byKey.name +
			" ON u.tenant = t.num"
	}
	return " FROM users u" + f.hint() + " CROSS JOIN tenants t ON t.num = u.tenant"
}

// tenantsByName is the index of tenants in the order of names. Left to itself SQLite sorts all users instead.
func tenantsByName(descending bool) string {
	if descending {
		return "tenants_by_name_down"
	}
	return "tenants_by_name"
}
