package graph

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tenantkeep/tenantkeep/core/call"
	"github.com/tenantkeep/tenantkeep/core/country"
	"github.com/tenantkeep/tenantkeep/core/m365"
)

const (
	// mostSignIns is how many sign-ins of a user are read.
	mostSignIns = 1000
	// signInPage keeps the first page quick, and 1,000 within what the limit of sign-in data lets through at once.
	signInPage = 250
)

type signInJSON struct {
	element
	User        string `json:"userId"`
	At          string `json:"createdDateTime"`
	App         string `json:"appDisplayName"`
	Resource    string `json:"resourceDisplayName"`
	IP          string `json:"ipAddress"`
	Requirement string `json:"authenticationRequirement"`
	Access      string `json:"conditionalAccessStatus"`
	Status      struct {
		Code    *int   `json:"errorCode"`
		Reason  string `json:"failureReason"`
		Details string `json:"additionalDetails"`
	} `json:"status"`
	Device struct {
		ID        string `json:"deviceId"`
		Name      string `json:"displayName"`
		Compliant *bool  `json:"isCompliant"`
	} `json:"deviceDetail"`
	Location struct {
		City    string `json:"city"`
		State   string `json:"state"`
		Country string `json:"countryOrRegion"`
	} `json:"location"`
	Policies []struct {
		Name   string `json:"displayName"`
		Result string `json:"result"`
	} `json:"appliedConditionalAccessPolicies"`
}

// UserSignIns returns the interactive sign-ins of a user since a time, the newest first, at most the 1,000 newest.
// Microsoft keeps 30 days of them. Where a page cannot be read, those before it are there and the rest is a loss
// (call.Gather). A tenant without Entra ID P1 gives an Error of kind NeedsPremium.
//
// Only beta says whether one or several factors were required; where beta is not there, v1.0 is read and Requirement stays
// empty. Names of Conditional Access policies need Policy.Read.All and a role that reads them.
//
// GET /beta/auditLogs/signIns or /auditLogs/signIns, AuditLog.Read.All (learn.microsoft.com/graph/api/signin-list).
func (c *Client) UserSignIns(ctx context.Context, key m365.UserKey, since time.Time) ([]m365.SignIn, error) {
	filter := "userId eq " + quoted(key.ID)
	if !since.IsZero() {
		filter += " and createdDateTime ge " + since.UTC().Format(time.RFC3339)
	}
	log := list{
		op: call.ReadSignIns.Op, path: "/auditLogs/signIns", beta: true, report: true,
		query: query("$filter", filter, "$top", strconv.Itoa(signInPage)),
	}
	read, err := readSome[signInJSON](ctx, c, key.Tenant, log, mostSignIns)
	if len(read) == 0 && notThere(err) {
		log.beta = false
		read, err = readSome[signInJSON](ctx, c, key.Tenant, log, mostSignIns)
	}
	if len(read) > 0 {
		err = call.ReadOlderSignIns.Lost(ctx, err)
	}
	if err != nil {
		return nil, err
	}
	for i := range read {
		if err := isOf(read[i].User, key.ID); err != nil {
			return nil, c.normal(ctx, key.Tenant, log.op, err)
		}
	}
	signIns := make([]m365.SignIn, len(read))
	for i := range read {
		signIns[i] = read[i].signIn()
	}
	slices.SortStableFunc(signIns, func(a, b m365.SignIn) int { return b.At.Compare(a.At) })
	return signIns, nil
}

// notThere says that beta was refused as something that the cloud or the tenant does not have.
func notThere(err error) bool {
	failed := call.As(err)
	if failed == nil || failed.Kind == call.NeedsPremium {
		return false
	}
	switch failed.Status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusNotImplemented:
		return true
	}
	return false
}

func (s *signInJSON) signIn() m365.SignIn {
	signIn := m365.SignIn{
		ID: s.ID, At: parseTime(s.At), Code: value(s.Status.Code), Reason: s.reason(),
		Compliance: m365.NotApplicable, Device: s.Device.Name, IP: s.IP, Requirement: m365.RequirementOf(s.Requirement),
		Location: m365.Place(s.Location.City, s.Location.State, first(country.Name(s.Location.Country), s.Location.Country)),
		Resource: s.Resource, App: s.App,
	}
	if s.Status.Code != nil { // else nobody says that it succeeded
		signIn.Outcome = m365.OutcomeOf(signIn.Code)
	}
	if s.Device.ID != "" {
		signIn.Compliance = m365.ComplianceOf(s.Device.Compliant)
	}
	for _, policy := range s.Policies {
		if m365.PolicyApplied(policy.Result) && policy.Name != "" {
			signIn.Policies = append(signIn.Policies, policy.Name)
		}
	}
	// Microsoft leaves the list empty for those who may not see it; the status tells that there would be something to see.
	signIn.PoliciesHidden = len(s.Policies) == 0 && s.Access != "" && s.Access != "notApplied"
	return signIn
}

// reason is why a sign-in did not succeed. Microsoft writes "Other." where it has none.
func (s *signInJSON) reason() string {
	if value(s.Status.Code) == 0 {
		return ""
	}
	var reasons []string
	for _, text := range []string{s.Status.Reason, s.Status.Details} {
		if text = strings.TrimSpace(text); text != "" && text != "Other." {
			reasons = append(reasons, text)
		}
	}
	return strings.Join(reasons, " ")
}
