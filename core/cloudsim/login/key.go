package login

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	keyFile   = "signing-key.pem"
	epochFile = "refresh-epoch"
	keyBits   = 2048
)

// signingKey signs tokens.
type signingKey struct {
	private *rsa.PrivateKey
	id      string
	// secret seals refresh tokens, which nobody but this service reads.
	secret []byte
}

func loadKey(dir string) (*signingKey, error) {
	path := filepath.Join(dir, keyFile)
	if dir != "" {
		data, err := os.ReadFile(path)
		if err == nil {
			return parseKey(data)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read signing key: %w", err)
		}
	}
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, fmt.Errorf("make signing key: %w", err)
	}
	if dir != "" {
		block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)}
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			return nil, fmt.Errorf("keep signing key: %w", err)
		}
	}
	return newKey(private), nil
}

func parseKey(data []byte) (*signingKey, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("read signing key: no PEM block in it")
	}
	private, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	return newKey(private), nil
}

func newKey(private *rsa.PrivateKey) *signingKey {
	secret := sha256.Sum256(x509.MarshalPKCS1PrivateKey(private))
	public := sha256.Sum256(x509.MarshalPKCS1PublicKey(&private.PublicKey))
	return &signingKey{private: private, id: base64.RawURLEncoding.EncodeToString(public[:20]), secret: secret[:]}
}

var errNotOurs = errors.New("the token is not one of this service")

// sign makes a JWT with RS256.
func (k *signingKey) sign(claims any) (string, error) {
	head, err := json.Marshal(map[string]string{"typ": "JWT", "alg": "RS256", "kid": k.id})
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	signed := base64.RawURLEncoding.EncodeToString(head) + "." + base64.RawURLEncoding.EncodeToString(body)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(nil, k.private, crypto.SHA256, digest[:])
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// verify checks a JWT's signature and reads its claims. It does not look at times.
func (k *signingKey) verify(token string, claims any) error {
	dot := strings.LastIndexByte(token, '.')
	if dot < 0 {
		return errNotOurs
	}
	signed := token[:dot]
	signature, err := base64.RawURLEncoding.DecodeString(token[dot+1:])
	if err != nil {
		return errNotOurs
	}
	digest := sha256.Sum256([]byte(signed))
	if err := rsa.VerifyPKCS1v15(&k.private.PublicKey, crypto.SHA256, digest[:], signature); err != nil {
		return errNotOurs
	}
	_, payload, ok := strings.Cut(signed, ".")
	if !ok {
		return errNotOurs
	}
	body, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil {
		return errNotOurs
	}
	return json.Unmarshal(body, claims)
}

// seal makes an opaque text that only open of the same key reads.
func (k *signingKey) seal(content any) (string, error) {
	body, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("seal token: %w", err)
	}
	return "1." + base64.RawURLEncoding.EncodeToString(append(k.mac(body), body...)), nil
}

func (k *signingKey) open(text string, content any) error {
	encoded, ok := strings.CutPrefix(text, "1.")
	if !ok {
		return errNotOurs
	}
	data, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || len(data) < sha256.Size {
		return errNotOurs
	}
	if !hmac.Equal(data[:sha256.Size], k.mac(data[sha256.Size:])) {
		return errNotOurs
	}
	return json.Unmarshal(data[sha256.Size:], content)
}

func (k *signingKey) mac(body []byte) []byte {
	sum := hmac.New(sha256.New, k.secret)
	sum.Write(body)
	return sum.Sum(nil)
}

// keys serves the public key, as a JWK set.
func (s *Server) keys(w http.ResponseWriter, _ *http.Request) {
	public := s.key.private.PublicKey
	reply(w, http.StatusOK, map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": s.key.id,
		"n": base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
	}}})
}

func loadEpoch(dir string) (int, error) {
	if dir == "" {
		return 0, nil
	}
	data, err := os.ReadFile(filepath.Join(dir, epochFile))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read refresh token epoch: %w", err)
	}
	epoch, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil {
		return 0, fmt.Errorf("read refresh token epoch: %w", err)
	}
	return epoch, nil
}

func saveEpoch(dir string, epoch int) error {
	if dir == "" {
		return nil
	}
	if err := os.WriteFile(filepath.Join(dir, epochFile), []byte(strconv.Itoa(epoch)), 0o600); err != nil {
		return fmt.Errorf("keep refresh token epoch: %w", err)
	}
	return nil
}
