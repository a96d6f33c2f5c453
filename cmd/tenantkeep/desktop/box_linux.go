package desktop

import "os/exec"

// tellOtherwise tries what other desktops have. They say by their exit code which button was pressed, so a failure to start
// is what counts.
func tellOtherwise(title, text string) {
	for _, box := range [][]string{
		{"kdialog", "--title", title, "--error", text},
		{"xmessage", "-center", title + "\n\n" + text},
	} {
		if path, err := exec.LookPath(box[0]); err == nil {
			_ = exec.Command(path, box[1:]...).Run()
			return
		}
	}
}
