//go:build !gles && !arm && !arm64 && !darwin

package program

import (
	"github.com/go-gl/gl/v2.1/gl"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// throughANGLE says that the window is drawn by ANGLE, on Direct3D.
const throughANGLE = false

// hintContext asks for the context that Fyne's window needs.
func hintContext() {
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
}

func initOpenGL() error { return gl.Init() }

// renderer is the name of what draws.
func renderer() string { return gl.GoStr(gl.GetString(gl.RENDERER)) }

// drawNothing draws the ground of a frame alone, and drops what shaders were compiled with.
func drawNothing() {
	gl.Clear(gl.COLOR_BUFFER_BIT)
	gl.Finish()
	gl.ReleaseShaderCompiler()
}
