package cloud

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/m365"
	"github.com/tenantkeep/tenantkeep/core/wire"
)

// file is the custom cloud file as it is written.
type file struct {
	Name          string `json:"name"`
	Authority     string `json:"authority"`
	Graph         string `json:"graph"`
	PartnerCenter string `json:"partnerCenter"`
	CAFile        string `json:"caFile"`
	PortalBase    string `json:"portalBase"`
	ClientID      string `json:"clientId"`
	Tenant        string `json:"tenant"`
	Demo          bool   `json:"demo"`
}

// Read reads a custom cloud file. The error names the file and, where one is wrong, the field.
func Read(path string) (Cloud, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Cloud{}, fmt.Errorf("read cloud file: %w", err)
	}
	read, err := Parse(data, filepath.Dir(path))
	if err != nil {
		return Cloud{}, fmt.Errorf("cloud file %s: %w", path, err)
	}
	return read, nil
}

// Parse reads a custom cloud from the content of its file. A caFile that is not absolute is looked for in dir. A field that
// it does not know is refused: it is a typing mistake more often than not.
func Parse(data []byte, dir string) (Cloud, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // editors of Windows write it
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var raw file
	if err := decoder.Decode(&raw); err != nil {
		return Cloud{}, describeJSON(err, data)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Cloud{}, errors.New("there is text after the closing brace")
	}
	return raw.cloud(dir)
}

func (f file) cloud(dir string) (Cloud, error) {
	if strings.TrimSpace(f.Name) == "" {
		return Cloud{}, fieldError("name", "is missing")
	}
	read := Cloud{Name: strings.TrimSpace(f.Name), Demo: f.Demo, Custom: true}
	var err error
	// The sign-in library accepts https authorities only.
	if read.Authority, err = origin("authority", f.Authority, httpsOnly); err != nil {
		return Cloud{}, err
	}
	if read.Graph, err = origin("graph", f.Graph, httpOnLoopback); err != nil {
		return Cloud{}, err
	}
	if f.PartnerCenter != "" {
		if read.PartnerCenter, err = origin("partnerCenter", f.PartnerCenter, httpOnLoopback); err != nil {
			return Cloud{}, err
		}
	}
	if f.PortalBase != "" {
		if read.PortalBase, err = portalBase(f.PortalBase); err != nil {
			return Cloud{}, err
		}
	}
	if f.CAFile != "" {
		if read.CA, err = certificates(f.CAFile, dir); err != nil {
			return Cloud{}, err
		}
	}
	if f.ClientID != "" {
		id, err := uuid.Parse(f.ClientID)
		if err != nil {
			return Cloud{}, fieldError("clientId", fmt.Sprintf("%q is not a GUID", f.ClientID))
		}
		read.ClientID = id.String()
	}
	if f.Tenant != "" {
		if read.Tenant, err = m365.ParseTenantID(f.Tenant); err != nil {
			return Cloud{}, fieldError("tenant", fmt.Sprintf("%q is not a GUID", f.Tenant))
		}
	}
	return read, nil
}

// security says which schemes a field accepts.
type security int

const (
	httpsOnly security = iota
	// httpOnLoopback: a token may travel unencrypted inside the machine and nowhere else.
	httpOnLoopback
)

func origin(field, text string, allowed security) (string, error) {
	u, err := address(field, text, allowed)
	if err != nil {
		return "", err
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", fieldError(field, fmt.Sprintf("%q must hold scheme and host only, without a path", text))
	}
	return strings.ToLower(u.Scheme) + "://" + strings.ToLower(u.Host), nil
}

func portalBase(text string) (string, error) {
	u, err := address("portalBase", text, httpOnLoopback)
	if err != nil {
		return "", err
	}
	if u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", fieldError("portalBase", fmt.Sprintf("%q must not hold a query", text))
	}
	return strings.TrimSuffix(u.String(), "/") + "/", nil
}

func address(field, text string, allowed security) (*url.URL, error) {
	if text == "" {
		return nil, fieldError(field, "is missing")
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, fieldError(field, fmt.Sprintf("%q is not an address", text))
	case u.Hostname() == "" || u.User != nil:
		return nil, fieldError(field, fmt.Sprintf("%q is not an address with a host", text))
	case strings.EqualFold(u.Scheme, "https"):
		return u, nil
	case allowed == httpOnLoopback && strings.EqualFold(u.Scheme, "http") && wire.IsLoopback(u.Hostname()):
		return u, nil
	case allowed == httpOnLoopback:
		return nil, fieldError(field, fmt.Sprintf("%q must start with https://, or with http:// on this machine", text))
	}
	return nil, fieldError(field, fmt.Sprintf("%q must start with https://", text))
}

func certificates(path, dir string) (*x509.CertPool, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("field caFile: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fieldError("caFile", fmt.Sprintf("%s holds no certificate in PEM form", path))
	}
	return pool, nil
}

func fieldError(field, problem string) error { return fmt.Errorf("field %s: %s", field, problem) }

// describeJSON says where the text stops being a cloud file.
func describeJSON(err error, data []byte) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d is not JSON: %w", line(data, syntax.Offset), err)
	case errors.As(err, &kind) && kind.Field != "":
		return fieldError(kind.Field, fmt.Sprintf("is a %s where a %s belongs", kind.Value, kind.Type))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the file ends before the closing brace")
	}
	if _, unknown, found := strings.Cut(err.Error(), "unknown field "); found {
		return fieldError(strings.Trim(unknown, `"`), "is not known")
	}
	return err
}

func line(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(int(offset), len(data))], []byte("\n"))
}
