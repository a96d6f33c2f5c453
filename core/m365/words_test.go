package m365_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/m365"
)

func TestHowASignInEnded(t *testing.T) {
	for _, test := range []struct {
		name string
		code int
		want m365.SignInOutcome
	}{
		{"no code is a success", 0, m365.SignInSuccess},
		{"a wrong password is a failure", 50126, m365.SignInFailure},
		{"a block by Conditional Access is a failure", 53003, m365.SignInFailure},
		{"a code nobody knows is a failure", 99999999, m365.SignInFailure},
		{"asking to stay signed in interrupts", 50140, m365.SignInInterrupted},
		{"asking for a second factor interrupts", 50074, m365.SignInInterrupted},
		{"asking for a second factor by policy interrupts", 50076, m365.SignInInterrupted},
		{"an expired password interrupts", 50055, m365.SignInInterrupted},
		{"asking for the device interrupts", 50097, m365.SignInInterrupted},
		{"a confirmation interrupts", 50199, m365.SignInInterrupted},
	} {
		t.Run(test.name, func(t *testing.T) { require.Equal(t, test.want, m365.OutcomeOf(test.code)) })
	}
}

func TestTheCodesOfMicrosoftsWorkbookInterrupt(t *testing.T) {
	for _, code := range []int{
		50058, 50140, 51006, 50059, 65001, 52004, 50055, 50144, 50072, 50074, 16000, 16001, 16003, 50127, 50125, 50129,
		50143, 81010, 81014, 81012, 50076, 50079, 50097, 50199,
	} {
		require.Equal(t, m365.SignInInterrupted, m365.OutcomeOf(code), code)
	}
}

func TestWordsOfASignIn(t *testing.T) {
	require.Equal(t, "Single-factor", m365.RequirementOf("singleFactorAuthentication"))
	require.Equal(t, "Multifactor", m365.RequirementOf("multiFactorAuthentication"))
	require.Empty(t, m365.RequirementOf(""))
	require.Empty(t, m365.RequirementOf("unknownFutureValue"))
	require.Equal(t, "Leeds, England, United Kingdom", m365.Place("Leeds", "England", "United Kingdom"))
	require.Equal(t, "Singapore", m365.Place("Singapore", "Singapore", " Singapore "))
	require.Equal(t, "Nigeria", m365.Place("", "", "Nigeria"))
	require.Empty(t, m365.Place("", " "))
	for result, applied := range map[string]bool{
		"success": true, "failure": true, "notApplied": false, "notEnabled": false, "unknown": false, "": false,
		"reportOnlySuccess": false, "reportOnlyFailure": false, "reportOnlyInterrupted": false, "unknownFutureValue": false,
	} {
		require.Equal(t, applied, m365.PolicyApplied(result), result)
	}
}

func TestGroupTypesAndWhyMembersCannotBeChanged(t *testing.T) {
	for _, test := range []struct {
		name           string
		types          []string
		mail, security bool
		synced         bool
		label, fixed   string
	}{
		{"a security group", nil, false, true, false, "Security", ""},
		{"a group that is neither", nil, false, false, false, "Security", ""},
		{"a Microsoft 365 group", []string{"Unified"}, true, false, false, "Microsoft 365", ""},
		{"a Microsoft 365 group that is a security group too", []string{"Unified"}, true, true, false, "Microsoft 365", ""},
		{"a distribution list", nil, true, false, false, "Distribution", "Mail-enabled: change it in the Exchange admin center"},
		{"a mail-enabled security group", nil, true, true, false, "Mail-enabled security", "Mail-enabled: change it in the Exchange admin center"},
		{"a group with a rule", []string{"DynamicMembership"}, false, true, false, "Security (dynamic)", "Members follow a rule"},
		{"a Microsoft 365 group with a rule", []string{"Unified", "DynamicMembership"}, true, false, false, "Microsoft 365 (dynamic)", "Members follow a rule"},
		{"a synced group", nil, false, true, true, "Security", "Synced from on-premises: change it there"},
		{"a synced distribution list", nil, true, false, true, "Distribution", "Synced from on-premises: change it there"},
	} {
		t.Run(test.name, func(t *testing.T) {
			group := m365.Group{Type: m365.GroupTypeOf(test.types, &test.mail, &test.security), Dynamic: m365.DynamicGroup(test.types), OnPremisesSynced: test.synced}
			require.Equal(t, test.label, group.Label())
			require.Equal(t, test.fixed, group.Fixed())
		})
	}
}

