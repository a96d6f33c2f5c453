package program

import (
	"context"
	"path/filepath"

	"github.com/tenantkeep/tenantkeep/core/portal"
)

// ownPortalsFile is the person's own file of portals, in the data folder.
const ownPortalsFile = "portals.json"

// ownPortals is that file as the window edits it.
type ownPortals struct{ *program }

func (o ownPortals) file() string { return filepath.Join(o.folder, ownPortalsFile) }

func (o ownPortals) OwnPortals(context.Context) ([]portal.Own, error) {
	return portal.ReadOwn(o.cloud, o.file())
}

func (o ownPortals) NewOwnPortal(row portal.Portal) portal.Own { return portal.NewOwn(o.cloud, row) }

// SaveOwnPortals writes the file. Rows that are wrong are in it too, and named in the list.
func (o ownPortals) SaveOwnPortals(_ context.Context, rows []portal.Own) error {
	if err := portal.WriteOwn(o.file(), rows); err != nil {
		return err
	}
	if err := o.portals.Reload(); err != nil {
		o.log.Warn("rows of the own portal file could not be used", "error", err)
	}
	return nil
}

func (o ownPortals) BuiltIn(id string) string {
	built, err := portal.Load(o.cloud, "")
	if err != nil {
		return ""
	}
	row, _ := built.Portal(id)
	return row.Name
}
