package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/columns"
	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/profile"
	"github.com/tenantkeep/tenantkeep/core/table"
	"github.com/tenantkeep/tenantkeep/store"
)

// version1 fills a database as the first version of the program left it, with aliases where versions up to the 19th kept them.
const version1 = `
INSERT INTO settings VALUES ('theme', 'dark');
INSERT INTO layouts VALUES ('users', '{"Order":["username"]}');
INSERT INTO connection VALUES (1, 1, 'msp', 'MSP', 'client', 'j.tan@msp.example', 'home', 'object');
INSERT INTO tenants (num, id, name, name_fold, is_primary, status, access_state, relationships, auto_extend, users)
	VALUES (7, 'contoso', 'Contoso', 'contoso', 0, 'Synced', 'healthy', 1, 0, 1);
INSERT INTO skus VALUES (7, 'sku', 'SPB', 'Business Premium', 5, 0, 1);
INSERT INTO words VALUES (3, 7, 'Dentist', 'dentist');
INSERT INTO users (id, tenant, object, hash, display_name, display_name_fold, username, username_fold, type, sign_in,
	on_premises, job_title) VALUES (9, 7, 'adele', 1, 'Adele', 'adele', 'adele@contoso.com', 'adele@contoso.com', 2, 1, 0, 3);
INSERT INTO user_details VALUES (9, '{"mail":"adele@contoso.com","aliases":"adele@fabrikam.com a.vance@contoso.com"}');
INSERT INTO recents VALUES (7, 'adele', 1000000);
PRAGMA user_version = 1;
PRAGMA application_id = 1416514416;`

func TestADatabaseOfTheFirstVersionIsBroughtUpToDate(t *testing.T) {
	dir := t.TempDir()
	schema, err := os.ReadFile(filepath.Join("migrations", "0001_start.sql"))
	require.NoError(t, err)
	runSQL(t, dir, string(schema)+version1)
	key := m365.UserKey{Tenant: "contoso", ID: "adele"}

	for range 2 { // once more it has nothing to do
		s, err := store.Open(t.Context(), dir, store.Options{})
		require.NoError(t, err)
		connection, err := s.Connection(t.Context())
		require.NoError(t, err)
		require.Equal(t, m365.Connection{
			On: true, Tenant: "msp", TenantName: "MSP", ClientID: "client", Account: "j.tan@msp.example", HomeAccountID: "home",
			ObjectID: "object",
		}, connection, "no tier was chosen")
		got, err := s.Tenant(t.Context(), "contoso")
		require.NoError(t, err)
		require.Equal(t, m365.Synced, got.Status)
		require.Empty(t, got.Consented)
		person, err := s.User(t.Context(), key)
		require.NoError(t, err)
		require.Equal(t, m365.User{
			Key: key, DisplayName: "Adele", UserPrincipalName: "adele@contoso.com", Mail: "adele@contoso.com", Type: m365.Member,
			SignIn: m365.Allowed, JobTitle: "Dentist", Aliases: []string{"adele@fabrikam.com", "a.vance@contoso.com"},
		}, person)
		byAlias, err := s.UserSource().Query(t.Context(), table.Query{Filters: []table.Filter{{Column: columns.Search, Text: "fabrikam"}}, Limit: 1})
		require.NoError(t, err)
		require.Equal(t, 1, byAlias.Total)
		recent, err := s.Recent(t.Context())
		require.NoError(t, err)
		require.Equal(t, []m365.Recent{{Key: key, DisplayName: "Adele", Tenant: m365.Tenant{ID: key.Tenant, Name: "Contoso"}}}, recent)
		_, found, err := s.Layout(t.Context(), "users")
		require.NoError(t, err)
		require.True(t, found)
		require.NoError(t, s.SaveProfilePart(t.Context(), key, profile.Kept{Part: "groups", Taken: noon, Body: []byte("[]")}))
		page, err := s.ActivitySource().Query(t.Context(), table.Query{Limit: 1})
		require.NoError(t, err)
		require.Zero(t, page.Total)
		require.NoError(t, s.Close())
	}
	runSQL(t, dir, "CREATE TABLE skus (num INTEGER)") // which fails while there is one
}

func TestAFailedMigrationLeavesTheDatabaseAsItWas(t *testing.T) {
	dir := t.TempDir()
	schema, err := os.ReadFile(filepath.Join("migrations", "0001_start.sql"))
	require.NoError(t, err)
	runSQL(t, dir, string(schema)+version1+"CREATE TABLE journal (num INTEGER);")
	_, err = store.Open(t.Context(), dir, store.Options{Now: time.Now})
	var corrupt *store.CorruptError
	require.ErrorAs(t, err, &corrupt)
	runSQL(t, dir, "DROP TABLE journal")
	_, err = openIn(t, dir).Tenant(t.Context(), "contoso")
	require.NoError(t, err)
}
