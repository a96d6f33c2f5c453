//go:build !windows && !linux && !darwin

package program

const (
	noScreen  = "Tenantkeep found no screen to open its window on."
	noContext = "This screen offers no OpenGL 2.1, which Tenantkeep draws its window with. Install Mesa or the driver of the graphics card."
)

// noOpenGL says what is missing.
func noOpenGL() string { return noContext }
