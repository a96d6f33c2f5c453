package change

// Words are the words of a passphrase.
func Words() []string { return words }
