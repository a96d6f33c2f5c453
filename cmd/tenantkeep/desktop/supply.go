package desktop

// Supply is what this computer draws on and has little of.
type Supply struct {
	// Battery says that it runs on its battery.
	Battery bool
	// Metered says that its line is paid by what goes through it, as a telephone's.
	Metered bool
}
