//go:build !unix

package office

import "os/exec"

func inGroup(*exec.Cmd) {}
