package portal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/tenantkeep/tenantkeep/core/cloud"
	"github.com/tenantkeep/tenantkeep/core/disk"
)

// FieldError says what is wrong with a field of a row.
type FieldError struct{ Field, Problem string }

func (e *FieldError) Error() string { return fmt.Sprintf("field %s: %s", e.Field, e.Problem) }

// Own is a row of the person's own file.
type Own struct {
	Portal Portal
	// Wrong is why the row cannot be used; nil where it can.
	Wrong error
	// raw is the row as it stands in the file.
	raw json.RawMessage
}

// ReadOwn reads the person's own file row by row, also those that are wrong. There are none where there is no file.
func ReadOwn(in cloud.Cloud, file string) ([]Own, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("portal file: %w", err)
	}
	var whole document
	if err := decode(data, &whole); err != nil {
		return nil, fmt.Errorf("portal file %s: %w", file, err)
	}
	var rows []Own
	for _, raw := range whole.Portals {
		own := Own{raw: raw}
		own.Portal, own.Wrong = readRow(raw, cloudName(in))
		if own.Wrong != nil { // what of it can be read is shown, to be mended
			_ = json.Unmarshal(raw, &own.Portal)
		}
		if own.Wrong == nil {
			own.Wrong = twice(rows, own.Portal)
		}
		rows = append(rows, own)
	}
	return rows, nil
}

func twice(rows []Own, portal Portal) error {
	same := func(other Own) bool {
		return other.Wrong == nil && other.Portal.ID == portal.ID && other.Portal.Cloud == portal.Cloud
	}
	if slices.ContainsFunc(rows, same) {
		return &FieldError{"id", fmt.Sprintf("%q is in the file twice", portal.ID)}
	}
	return nil
}

// NewOwn is a row as a person fills it in. The cloud and the short name may be left out.
func NewOwn(in cloud.Cloud, portal Portal) Own {
	if portal.Cloud == "" {
		portal.Cloud = cloudName(in)
	}
	if portal.Short == "" {
		portal.Short = portal.Name
	}
	return Own{Portal: portal, Wrong: portal.check()}
}

// WriteOwn puts rows into the person's own file, in the place of those before. Rows that were read and are wrong stay as they
// were. Two rows of the same id and cloud are refused.
func WriteOwn(file string, rows []Own) error {
	whole := document{Portals: []json.RawMessage{}}
	for i, row := range rows {
		raw := row.raw
		if raw == nil {
			if err := errors.Join(row.Wrong, twice(rows[:i], row.Portal)); err != nil {
				return err
			}
			var err error
			if raw, err = json.Marshal(row.Portal); err != nil {
				return err
			}
		}
		whole.Portals = append(whole.Portals, raw)
	}
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(whole); err != nil {
		return err
	}
	return disk.Put(file, body.Bytes())
}
