package change_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tenantkeep/tenantkeep/core/change"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

// page answers a write with a web page, as a proxy does.
func page(status int) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, "<html>Request_ResourceNotFound</html>")
	}
}

// words answers a write with JSON that is not Microsoft's.
func words(status int, content string) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = fmt.Fprint(w, content)
	}
}

func TestAnErrorIsNeverDoneUnlessReadingBackShowsIt(t *testing.T) {
	answers := map[string]func(http.ResponseWriter, *http.Request, http.Handler){
		"Graph's 400 for what is there":   refusing(400, "Request_BadRequest", "One or more added object references already exist for the following modified properties: 'members'."),
		"Graph's 400 for what is not":     refusing(400, "Request_BadRequest", "User does not have a corresponding license."),
		"Graph's 404":                     refusing(404, "Request_ResourceNotFound", "does not exist"),
		"Graph's 409":                     refusing(409, "Conflict", "exists"),
		"Graph's 409 for another change":  refusing(409, "Directory_ConcurrencyViolation", "retry"),
		"Graph's 410":                     refusing(410, "Gone", "gone"),
		"Graph's 412":                     refusing(412, "PreconditionFailed", "changed"),
		"a status with nothing":           func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(409) },
		"a good status with nothing":      func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(200) },
		"a good status with a proxy page": page(200),
		"a good status of a gateway":      words(200, `{"status":"ok"}`),
		"an empty object of a gateway":    words(200, `{}`),
		"a gateway's own reason":          words(403, `{"message":"blocked by policy","code":403}`),
		"a gateway's number for a code":   words(400, `{"error":{"code":17,"message":"blocked"}}`),
		"a gateway's text for an error":   words(404, `{"error":"not found"}`),
		"a good status and an error":      words(201, `{"error":{"code":"Request_ResourceNotFound","message":"does not exist"}}`),
		"a list":                          words(200, `[]`),
		"null":                            words(200, `null`),
	}
	for _, status := range []int{400, 403, 404, 408, 409, 410, 412, 429, 499, 502, 504} {
		answers[fmt.Sprintf("a proxy's page with %d", status)] = page(status)
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			eachUncertain(t, func(t *testing.T, h *harness, intent change.Intent) {
				plan := h.plan(intent)
				h.meddling(answer)
				outcome := h.carry(plan)
				require.NotEqual(t, change.Done, outcome.State(), "%+v", outcome.Steps)
				for _, step := range outcome.Steps {
					require.NotEqual(t, change.Done, step.State)
				}
				require.Equal(t, m365.Allowed, h.local.get(intent.User).SignIn)
				require.NotEmpty(t, outcome.Steps[0].Failure.Do)
			})
		})
	}
}

func TestAPageThatIsNotMicrosoftsNamesTheProxyAsTheSuspect(t *testing.T) {
	for _, status := range []int{200, 400, 403, 404, 409, 412, 429, 502} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			h := newHarness(t)
			plan := h.plan(change.Intent{Action: change.Block, User: h.key(h.plain())})
			h.meddling(page(status))
			failure := h.carry(plan).Steps[0].Failure
			require.Contains(t, failure.What, "the answer was not Microsoft's, and reading back shows that it did not happen")
			require.Contains(t, failure.Do, "a proxy or a sign-in page of your network")
			require.Len(t, h.sent(), 1)
		})
	}
}

func TestAPageThatIsNotMicrosoftsAfterTheWriteIsReadBack(t *testing.T) {
	h := newHarness(t)
	u := h.plain()
	plan := h.plan(change.Intent{Action: change.Block, User: h.key(u)})
	h.meddling(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		next.ServeHTTP(discard(), r)
		page(404)(w, r, next)
	})
	outcome := h.carry(plan)
	h.done(outcome)
	require.Equal(t, "The answer was not Microsoft's; reading back shows that it is done.", outcome.Steps[0].Note)
}

func TestAnotherChangeUnderWayMeansLater(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(change.Intent{Action: change.Block, User: h.key(h.plain())})
	h.meddling(refusing(409, "Directory_ConcurrencyViolation", "retry"))
	outcome := h.carry(plan)
	require.Equal(t, change.Failed, outcome.State())
	require.Contains(t, outcome.Steps[0].Failure.What, "another change of it")
	require.Contains(t, outcome.Steps[0].Failure.Do, "Retry in a minute.")
	h.meddling(nil)
	again, err := h.service.Retry(t.Context(), outcome, nil)
	require.NoError(t, err)
	h.done(again)
}

func TestAUserIsSaidToBeDeletedOnlyWhereMicrosoftDoesNotShowTheUser(t *testing.T) {
	h := newHarness(t)
	plan := h.plan(change.Intent{Action: change.Block, User: h.key(h.plain())})
	h.meddling(refusing(404, "Request_ResourceNotFound", "does not exist"))
	failure := h.carry(plan).Steps[0].Failure
	require.Contains(t, failure.What, "Microsoft did not find the user, and shows that the user is there")
	require.Contains(t, failure.Do, "Retry")
}