func TestLicenseWords(t *testing.T) {
	states := []m365.LicenseState{m365.LicenseActive, m365.LicenseStateOf("Suspended"), m365.LicenseActiveError, m365.LicenseDisabled, m365.LicenseError}
	for i := range states {
		for j := range states {
			require.Equal(t, i > j, states[i].Worse(states[j]), "%s and %s", states[i], states[j])
		}
	}
	require.Equal(t, m365.LicenseActiveError, m365.LicenseStateOf("ActiveWithError"))
	require.EqualValues(t, "Suspended", m365.LicenseStateOf("Suspended"), "an unknown word is kept")

	seen := map[string]bool{}
	for _, word := range []string{
		"CountViolation", "MutuallyExclusiveViolation", "DependencyViolation", "ProhibitedInUsageLocationViolation",
		"UniquenessViolation", "Other", "NewViolation",
	} {
		problem := m365.LicenseProblem(word)
		require.NotEmpty(t, problem)
		require.False(t, seen[problem], "%s has words of its own", word)
		seen[problem] = true
	}
	require.True(t, seen["Microsoft's reason: NewViolation"])
	require.Empty(t, m365.LicenseProblem("None"))
	require.Empty(t, m365.LicenseProblem(""))

	for word, want := range map[string]struct {
		on     bool
		status string
	}{
		"Success": {true, "On"}, "Disabled": {false, "Off"}, "Error": {true, "Error"}, "PendingInput": {true, "Waiting for input"},
		"PendingActivation": {true, "Waiting for activation"}, "PendingProvisioning": {true, "Being set up"}, "": {true, "Not known"}, "New": {true, "New"},
	} {
		on, status := m365.PlanStatus(word)
		require.Equal(t, want.on, on, word)
		require.Equal(t, want.status, status)
	}
}

func TestUnitsLeftAreNeverBelowZero(t *testing.T) {
	require.Equal(t, 8, m365.SKU{Enabled: 10, Warning: 1, Consumed: 3}.Left())
	require.Zero(t, m365.SKU{Enabled: 2, Consumed: 5}.Left())
}

func TestDeviceWords(t *testing.T) {
	yes, no := true, false
	require.Equal(t, m365.Compliant, m365.ComplianceOf(&yes))
	require.Equal(t, m365.NonCompliant, m365.ComplianceOf(&no))
	require.Equal(t, m365.NotApplicable, m365.ComplianceOf(nil))
	for word, want := range map[string]m365.JoinType{
		"AzureAd": m365.EntraJoined, "ServerAd": m365.HybridJoined, "Workplace": m365.EntraRegistered, "": "", "New": "New",
	} {
		require.Equal(t, want, m365.JoinTypeOf(word))
	}
	for _, test := range []struct{ profile, system, name, kind string }{
		{"RegisteredDevice", "Windows", "Windows", "Computer"},
		{"", "Windows Server 2022", "Windows Server", "Server"},
		{"", "MacMDM", "macOS", "Computer"},
		{"", "IPhone", "iOS", "Phone"},
		{"", "IPad", "iPadOS", "Tablet"},
		{"", "iOS", "iOS", "Phone or tablet"},
		{"", "AndroidForWork", "Android", "Phone or tablet"},
		{"Printer", "Windows", "Windows", "Printer"},
		{"SecureVM", "Linux", "Linux", "Virtual machine"},
		{"IoT", "", "", "IoT device"},
		{"", "", "", "Other"},
		{"", "BeOS", "BeOS", "Other"},
	} {
		name, _ := m365.SystemOf(test.system)
		require.Equal(t, test.name, name)
		require.Equal(t, test.kind, m365.DeviceType(test.profile, test.system))
	}
}

