package program

const (
	noScreen  = "Tenantkeep found no screen to open its window on: start it from a desktop, or name a screen in DISPLAY or WAYLAND_DISPLAY."
	noContext = "This screen offers no OpenGL 2.1, which Tenantkeep draws its window with. Install Mesa (on Debian and Ubuntu the package " +
		"libgl1-mesa-dri) or the driver of the graphics card; a remote screen needs the extension GLX."
)

// noOpenGL says what is missing.
func noOpenGL() string { return noContext }
