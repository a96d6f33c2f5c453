package page

import (
	"slices"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

// StatusTone is the colour of where a tenant stands in the tenant sync table.
func StatusTone(status m365.TenantStatus) table.Tone {
	switch status {
	case m365.Synced:
		return table.Good
	case m365.Failed:
		return table.Danger
	}
	return table.Neutral
}

// CompareNames puts tenants in the order of their names, without regard to case and accents.
func CompareNames(a, b m365.Tenant) int {
	return strings.Compare(table.Fold(a.FullName()), table.Fold(b.FullName()))
}

// Synced are the tenants that are synced.
func Synced(tenants []m365.Tenant) []m365.Tenant {
	return slices.DeleteFunc(slices.Clone(tenants), func(t m365.Tenant) bool { return t.Status != m365.Synced })
}

// Offline says that tenants, all of them that failed, could not be refreshed because there is no network, and that none of
// all was read since.
func Offline(tenants, all []m365.Tenant) bool {
	var lost time.Time
	offline := false
	for _, tenant := range tenants {
		switch failure := tenant.RefreshFailure; {
		case failure == nil:
		case !failure.Offline:
			return false
		default:
			offline = true
			if failure.At.After(lost) {
				lost = failure.At
			}
		}
	}
	return offline && !slices.ContainsFunc(all, func(tenant m365.Tenant) bool { return tenant.Refreshed.After(lost) })
}

// Oldest is when the oldest part of what is known of tenants was read; zero where nothing was.
func Oldest(tenants []m365.Tenant) time.Time {
	var oldest time.Time
	for _, tenant := range tenants {
		if read := tenant.Refreshed; !read.IsZero() && (oldest.IsZero() || read.Before(oldest)) {
			oldest = read
		}
	}
	return oldest
}

// IDs are the ids of tenants, in their order.
func IDs(tenants []m365.Tenant) []m365.TenantID {
	ids := make([]m365.TenantID, len(tenants))
	for i, tenant := range tenants {
		ids[i] = tenant.ID
	}
	return ids
}

// Names lists the names of up to most tenants and counts the others: "Contoso, Fabrikam and 3 more".
func Names(tenants []m365.Tenant, most int) string {
	names := make([]string, len(tenants))
	for i, tenant := range tenants {
		names[i] = tenant.FullName()
	}
	return Listed(names, most)
}

// Listed lists up to most names and counts the others.
func Listed(names []string, most int) string {
	if more := len(names) - most; more > 0 {
		return strings.Join(names[:most], ", ") + " and " + table.Thousands(int64(more)) + " more"
	}
	return Joined(names)
}

// Joined are words as a sentence lists them: "A, B and C".
func Joined(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// CountedRows is a number of rows that are called by their plural: "1 user", "1,284 users".
func CountedRows(count int, plural string) string {
	return table.Counted(count, strings.TrimSuffix(plural, "s"), plural)
}
