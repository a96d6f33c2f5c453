package user

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/table"
)

func valuesOf(u m365.User) map[string]string {
	values := make(map[string]string)
	for _, f := range fieldsOf(u, field{label: "Manager"}, table.Printer{DayForm: table.DateNamed}) {
		values[f.label] = f.value
	}
	return values
}

func TestDetailsHaveThe21FieldsOfTheReference(t *testing.T) {
	require.Len(t, valuesOf(m365.User{}), 21)
}

func TestAUserWithoutATypeIsAMember(t *testing.T) {
	require.Equal(t, "Member", valuesOf(m365.User{})["User Type"])
	require.Equal(t, "Guest", valuesOf(m365.User{Type: m365.Guest})["User Type"])
}

func TestAHireDateKeepsItsDayInEveryTimeZone(t *testing.T) {
	hired := time.Date(2021, 3, 4, 0, 0, 0, 0, time.UTC).In(time.FixedZone("west", -8*3600))
	require.Equal(t, "4 Mar 2021", valuesOf(m365.User{EmployeeHireDate: hired})["Employee Hire Date"])
}

func TestUsageLocationNamesTheCountry(t *testing.T) {
	for code, want := range map[string]string{
		"GB": "United Kingdom (GB)",
		"NL": "Netherlands (NL)",
		"":   "",
		"??": "??",
	} {
		require.Equal(t, want, valuesOf(m365.User{UsageLocation: code})["Usage Location"], code)
	}
}
