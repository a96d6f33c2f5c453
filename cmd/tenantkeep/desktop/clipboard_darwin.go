//go:build cgo

package desktop

/*
#cgo CFLAGS: -x objective-c
#cgo LDFLAGS: -framework AppKit
#include <stdlib.h>
#import <AppKit/AppKit.h>

// The type is what clipboard managers agreed on: http://nspasteboard.org. CurrentHostOnly keeps the text from other devices.
static int setSecret(const char *text) {
	@autoreleasepool {
		NSPasteboard *board = [NSPasteboard generalPasteboard];
		NSString *secret = [NSString stringWithUTF8String:text];
		[board prepareForNewContentsWithOptions:NSPasteboardContentsCurrentHostOnly];
		BOOL hidden = [board setString:@"" forType:@"org.nspasteboard.ConcealedType"];
		return hidden && secret != nil && [board setString:secret forType:NSPasteboardTypeString];
	}
}
*/
import "C"

import (
	"errors"
	"unsafe"
)

// SetSecret puts a secret on the clipboard as what its histories do not keep, and other devices do not get.
func (c Clipboard) SetSecret(text string) error {
	secret := C.CString(text)
	defer C.free(unsafe.Pointer(secret))
	if C.setSecret(secret) == 0 {
		return errors.New("the clipboard did not take it")
	}
	return nil
}
