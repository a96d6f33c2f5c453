package cloudsim

import (
	"github.com/google/uuid"

	"github.com/tenantkeep/tenantkeep/core/cloudsim/directory"
	"github.com/tenantkeep/tenantkeep/core/cloudsim/estate"
)

// technicians turns the directory's accounts into those of the estate. Each but the administrator has one thing wrong.
func technicians(partner string, accounts []directory.Technician) []estate.Technician {
	all := make([]estate.Technician, 0, len(accounts))
	for _, account := range accounts {
		all = append(all, technician(partner, account))
	}
	return all
}

func technician(partner string, account directory.Technician) estate.Technician {
	t := estate.Technician{
		ObjectID: account.ObjectID, UPN: account.UPN, Name: account.Name, HomeTenant: partner,
		MFA: true, Engineer: true, Roles: []string{estate.GlobalAdministrator},
	}
	switch account.Kind {
	case directory.NoGroup:
		t.Engineer = false
		t.Note = "In no security group of a GDAP relationship"
	case directory.GuestAccount:
		t.Guest = true
		t.HomeTenant = uuid.NewSHA1(uuid.NameSpaceOID, []byte("home of "+account.ObjectID)).String()
		t.Roles = []string{estate.CloudApplicationAdministrator, estate.DirectoryReaders}
		t.Note = "A guest from another organization"
	case directory.NoMFA:
		t.MFA = false
		t.Note = "Signs in without a second factor"
	default:
		t.Note = "Global Administrator and GDAP engineer: everything works"
	}
	return t
}
