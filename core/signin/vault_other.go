//go:build !linux && !darwin && !windows

package signin

import "errors"

const (
	systemVaultName   = "the vault of this operating system"
	systemVaultRemedy = "Tenantkeep knows the vaults of Windows, macOS and Linux."
)

func systemVault(_, _ string) (Vault, error) { return nil, errors.New("not supported") }
