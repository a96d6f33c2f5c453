package program

import (
	"context"
	"io/fs"
	"log/slog"
	"path/filepath"
)

// computer is what the program keeps on this computer, as the window sees it.
type computer struct{ *program }

func (c computer) DataFolder() string { return c.folder }

// DataSize counts every file of the folder; one that goes meanwhile counts nothing.
func (c computer) DataSize(ctx context.Context) (int64, error) {
	size := int64(0)
	err := filepath.WalkDir(c.folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return ctx.Err()
		}
		if info, err := entry.Info(); err == nil {
			size += info.Size()
		}
		return ctx.Err()
	})
	return size, err
}

func (c computer) ClearClientData(ctx context.Context, withRecord bool) error {
	if reason := c.store.ReadOnly(); reason != nil {
		return reason
	}
	return c.forget(ctx, withRecord)
}

func (c computer) SetLogLevel(level slog.Level) { c.logLevel.Set(level) }

// forget signs out and deletes what was read of clients, and the record of changes where that is wanted.
func (p *program) forget(ctx context.Context, withRecord bool) error {
	if err := p.integration.SignOut(ctx); err != nil {
		p.log.Info("forget: nobody to sign out", "error", err)
	}
	if err := p.store.Forget(ctx); err != nil {
		return err
	}
	if withRecord {
		if err := p.store.EraseJournal(ctx); err != nil {
			return err
		}
	}
	p.integration.Forgotten()
	return nil
}
