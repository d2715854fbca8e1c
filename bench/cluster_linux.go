package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// startCluster starts a private PostgreSQL from the machine's own binaries,
// with its files in folder. It keeps all its guarantees: what is measured is to
// hold in production. It does not run as root, so there it runs as another
// user.
func startCluster(ctx context.Context, folder string) (databaseURL string, stop func(), err error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", nil, fmt.Errorf("there is no PostgreSQL on this machine; install it, or set TEST_DATABASE_URL")
	}
	slices.Sort(found)
	bin := filepath.Dir(found[len(found)-1])
	who, err := clusterUser(folder)
	if err != nil {
		return "", nil, err
	}
	data := filepath.Join(folder, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
	initdb.Dir, initdb.SysProcAttr = folder, &syscall.SysProcAttr{Credential: who}
	if out, err := initdb.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	log, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		return "", nil, err
	}
	defer log.Close()
	args := []string{"-D", data, "-k", folder}
	for _, setting := range clusterSettings {
		args = append(args, "-c", setting)
	}
	server := exec.Command(filepath.Join(bin, "postgres"), args...)
	server.Dir, server.Stdout, server.Stderr = folder, log, log
	// A group of its own, so that an interrupt reaches it only by stop.
	server.SysProcAttr = &syscall.SysProcAttr{Credential: who, Pdeathsig: syscall.SIGQUIT, Setpgid: true}
	if err := server.Start(); err != nil {
		return "", nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	stop = func() {
		_ = server.Process.Signal(syscall.SIGINT)
		_ = server.Wait()
	}
	return "postgres://postgres@/postgres?host=" + url.QueryEscape(folder), stop, nil
}

// clusterUser is who runs PostgreSQL; nil for whoever runs this. The folder
// becomes theirs.
func clusterUser(folder string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		if who, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.Atoi(who.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(who.Gid)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(folder, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
