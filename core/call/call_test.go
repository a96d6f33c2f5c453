package call_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/call"
)

var kinds = []call.Kind{
	call.Throttled, call.Denied, call.NeedsPremium, call.NotFound, call.Unauthorized, call.Conflict, call.Busy, call.BadRequest, call.Server,
	call.Network, call.Malformed, call.Incomplete, call.TooLarge, call.ForeignHost,
}

func TestEveryFailureOfEveryServiceIsSaidInWordsWithoutACode(t *testing.T) {
	for _, service := range []call.Service{call.Graph, call.PartnerCenter} {
		for _, kind := range kinds {
			t.Run(fmt.Sprintf("%s %s", service, kind), func(t *testing.T) {
				err := fmt.Errorf("sync: %w", &call.Error{
					Op: "read the users", Service: service, Tenant: "t-1", Kind: kind, Status: 403, Code: "Some_Code", RequestID: "r-1",
					RetryAfter: 90 * time.Second, At: time.Unix(1764000000, 0),
				})
				failure := call.Explain(err, "Contoso Dental")
				require.Contains(t, failure.What, "Could not read the users in Contoso Dental: ")
				require.NotContains(t, failure.What, "Some_Code")
				require.NotEmpty(t, failure.Do)
				require.Equal(t, "Some_Code", failure.Code)
				require.Equal(t, "r-1", failure.RequestID)
				require.Equal(t, kind == call.Unauthorized, failure.SignIn, "a sign-in is the way out")
				require.Contains(t, failure.Technical, string(kind))
			})
		}
	}
}

func TestAFailureThatIsAboutNoTenantNamesNone(t *testing.T) {
	failed := &call.Error{Op: "list the customers", Service: call.PartnerCenter, Kind: call.Server, Status: 500}
	require.Equal(t, "Could not list the customers: Partner Center failed.", call.Explain(failed, "").What)
	require.Equal(t, "list the customers: Partner Center: server, status 500", failed.Error())
}

func TestAnAnswerThatBrokeOffIsToldFromOneThatNeverCame(t *testing.T) {
	require.Contains(t, call.Explain(&call.Error{Kind: call.Network, BrokeOff: true}, "x").What, "broke in the middle")
	require.Contains(t, call.Explain(&call.Error{Kind: call.Network}, "x").What, "could not be reached")
}

func TestWhetherMicrosoftMayHaveDoneIt(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		want bool
	}{
		{"refused", &call.Error{Kind: call.Denied, Status: 403}, false},
		{"refused with a page that is not Graph's", &call.Error{Kind: call.Malformed, Status: 404}, true},
		{"put off", &call.Error{Kind: call.Busy, Status: 409}, false},
		{"failed in doing it", &call.Error{Kind: call.Server, Status: 503}, true},
		{"answered with something else", &call.Error{Kind: call.Malformed, Status: 200}, true},
		{"cut after it was sent", &call.Error{Kind: call.Network, Err: errors.New("reset")}, true},
		{"never sent", &call.Error{Kind: call.Network, NothingSent: true}, false},
		{"ended by the caller while it was under way", &call.UnderwayError{Cause: errors.New("cancelled")}, true},
		{"no call at all", errors.New("disk"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, call.MayHaveHappened(fmt.Errorf("carry: %w", test.err)))
		})
	}
}

func TestTheReasonOfAFailureStandsAlone(t *testing.T) {
	failure := call.Explain(&call.Error{Op: "read the users", Kind: call.Denied}, "Contoso Dental")
	require.Equal(t, "Could not read the users in Contoso Dental: your account is not allowed to.", failure.What)
	require.Equal(t, "Your account is not allowed to.", failure.Reason())
}
