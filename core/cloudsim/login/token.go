package login

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

const (
	accessTokenLife = time.Hour
	// refreshTokenRest is how long a refresh token may lie unused:
	// https://learn.microsoft.com/entra/identity-platform/refresh-tokens#token-lifetime.
	refreshTokenRest = 90 * 24 * time.Hour
)

// accessClaims are the claims of an access token, as in Microsoft's v1.0 tokens, which Graph and Partner Center take.
type accessClaims struct {
	Audience  string   `json:"aud"`
	Issuer    string   `json:"iss"`
	IssuedAt  int64    `json:"iat"`
	NotBefore int64    `json:"nbf"`
	Expires   int64    `json:"exp"`
	Account   int      `json:"acct"`
	ACR       string   `json:"acr"`
	Methods   []string `json:"amr"`
	AppName   string   `json:"app_displayname"`
	AppID     string   `json:"appid"`
	// AppAuth is 0 for a public client.
	AppAuth    string   `json:"appidacr"`
	Provider   string   `json:"idp,omitempty"`
	Name       string   `json:"name"`
	ObjectID   string   `json:"oid"`
	Scopes     string   `json:"scp"`
	Subject    string   `json:"sub"`
	Tenant     string   `json:"tid"`
	UniqueName string   `json:"unique_name"`
	UPN        string   `json:"upn"`
	Uti        string   `json:"uti"`
	Version    string   `json:"ver"`
	Roles      []string `json:"wids,omitempty"`
}

type idClaims struct {
	Audience  string `json:"aud"`
	Issuer    string `json:"iss"`
	IssuedAt  int64  `json:"iat"`
	NotBefore int64  `json:"nbf"`
	Expires   int64  `json:"exp"`
	Name      string `json:"name"`
	Nonce     string `json:"nonce,omitempty"`
	ObjectID  string `json:"oid"`
	Username  string `json:"preferred_username"`
	UPN       string `json:"upn"`
	Subject   string `json:"sub"`
	Tenant    string `json:"tid"`
	Version   string `json:"ver"`
	AccountIn int    `json:"acct"`
}

// session is a sign-in that happened, carried from code to refresh token to refresh token.
type session struct {
	Account string    `json:"a"`
	App     string    `json:"c"`
	Issued  time.Time `json:"i"`
	Epoch   int       `json:"e"`
	// Satisfied are the Conditional Access policies for which the account proved itself.
	Satisfied []string `json:"s,omitempty"`
	Nonce     string   `json:"n,omitempty"`
	// ID makes every refresh token another text.
	ID string `json:"r"`
}

// tokens answers a grant.
type tokens struct {
	Type         string `json:"token_type"`
	Scope        string `json:"scope"`
	ExpiresIn    int64  `json:"expires_in"`
	ExtExpiresIn int64  `json:"ext_expires_in"`
	Access       string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	ClientInfo   string `json:"client_info,omitempty"`
}

// mint makes the tokens of a session for one resource in one tenant.
func (s *Server) mint(held session, account estate.Technician, app estate.Application, tenant string, r wantedResource, scopes, oidc []string) (tokens, error) {
	now := s.options.Now()
	expires := now.Add(accessTokenLife).Unix()
	methods := []string{"pwd"}
	if account.MFA {
		methods = append(methods, "mfa")
	}
	kind := 0
	if account.Guest {
		kind = 1
	}
	subject := subjectOf(account.ObjectID, app.ID)
	access, err := s.key.sign(accessClaims{
		Audience: r.audience, Issuer: s.options.Authority + "/" + tenant + "/",
		IssuedAt: now.Unix(), NotBefore: now.Unix(), Expires: expires,
		Account: kind, ACR: "1", Methods: methods, AppName: app.DisplayName, AppID: app.ID, AppAuth: "0",
		Provider: provider(account, tenant), Name: account.Name, ObjectID: account.ObjectID,
		Scopes: strings.Join(scopes, " "), Subject: subject, Tenant: tenant, UniqueName: account.UPN, UPN: account.UPN,
		Uti: uuid.NewString(), Version: "1.0", Roles: s.options.Estate.RolesIn(account.ObjectID, tenant),
	})
	if err != nil {
		return tokens{}, err
	}
	id, err := s.key.sign(idClaims{
		Audience: app.ID, Issuer: s.options.Authority + "/" + tenant + "/v2.0",
		IssuedAt: now.Unix(), NotBefore: now.Unix(), Expires: expires,
		Name: account.Name, Nonce: held.Nonce, ObjectID: account.ObjectID, Username: account.UPN, UPN: account.UPN,
		Subject: subject, Tenant: tenant, Version: "2.0", AccountIn: kind,
	})
	if err != nil {
		return tokens{}, err
	}
	refresh, err := s.refreshToken(held, now)
	if err != nil {
		return tokens{}, err
	}
	info, err := clientInfo(account)
	if err != nil {
		return tokens{}, err
	}
	life := int64(accessTokenLife / time.Second)
	return tokens{
		Type: "Bearer", Scope: r.granted(scopes, oidc), ExpiresIn: life, ExtExpiresIn: life,
		Access: access, RefreshToken: refresh, IDToken: id, ClientInfo: info,
	}, nil
}

func (s *Server) refreshToken(held session, now time.Time) (string, error) {
	s.mu.Lock()
	held.Epoch = s.epoch
	s.mu.Unlock()
	held.Issued, held.ID = now.UTC(), uuid.NewString()
	return s.key.seal(held)
}

// clientInfo names the account in its home tenant: MSAL's home account id.
func clientInfo(account estate.Technician) (string, error) {
	data, err := json.Marshal(map[string]string{"uid": account.ObjectID, "utid": account.HomeTenant})
	if err != nil {
		return "", fmt.Errorf("client info: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(data), nil
}

// provider is the idp claim: who vouches for an account that is not at home in the tenant.
func provider(account estate.Technician, tenant string) string {
	if strings.EqualFold(account.HomeTenant, tenant) {
		return ""
	}
	return "https://sts.windows.net/" + account.HomeTenant + "/"
}

// subjectOf is pairwise: another text for every application.
func subjectOf(objectID, app string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(objectID+"/"+app)).String()
}
