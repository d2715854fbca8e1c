//go:build unix

package office

import (
	"os/exec"
	"syscall"
)

// inGroup has what a command starts end with it: soffice is a script that
// starts the program.
func inGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
