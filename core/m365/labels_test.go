package m365_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestLabelsAreReadAsAPersonTypesThem(t *testing.T) {
	labels, err := m365.ParseLabels("  The   dentist ", "gold, London;Gold,, north  east\n")
	require.NoError(t, err)
	require.Equal(t, m365.Labels{Alias: "The dentist", Tags: []string{"gold", "London", "north east"}}, labels)
	labels, err = m365.ParseLabels(" ", " , ")
	require.NoError(t, err)
	require.Equal(t, m365.Labels{}, labels)
}

func TestLabelsThatAreTooLongSayWhich(t *testing.T) {
	var wrong *m365.LabelError
	_, err := m365.ParseLabels(strings.Repeat("é", 61), "gold")
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, m365.LabelError{Alias: "An own name has at most 60 characters."}, *wrong)
	_, err = m365.ParseLabels("", strings.Repeat("x", 31))
	require.ErrorAs(t, err, &wrong)
	require.Contains(t, wrong.Tags, "at most 30 characters")
	_, err = m365.ParseLabels("", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u")
	require.ErrorAs(t, err, &wrong)
	require.Contains(t, wrong.Tags, "at most 20 tags; these are 21")
}

func TestATenantsOwnNameStandsBesideMicrosofts(t *testing.T) {
	tenant := m365.Tenant{Name: "Contoso", DefaultDomain: "contoso.com", Labels: m365.Labels{Alias: "The dentist"}}
	require.Equal(t, "Contoso (The dentist)", tenant.FullName())
	require.Equal(t, "Contoso (The dentist, contoso.com)", tenant.NameAndDomain())
	tenant.Twin = true
	require.Equal(t, "Contoso (The dentist, contoso.com)", tenant.FullName())
}
