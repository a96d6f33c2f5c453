package m365_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestAPhoneNumberIsBroughtIntoMicrosoftsForm(t *testing.T) {
	for written, want := range map[string]string{
		"+1 2065550100":        "+1 2065550100",
		" +1 (206) 555-0100 ":  "+1 2065550100",
		"+44 20 7946 0958":     "+44 2079460958",
		"+1 2065550100x123":    "+1 2065550100x123",
		"+1 206 555 0100 X 12": "+1 2065550100x12",
	} {
		got, ok := m365.MobilePhone.Read(written)
		require.True(t, ok, written)
		require.Equal(t, want, got)
	}
}

func TestWhatIsNoPhoneNumberIsNotTaken(t *testing.T) {
	for _, written := range []string{
		"", "2065550100", "+12065550100", "+1", "+0 2065550100", "+1234 2065550100", "+1 206", "+1 206555010012345", "+1 206555O100", "+1 2065550100x", "ada@home.example",
	} {
		_, ok := m365.OfficePhone.Read(written)
		require.False(t, ok, written)
	}
}

func TestAnAddressOfEmailIsTakenAsItIs(t *testing.T) {
	got, ok := m365.EmailContact.Read(" Ada.L@home.example ")
	require.True(t, ok)
	require.Equal(t, "Ada.L@home.example", got)
	for _, written := range []string{"", "ada", "ada@", "@home.example", "ada@home", "ada l@home.example", "ada@home.example, bob@home.example", "Ada <ada@home.example>", "ada@home.", "a@b@c.example"} {
		_, ok := m365.EmailContact.Read(written)
		require.False(t, ok, written)
	}
}

func TestTheSameContactWrittenOtherwiseIsTheSame(t *testing.T) {
	require.True(t, m365.MobilePhone.Same("+1 2065550100", "+12065550100"))
	require.False(t, m365.MobilePhone.Same("+1 2065550100", "+1 2065550101"))
	require.True(t, m365.EmailContact.Same("Ada@home.example", "ada@HOME.example"))
	require.False(t, m365.EmailContact.Same("a.da@home.example", "ada@home.example"))
}