func TestEveryWordForTheDefaultMethodMeansAKindThatIsKnown(t *testing.T) {
	for _, word := range []string{
		"push", "oath", "sms", "voiceMobile", "voiceAlternateMobile", "voiceOffice", "PhoneAppNotification", "PhoneAppOTP", "HardwareOTP",
		"OneWaySMS", "Sms", "TwoWayVoiceMobile", "TwoWayVoiceAlternateMobile", "TwoWayVoiceOffice", "Fido2",
	} {
		sorts := m365.DefaultSorts(word)
		require.NotEmpty(t, sorts, word)
		for _, sort := range slices.Concat(sorts...) {
			known := m365.MethodSegment(sort.Kind) != "" || sort.Kind == "hardwareOathAuthenticationMethod"
			require.True(t, known, "%s means %s", word, sort.Kind)
			require.Equal(t, sort.Kind == "phoneAuthenticationMethod", sort.PhoneType != "", word)
			require.True(t, sort.PhoneType == "" || m365.PhoneName(sort.PhoneType) != "Phone", word)
		}
	}
	for _, word := range []string{"", "none", "unknownFutureValue", "palmReader", "push "} {
		require.Nil(t, m365.DefaultSorts(word), word)
	}
}

func TestMethodWords(t *testing.T) {
	require.Equal(t, "Password", m365.MethodName("passwordAuthenticationMethod"))
	require.Empty(t, m365.MethodSegment("passwordAuthenticationMethod"), "a password cannot be removed")
	require.Equal(t, "fido2Methods", m365.MethodSegment("fido2AuthenticationMethod"))
	require.Equal(t, "Voice print scan", m365.MethodName("voicePrintScanAuthenticationMethod"), "a kind that is new")
	require.Empty(t, m365.MethodSegment("voicePrintScanAuthenticationMethod"))
	require.Equal(t, "Other method", m365.MethodName(""))
	for phone, want := range map[string]string{"mobile": "Mobile phone", "alternateMobile": "Alternate mobile phone", "office": "Office phone", "": "Phone"} {
		require.Equal(t, want, m365.PhoneName(phone))
	}
	require.Equal(t, "Usable", m365.TAPState(true, "EnabledByPolicy"))
	seen := map[string]bool{}
	for _, reason := range []string{"DisabledByPolicy", "Expired", "NotYetValid", "OneTimeUsed", "New"} {
		seen[m365.TAPState(false, reason)] = true
	}
	require.Len(t, seen, 5)
	require.False(t, seen["Usable"])
}

func TestPrivilegedRolesAndThoseNobodyIsGiven(t *testing.T) {
	for template, want := range map[string]bool{
		"62e90394-69f5-4237-9190-012177145e10": true,  // Global Administrator
		"E8611AB8-C189-46E8-94E1-60213AB1F814": true,  // Privileged Role Administrator, in capitals
		"7698a772-787b-4ac8-901f-60d6b08affd2": true,  // Cloud Device Administrator
		"fdd7a751-b60b-444a-984c-02652fe8fa1c": false, // Groups Administrator
		"88d8e3e3-8f55-4a1e-953a-9b9898b8876b": false, // Directory Readers
		"":                                     false,
	} {
		require.Equal(t, want, m365.Privileged(template), template)
	}
	require.True(t, m365.Assignable("62e90394-69f5-4237-9190-012177145e10"))
	require.True(t, m365.Assignable(""), "a role of the tenant's own")
	require.False(t, m365.Assignable(strings.ToUpper("10dae51f-b6af-4016-8d66-8c2a99b929b3")), "Guest User")
}
