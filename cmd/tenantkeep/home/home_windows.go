package home

import "os"

// homes are the folder that a user's data lies in, and the one where an earlier version kept it. Roaming data is copied from
// computer to computer, or lies on a file server, which no database survives.
func homes() (now, before string, err error) {
	now, err = os.UserCacheDir() // %LocalAppData%
	if err != nil {
		return "", "", err
	}
	before, err = os.UserConfigDir() // %AppData%
	return now, before, err
}
