package home

// MakePrivate has nothing to do: modes mean nothing on Windows, where the rights of the profile protect what lies in it.
func MakePrivate(string) error { return nil }
