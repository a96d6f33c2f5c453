package m365

// Me is the signed-in account as its own tenant has it.
type Me struct {
	ID, Username string
	// Guest says that the account is at home in another tenant.
	Guest bool
	// Blocked says that the account may not sign in.
	Blocked bool
}

// NamedGroup is a security group by its id; Name is empty where it could not be read.
type NamedGroup struct{ ID, Name string }
