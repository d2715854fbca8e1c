//go:build !linux

package dbtest

// startInstalled starts the embedded cluster: the machine's own binaries are
// only looked for on Linux.
func startInstalled(_, folder string) (url string, stop func(), err error) {
	return startEmbedded(folder)
}
