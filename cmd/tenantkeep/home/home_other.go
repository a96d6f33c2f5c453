//go:build !windows

package home

import "os"

// homes are the folder that a user's data lies in, and the one where an earlier version kept it: none.
func homes() (now, before string, err error) {
	now, err = os.UserConfigDir()
	return now, "", err
}
