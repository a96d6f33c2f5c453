package program

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/tenantkeep/tenantkeep/core/disk"
	"github.com/tenantkeep/tenantkeep/core/product"
)

// productFile keeps the list of product names that Microsoft published last; its time is that of the list.
const productFile = "product-names.csv"

// useKeptNames lays the list that was kept over the built-in one. One that cannot be used changes nothing.
func (p *program) useKeptNames() {
	path := filepath.Join(p.folder, productFile)
	file, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	var list *product.List
	if err == nil {
		list, err = product.Read(file)
	}
	if err != nil {
		p.log.Warn("the kept names of products could not be used", "error", err)
		return
	}
	product.Use(list)
	if info, err := os.Stat(path); err == nil {
		at := info.ModTime()
		p.namesOf.Store(&at)
	}
}

// ProductNames is how many products have a name, and of when Microsoft's list is; the zero time is the built-in one.
func (c computer) ProductNames() (known int, of time.Time) {
	if at := c.namesOf.Load(); at != nil {
		of = *at
	}
	return product.Known(), of
}

// RefreshProductNames takes Microsoft's present list in the place of the one before, if it is whole.
func (c computer) RefreshProductNames(ctx context.Context) error {
	if reason := c.store.ReadOnly(); reason != nil {
		return reason
	}
	file, of, err := c.products.Fetch(ctx)
	if err != nil {
		return err
	}
	list, err := product.Read(file)
	if err != nil {
		return &product.Error{Err: err}
	}
	if of.IsZero() {
		of = time.Now()
	}
	if err := keepNames(filepath.Join(c.folder, productFile), file, of); err != nil {
		return err
	}
	product.Use(list)
	c.namesOf.Store(&of)
	return nil
}

// keepNames keeps a list with its time. Where that cannot be set, the time is that of the keeping.
func keepNames(path string, list []byte, of time.Time) error {
	err := disk.Put(path, list)
	if err == nil {
		_ = os.Chtimes(path, of, of)
	}
	return err
}
