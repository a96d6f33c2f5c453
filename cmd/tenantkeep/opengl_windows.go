package main

const (
	noScreen = "Tenantkeep found no screen in this Windows session to open its window on."
	noOpenGL = "This Windows session has no OpenGL 2.1, which Tenantkeep draws its window with. That is usual over Remote Desktop to a " +
		"server or a virtual machine. Install the package of Tenantkeep that holds ANGLE, which draws with Direct3D instead, or the " +
		"driver of this computer's graphics card."
)
