package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestAFileIsNamedToSQLiteWhereverItLies(t *testing.T) {
	for _, test := range []struct {
		name, path, want, journal string
	}{
		{"in a folder of Linux or macOS", "/home/j.tan/data/tenantkeep.db", "file:/home/j.tan/data/tenantkeep.db?x=1", "WAL"},
		{"in the folder one stands in", "data/tenantkeep.db", "file:data/tenantkeep.db?x=1", "WAL"},
		{"on a drive of Windows", "C:/Users/j.tan/tenantkeep.db", "file:/C:/Users/j.tan/tenantkeep.db?x=1", "WAL"},
		{"on a share of a file server", "//server/share/tenantkeep.db", "file:////server/share/tenantkeep.db?x=1", "TRUNCATE"},
		{"under a long path of Windows", "//?/C:/deep/tenantkeep.db", "file:////%3F/C:/deep/tenantkeep.db?x=1", "TRUNCATE"},
		{"under characters that mean something in a URI", "/a b/#1/50%/ü?/tenantkeep.db", "file:/a%20b/%231/50%25/%C3%BC%3F/tenantkeep.db?x=1", "WAL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, fileURI(test.path, "x=1"))
			require.Equal(t, "PRAGMA journal_mode = "+test.journal, journalMode(test.path))
		})
	}
}

func TestADatabaseThatFillsTheDiskSaysSo(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	var pages int
	require.NoError(t, s.writer.QueryRow("PRAGMA page_count").Scan(&pages))
	_, err = s.writer.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+1))
	require.NoError(t, err)
	err = s.SetSetting(t.Context(), "large", strings.Repeat("x", 1<<20))
	require.Error(t, err)
	require.True(t, disk.IsFull(err), "%v", err)
	require.NoError(t, s.SetSetting(t.Context(), "small", "x"), "what fits is still kept")
}

func TestDetailsThatAnEarlierVersionKeptAreRead(t *testing.T) {
	var user m365.User
	require.NoError(t, fillDetails(&user, []byte(`{"given":"Adele","surname":"Vance","mail":"a@contoso.com","nickname":"adele",
		"company":"Contoso","employeeId":"7","employeeType":"Employee","hired":1577836800000000,"office":"18","street":"1 Main St",
		"city":"Bergen","state":"Vestland","postalCode":"5003","country":"Norway","businessPhone":"+47 1","mobilePhone":"+47 2",
		"usageLocation":"NO","roles":["Reports Reader"],"skus":["s1"],"licenses":["Microsoft 365 E5"]}`)))
	require.Equal(t, m365.User{
		GivenName: "Adele", Surname: "Vance", Mail: "a@contoso.com", MailNickname: "adele", CompanyName: "Contoso", EmployeeID: "7",
		EmployeeType: "Employee", EmployeeHireDate: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), OfficeLocation: "18",
		StreetAddress: "1 Main St", City: "Bergen", State: "Vestland", PostalCode: "5003", Country: "Norway", BusinessPhone: "+47 1",
		MobilePhone: "+47 2", UsageLocation: "NO", Roles: []string{"Reports Reader"}, SKUs: []string{"s1"}, Licenses: []string{"Microsoft 365 E5"},
	}, user)
	body, err := appendDetails(nil, &user)
	require.NoError(t, err)
	var again m365.User
	require.NoError(t, fillDetails(&again, body))
	require.Equal(t, user, again)
}
