package refusal

import "fmt"

// SyntaxError says that a text is neither a tenant's GUID nor a domain.
type SyntaxError struct{ Input string }

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%q is neither a GUID nor a domain", e.Input)
}

// ClientIDError says that a text is not an application's id.
type ClientIDError struct{ Input string }

func (e *ClientIDError) Error() string { return fmt.Sprintf("client id %q is not a GUID", e.Input) }

// NotFoundError says that the cloud has no tenant of that id or domain.
type NotFoundError struct {
	Input, Cloud string
	Reason       error
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("cloud %s has no tenant %q: %v", e.Cloud, e.Input, e.Reason)
}

// Unwrap returns what Microsoft said.
func (e *NotFoundError) Unwrap() error { return e.Reason }

// OtherCloudError says that the tenant exists, in another cloud than the one asked.
type OtherCloudError struct{ Input, Asked, Lives string }

func (e *OtherCloudError) Error() string {
	return fmt.Sprintf("tenant %q is in cloud %s, not in %s", e.Input, e.Lives, e.Asked)
}
