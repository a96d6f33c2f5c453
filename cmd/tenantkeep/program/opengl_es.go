//go:build (gles || arm || arm64) && !darwin

package program

import (
	"runtime"

	"github.com/go-gl/gl/v3.1/gles2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// throughANGLE says that the window is drawn by ANGLE, on Direct3D.
const throughANGLE = runtime.GOOS == "windows"

// hintContext asks for the context that Fyne's window needs.
func hintContext() {
	glfw.WindowHint(glfw.ClientAPI, glfw.OpenGLESAPI)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 0)
}

func initOpenGL() error { return gles2.Init() }

// renderer is the name of what draws.
func renderer() string { return gles2.GoStr(gles2.GetString(gles2.RENDERER)) }

// drawNothing draws the ground of a frame alone, and drops what shaders were compiled with.
func drawNothing() {
	gles2.Clear(gles2.COLOR_BUFFER_BIT)
	gles2.Finish()
	gles2.ReleaseShaderCompiler()
}
