package program

/*
#cgo CFLAGS: -DGL_SILENCE_DEPRECATION
#cgo LDFLAGS: -framework OpenGL
#include <OpenGL/OpenGL.h>

// offered says whether there is a pixel format that OpenGL 2.1 can draw to.
static int offered(void) {
	CGLPixelFormatAttribute wanted[] = {kCGLPFAOpenGLProfile, (CGLPixelFormatAttribute)kCGLOGLPVersion_Legacy, (CGLPixelFormatAttribute)0};
	CGLPixelFormatObj found = NULL;
	GLint count = 0;
	if (CGLChoosePixelFormat(wanted, &found, &count) != kCGLNoError || found == NULL) {
		return 0;
	}
	CGLDestroyPixelFormat(found);
	return count > 0;
}
*/
import "C"

import (
	"errors"
	"io"
	"log/slog"
)

// throughANGLE says that the window is drawn by ANGLE, on Direct3D.
const throughANGLE = false

const noContext = "This Mac offers no OpenGL 2.1, which Tenantkeep draws its window with. That happens in virtual machines without a graphics " +
	"device: give the virtual machine one, or start Tenantkeep on the Mac itself."

// openGL is the answer to whether a window can be drawn. macOS tells without a process of its own, which would put a second
// icon into the Dock.
type openGL struct{ skipped bool }

func probeOpenGL(options options) *openGL { return &openGL{options.skipProbe} }

func (o *openGL) wait(*slog.Logger) error {
	if o.skipped || C.offered() != 0 {
		return nil
	}
	return early(errors.New(noContext))
}

func answerProbe(io.Writer) int { return int(1 - C.offered()) }

func hintRenderer() {}

// withoutOpenGL is empty: there is no other program for macOS.
func withoutOpenGL(error) string { return "" }

func runInstead(string) error { return nil }
