// Package portal knows Microsoft's admin portals and makes the links that open them in a tenant, from local data alone.
//
// The catalogue is data: one row for a portal and cloud, with the address and the tenant's identifiers in it. Patterns of the
// global cloud are those that partner tools use today. For the national clouds only addresses of the portals are published,
// not how to name a tenant; their rows use the global portal's way where the portal is the same product, and portals that
// differ are left out.
package portal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tenantkeep/tenantkeep/assets"
	"github.com/tenantkeep/tenantkeep/core/cloud"
)

// Portal is one row of the catalogue.
type Portal struct {
	// ID names the portal in settings and links: entra.
	ID string `json:"id"`
	// Name is the whole name, Short the one for narrow column titles.
	Name  string `json:"name"`
	Short string `json:"short"`
	// Cloud is the name of the cloud it belongs to; in a user file it may be left out for the cloud in use.
	Cloud string `json:"cloud"`
	// URL is the address with {tenantId}, {defaultDomain}, {initialDomain} or {sharePointName} where they belong.
	URL string `json:"url"`
	// UserURL is the address of one user in the portal, with {userId} besides; empty where it has none that is known.
	UserURL string `json:"userUrl,omitempty"`
	// Hidden says that its column is not shown at first.
	Hidden bool `json:"hidden,omitempty"`
}

func neededBy(address string) []Identifier {
	var needed []Identifier
	for _, identifier := range identifiers {
		if strings.Contains(address, identifier.placeholder()) {
			needed = append(needed, identifier)
		}
	}
	return needed
}

// Catalogue is the list of portals of one cloud. It is safe for use from any goroutine.
type Catalogue struct {
	in         cloud.Cloud
	userFile   string
	listed     atomic.Pointer[[]Portal]
	hosts      []string
	portalBase string
}

// document is the catalogue as it is written.
type document struct {
	Portals []json.RawMessage `json:"portals"`
}

// Load returns the portals of a cloud: the built-in ones, and those of the person's own file, which add to them or replace
// those of the same id. An empty userFile, or one that is not there, adds nothing. A row that is wrong is left out and named
// in the error, with file, row and field; the Catalogue is good to use beside such an error.
func Load(in cloud.Cloud, userFile string) (*Catalogue, error) {
	catalogue := &Catalogue{in: in, userFile: userFile, hosts: hostsOf(cloudName(in)), portalBase: in.PortalBase}
	return catalogue, catalogue.Reload()
}

// Reload reads the person's own file again. It fails as Load does.
func (c *Catalogue) Reload() error {
	name := cloudName(c.in)
	built, err := rows([]byte(assets.Portals()), "")
	if err != nil {
		return fmt.Errorf("built-in portal catalogue: %w", err)
	}
	portals := with(nil, built, name)
	own, err := c.own(name)
	portals = with(portals, own, name)
	c.listed.Store(&portals)
	return err
}

// own are the rows of the person's own file that can be used.
func (c *Catalogue) own(name string) ([]Portal, error) {
	if c.userFile == "" {
		return nil, nil
	}
	data, err := os.ReadFile(c.userFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("portal file: %w", err)
	}
	own, err := rows(data, name)
	if err != nil {
		return own, fmt.Errorf("portal file %s: %w", c.userFile, err)
	}
	return own, nil
}

// Portals lists the portals in the order of the columns.
func (c *Catalogue) Portals() []Portal { return slices.Clone(c.all()) }

func (c *Catalogue) all() []Portal {
	if listed := c.listed.Load(); listed != nil {
		return *listed
	}
	return nil
}

// Portal finds a portal by its id.
func (c *Catalogue) Portal(id string) (Portal, bool) {
	all := c.all()
	i := slices.IndexFunc(all, func(p Portal) bool { return p.ID == id })
	if i < 0 {
		return Portal{}, false
	}
	return all[i], true
}

// with puts the rows of one cloud among others, each in the place of one with its id.
func with(portals, rows []Portal, name string) []Portal {
	for _, row := range rows {
		if row.Cloud != name {
			continue
		}
		if i := slices.IndexFunc(portals, func(p Portal) bool { return p.ID == row.ID }); i >= 0 {
			portals[i] = row
			continue
		}
		portals = append(portals, row)
	}
	return portals
}

// cloudName is the cloud whose rows are used: a custom cloud plays the part of the global one.
func cloudName(in cloud.Cloud) string {
	if in.Custom {
		return cloud.Global.Name
	}
	return in.Name
}

// rows reads a catalogue and leaves out the rows that are wrong, which the error names. A row without a cloud gets
// defaultCloud.
func rows(data []byte, defaultCloud string) ([]Portal, error) {
	var whole document
	if err := decode(data, &whole); err != nil {
		return nil, err
	}
	var good []Portal
	var wrong []error
	for i, raw := range whole.Portals {
		row, err := readRow(raw, defaultCloud)
		if err == nil && slices.ContainsFunc(good, func(p Portal) bool { return p.ID == row.ID && p.Cloud == row.Cloud }) {
			err = fieldError("id", fmt.Sprintf("%q is in the file twice", row.ID))
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("row %d: %w", i+1, err))
			continue
		}
		good = append(good, row)
	}
	return good, errors.Join(wrong...)
}

func readRow(raw json.RawMessage, defaultCloud string) (Portal, error) {
	row := Portal{Cloud: defaultCloud}
	if err := decode(raw, &row); err != nil {
		return Portal{}, err
	}
	if row.Short == "" {
		row.Short = row.Name
	}
	return row, row.check()
}

// decode reads one JSON value and nothing else, and refuses fields that it does not know.
func decode(data []byte, into any) error {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // editors of Windows write it
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
			return errors.New("there is text after the closing brace")
		}
		return nil
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
		return fmt.Errorf("line %d is not JSON: %w", line, err)
	case errors.As(err, &kind) && kind.Field != "":
		return fieldError(kind.Field, fmt.Sprintf("is a %s where a %s belongs", kind.Value, kind.Type))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the text ends before the closing brace")
	}
	if _, unknown, found := strings.Cut(err.Error(), "unknown field "); found {
		return fieldError(strings.Trim(unknown, `"`), "is not known")
	}
	return err
}

func fieldError(field, problem string) error { return &FieldError{field, problem} }
