package program

const (
	noScreen  = "Tenantkeep found no screen in this Windows session to open its window on."
	noContext = "This Windows session has no OpenGL 2.1, which Tenantkeep draws its window with. That is usual over Remote Desktop to a " +
		"server or a virtual machine. Remove Tenantkeep and install its package that holds ANGLE, which draws with Direct3D instead " +
		"(your data stays), or install the driver of this computer's graphics card."
	noDirect3D = "Neither OpenGL nor Direct3D 11 draws Tenantkeep's window in this Windows session. Install the driver of this computer's " +
		"graphics card, or newer files libEGL.dll and libGLESv2.dll of ANGLE beside the program."
)

// noOpenGL says what is missing, by what the program draws with.
func noOpenGL() string {
	if throughANGLE {
		return noDirect3D
	}
	return noContext
}
